using System.Text.Json;
using System.Text.RegularExpressions;

namespace Feedforward.Cli.Tests;

/// <summary><c>feedforward init</c>: what it writes trains the same model, and its schema takes what the reader takes.</summary>
public class InitTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Theory]
    [InlineData("en", "the column to predict", "Target \"kind\" holds texts")]
    [InlineData("zh-CN", "要预测的列", "目标")]
    public void A_configuration_with_all_guesses_is_written_and_trains_the_same_model(string language, string meaning, string guess)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run("init", data, "--target", "kind", "--epochs", "3", "--out", folder.At("c.json"), "--lang", language).Expect(0);
        Assert.Equal(folder.At("c.json") + "\n", result.Out);
        Assert.Equal(["c.json", "feedforward.schema.json", "points.csv"], folder.Files);
        string text = File.ReadAllText(folder.At("c.json"));
        foreach (string part in new[] { meaning, guess, "\"$schema\": \"./feedforward.schema.json\"", "\"train\": \"points.csv\"", "\"task\": \"classification\"", "\"hidden\": [64, 32]", "weight_decay" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Cli.Run("train", folder.At("c.json"), "--out", folder.At("a.safetensors")).Expect(0);
        Cli.Run("train", data, "--target", "kind", "--epochs", "3", "--out", folder.At("b.safetensors")).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("a.safetensors")), File.ReadAllBytes(folder.At("b.safetensors")));
        Assert.Empty(Violations(text, File.ReadAllText(folder.At("feedforward.schema.json"))));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("c.json", "mine");
        Cli.Run("init", "xor", "--out", path).Expect(2).Says("FF1240", "--force");
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(["c.json"], folder.Files);
        Cli.Run("init", "xor", "--out", path, "--force").Expect(0);
        Assert.Contains("\"xor\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_standard_output_nothing_else_is_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        var result = Cli.Start(folder.Path, [], "init", "points.csv", "--target", "kind", "-o", "-").Expect(0);
        Assert.Equal(["points.csv"], folder.Files);
        Assert.Equal("points.csv", JsonDocument.Parse(result.Out, WithComments).RootElement.GetProperty("data").GetProperty("train").GetString());
        Assert.Equal("feedforward.json", Cli.Start(folder.Path, [], "init", "points.csv", "--target", "kind").Expect(0).LastLine);
        Assert.Equal(["feedforward.json", "feedforward.schema.json", "points.csv"], folder.Files);
        Cli.Start(folder.Path, [], "init", "points.csv", "--target", "kind").Expect(2).Says("FF1240");
        Cli.Run("init", folder.At("points.csv")).Expect(2).Says("FF9120");
    }

    [Fact]
    public void A_preset_stands_behind_everything_else()
    {
        JsonElement Shown(params string[] args) => JsonDocument.Parse(Cli.Run(["init", .. args, "-o", "-"]).Expect(0).Out, WithComments).RootElement;
        var book = Shown("digits", "--limit", "500", "--preset", "nielsen", "--lr", "0.5");
        Assert.Equal("[30]", book.GetProperty("model").GetProperty("hidden").GetRawText());
        Assert.Equal(("sigmoid", "quadratic", "sgd"), (book.GetProperty("model").GetProperty("output").GetString(), book.GetProperty("train").GetProperty("cost").GetString(), book.GetProperty("train").GetProperty("optimizer").GetString()));
        Assert.Equal((0.5, 0, 256), (book.GetProperty("train").GetProperty("lr").GetDouble(), book.GetProperty("train").GetProperty("l2").GetDouble(), book.GetProperty("data").GetProperty("scale").GetInt32()));
        Assert.Equal("adam", Shown("xor", "--preset", "small").GetProperty("train").GetProperty("optimizer").GetString());
        Cli.Run("init", "xor", "--preset", "smal", "-o", "-").Expect(2).Says("FF9109", "Did you mean \"small\"?");
        Cli.Run("init", "ridge", "--preset", "nielsen", "-o", "-").Expect(2).Says("FF9133", "--preset nielsen");
    }

    [Fact]
    public void Every_key_is_in_the_schema_with_its_meaning_and_its_kinds()
    {
        using var schema = JsonDocument.Parse(Schema());
        foreach (var flag in ConfigurationKeys.All)
        {
            var key = schema.RootElement.GetProperty("properties").GetProperty(flag.Section!).GetProperty("properties").GetProperty(flag.Member);
            Assert.Equal(Texts.Get(flag.Key), key.GetProperty("description").GetString());
            Assert.True(key.GetProperty("anyOf").GetArrayLength() > 0, flag.Path);
        }
    }

    [Theory, MemberData(nameof(ConfigurationTests.Variants), MemberType = typeof(ConfigurationTests))]
    public void The_schema_takes_what_is_in_force(string flags)
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        string other = folder.Write("other.csv", Samples.Points(20));
        string[] args = flags.Length == 0 ? [] : flags.Replace("other.csv", other, StringComparison.Ordinal).Split(' ');
        string text = Cli.Run(["train", folder.At("points.csv"), "--target", "kind", "--dry-run", .. args]).Expect(0).Out;
        Assert.Empty(Violations(text, Schema()));
    }

    [Theory]
    [InlineData("{ \"dat\": {} }", "dat")]
    [InlineData("{ \"train\": { \"lrr\": 1 } }", "train.lrr")]
    [InlineData("{ \"train\": { \"lr\": \"fast\" } }", "train.lr")]
    [InlineData("{ \"train\": { \"epochs\": 1.5 } }", "train.epochs")]
    [InlineData("{ \"train\": { \"nesterov\": 1 } }", "train.nesterov")]
    [InlineData("{ \"train\": { \"cost\": \"hinge\" } }", "train.cost")]
    [InlineData("{ \"train\": { \"schedule\": \"step(a)\" } }", "train.schedule")]
    [InlineData("{ \"model\": { \"activation\": [\"relu\", \"cloak\"] } }", "model.activation")]
    [InlineData("{ \"model\": { \"hidden\": [8, \"x\"] } }", "model.hidden")]
    [InlineData("{ \"data\": { \"scale\": 100 } }", "data.scale")]
    [InlineData("{ \"data\": { \"task\": \"guess\" } }", "data.task")]
    [InlineData("{ \"data\": [] }", "data")]
    public void The_schema_refuses_what_the_reader_refuses(string text, string path) => Assert.Equal([path], Violations(text, Schema()));

    private static string Schema()
    {
        using var stream = new MemoryStream();
        ConfigurationSchema.Write(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string[] Violations(string text, string schema)
    {
        using var value = JsonDocument.Parse(text, WithComments);
        using var rules = JsonDocument.Parse(schema);
        return [.. Violations(value.RootElement, rules.RootElement, "")];
    }

    /// <summary>The paths that break a schema, by the few words of draft 2020-12 that ours is written with; another word is an error here.</summary>
    private static IEnumerable<string> Violations(JsonElement value, JsonElement schema, string path)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            bool holds = rule.Name switch
            {
                "$schema" or "title" or "description" or "allowComments" or "allowTrailingCommas" or "properties" => true,
                "type" => Is(value, rule.Value.GetString()!),
                "enum" => rule.Value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!),
                "anyOf" => rule.Value.EnumerateArray().Any(s => !Violations(value, s, path).Any()),
                "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(v => !Violations(v, rule.Value, path).Any()),
                "additionalProperties" => true,
                _ => throw new NotSupportedException(rule.Name),
            };
            if (!holds) yield return path;
        }
        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)) yield break;
        foreach (var member in value.EnumerateObject())
        {
            string inside = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (!properties.TryGetProperty(member.Name, out var rules)) yield return inside;
            else foreach (string violation in Violations(member.Value, rules, inside)) yield return violation;
        }
    }

    private static bool Is(JsonElement value, string type) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(value.GetDouble()),
        _ => false,
    };
}
