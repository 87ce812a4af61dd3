using System.Text;
using System.Text.Json;
using Feedforward.Cli;
using Feedforward.Tests.Fuzzing;

namespace Feedforward.Tests;

/// <summary>The strict reader of configurations, beside the runtime's own reader of JSON.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Texts =
    [
        "iris.csv", "kind", "", "a/b.csv", "x,y", "中文", "\\u4e2d", "\\\"", "\\\\", "\\/", "relu", "0.5", "true", "\\ud83c\\udf89", " ",
        "a folder with a long name, as people have them/measured in spring, second try.csv", "\\u5c0f\\u6570\\u636e \\u0041\\u002F 一列很长的名称 ÄÖÜ",
    ];

    private static readonly string[] Numbers = ["0", "1", "-1", "0.5", "1e3", "1E-400", "1e400", "-0", "123456789012345678901234567890", "0.10000000000000000555"];

    // Between a name and its colon the runtime's reader takes no comment.
    private static readonly string[] Blanks = ["", "", " ", "\n", "\r\n", "\t", "\n        "];

    private static readonly string[] Spaces = [.. Blanks, " // a\n", " /* b */ ", " // a remark of some length, as people write them\n"];

    public string Name => "config";

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Texts.Select(text => Encoding.UTF8.GetBytes($"\"{text}\"")), .. Numbers.Select(Encoding.UTF8.GetBytes), .. Spaces.Where(space => space.Length > 0).Select(Encoding.UTF8.GetBytes),
        .. ConfigurationKeys.All.Select(flag => Encoding.UTF8.GetBytes($"\"{flag.Member}\":")),
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "\\ud800", "\\u0000", "\u0001", "\uFEFF", "/*", "//", "NaN", "01", "{}", "[]", "\"$schema\":\"x\",", "\"train\":{" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0x80], [0xED, 0xA0, 0x80], [0],
    ];

    public byte[] Sound(FuzzRandom random)
    {
        string Space() => random.Of(Spaces);
        var parts = ConfigurationKeys.Sections.Where(_ => !random.OneIn(3)).Select(section =>
        {
            var flags = ConfigurationKeys.All.Where(flag => flag.Section == section && random.OneIn(4));
            string members = string.Join(',', flags.Select(flag => $"{Space()}\"{(random.OneIn(5) ? flag.Member!.Replace('_', '-') : flag.Member)}\"{random.Of(Blanks)}:{Space()}{Value(flag, random)}"));
            return $"{Space()}\"{section}\"{random.Of(Blanks)}:{Space()}{{{members}{(members.Length > 0 && random.OneIn(4) ? "," : "")}{Space()}}}";
        });
        string text = $"{Space()}{{{string.Join(',', parts)}{Space()}}}{Space()}";
        return random.OneIn(16) ? [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)] : Encoding.UTF8.GetBytes(text);
    }

    public void Read(byte[] input, FuzzRandom random)
    {
        IReadOnlyList<Setting> settings;
        try
        {
            settings = ConfigurationReader.Read(ConfigurationText.Of("a.json", input));
        }
        catch (FeedforwardException refusal) when (refusal is not OptionException)
        {
            throw new FuzzMismatchException($"refused as {refusal.GetType().Name}: {refusal.Message}");
        }
        if (Difference(settings, Expected(input)) is { } difference) throw new FuzzMismatchException(difference);
    }

    private static string Value(Flag flag, FuzzRandom random)
    {
        var kinds = new List<string>();
        if (flag.Shape.HasFlag(Shape.Text)) kinds.Add($"\"{random.Of(Texts)}\"");
        if ((flag.Shape & (Shape.Number | Shape.Whole)) != 0) kinds.Add(random.Of(Numbers));
        if (flag.Shape.HasFlag(Shape.Truth)) kinds.Add(random.OneIn(2) ? "true" : "false");
        if (flag.Shape.HasFlag(Shape.List)) kinds.Add($"[{random.Of(Numbers)}, \"{random.Of(Texts)}\"]");
        return kinds.Count == 0 ? "null" : random.Of(kinds);
    }

    /// <summary>The members of the parts, in their order, as the runtime reads them.</summary>
    private static List<(string Section, string Name, JsonElement Value)> Expected(byte[] input)
    {
        byte[] bytes = input.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? input[Encoding.UTF8.Preamble.Length..] : input;
        try
        {
            using var json = JsonDocument.Parse(bytes, Lenient);
            return [.. json.RootElement.EnumerateObject().Where(part => part.Name != ConfigurationKeys.Schema)
                .SelectMany(part => part.Value.EnumerateObject().Select(member => (part.Name, member.Name, member.Value.Clone())))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new FuzzMismatchException($"accepted, but the runtime says: {error.Message}");
        }
    }

    private static string? Difference(IReadOnlyList<Setting> settings, List<(string Section, string Name, JsonElement Value)> expected)
    {
        if (settings.Count != expected.Count) return $"{settings.Count} settings, expected {expected.Count}";
        foreach (var (setting, (section, name, value)) in settings.Zip(expected))
        {
            if (setting.Flag.Section != section || (setting.Written ?? setting.Flag.Member) != name) return $"{setting.Flag.Path}, expected {section}.{name}";
            bool same = value.ValueKind == JsonValueKind.Array ? setting.Items!.SequenceEqual(value.EnumerateArray().Select(Text)) : IsSame(setting.Text, Text(value));
            if (!same) return $"{setting.Flag.Path}: {setting.Text}, expected {value.GetRawText()}";
        }
        return null;
    }

    /// <summary>Whether a value is the text, or the path that the text means.</summary>
    private static bool IsSame(string found, string text) => found == text || (text.Length > 0 && found == Path.GetRelativePath(".", text));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => ConfigurationKeys.True,
        JsonValueKind.False => ConfigurationKeys.False,
        _ => value.GetRawText(),
    };
}
