using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>The JSON Schema (draft 2020-12) of a configuration, by which editors complete and check it. Made from the flags.</summary>
internal static class ConfigurationSchema
{
    internal const string FileName = "feedforward.schema.json";

    /// <summary>Flags whose value is a name of a family, with numbers in brackets behind some.</summary>
    private static readonly Dictionary<Flag, IEnumerable<string>> Families = new()
    {
        [TrainFlags.Activation] = Activation.All.Where(a => a != Activation.Softmax).Select(a => a.Name),
        [TrainFlags.Output] = Activation.All.Select(a => a.Name),
        [TrainFlags.Init] = Initializer.All.Select(i => i.Name),
        [TrainFlags.Cost] = Cost.All.Select(c => c.Name),
        [TrainFlags.Optimizer] = Optimizer.Names,
        [TrainFlags.Schedule] = Schedule.All.Select(s => s.Name),
    };

    /// <summary>Writes it.</summary>
    internal static void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", Texts.Get("schema.title"));
        // Editors that know these two words leave comments and last commas alone.
        json.WriteBoolean("allowComments", true);
        json.WriteBoolean("allowTrailingCommas", true);
        WriteObject(json, () =>
        {
            json.WriteStartObject(ConfigurationKeys.Schema);
            json.WriteString("type", "string");
            json.WriteEndObject();
            foreach (string section in ConfigurationKeys.Sections) WriteSection(json, section);
        });
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, string section)
    {
        json.WriteStartObject(section);
        json.WriteString("description", Texts.Get($"schema.{section}"));
        WriteObject(json, () =>
        {
            foreach (var flag in ConfigurationKeys.All.Where(f => f.Section == section)) WriteKey(json, flag);
        });
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, Action properties)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        properties();
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, Flag flag)
    {
        json.WriteStartObject(flag.Member);
        json.WriteString("description", Texts.Get(flag.Key));
        json.WriteStartArray("anyOf");
        string[] words = flag.Value?.Split('|') ?? [];
        if (flag.Shape.HasFlag(Shape.Truth)) WriteType(json, "boolean");
        if (words.Length > 0 && words.All(w => w.All(char.IsAsciiDigit))) WriteNumbers(json, words);
        else if (flag.Shape.HasFlag(Shape.Number)) WriteType(json, "number");
        else if (flag.Shape.HasFlag(Shape.Whole)) WriteType(json, "integer");
        if (flag.Shape.HasFlag(Shape.Text)) WriteText(json, flag, words);
        if (flag.Shape.HasFlag(Shape.List)) WriteList(json, flag);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, Flag flag, string[] words)
    {
        IEnumerable<string>? names = Families.GetValueOrDefault(flag);
        bool onlyWords = words.Length > 0 && words.All(w => !w.Any(char.IsAsciiLetterUpper));
        if (names is null && !onlyWords)
        {
            WriteType(json, "string");
            return;
        }
        WriteNames(json, names ?? words);
        if (names is not null) WritePattern(json, names, many: flag.Shape.HasFlag(Shape.List));
    }

    private static void WriteList(Utf8JsonWriter json, Flag flag)
    {
        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteStartArray("anyOf");
        if (Families.TryGetValue(flag, out var names))
        {
            WriteNames(json, names);
            WritePattern(json, names, many: false);
        }
        else if (flag.Shape.HasFlag(Shape.Whole)) WriteType(json, "integer");
        else WriteType(json, "string");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string[] numbers)
    {
        json.WriteStartObject();
        json.WriteStartArray("enum");
        foreach (string number in numbers) json.WriteRawValue(number);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartObject();
        json.Strings("enum", names);
        json.WriteEndObject();
    }

    /// <summary>A name with its numbers, such as <c>step(10,0.5)</c>, or many with commas between them.</summary>
    private static void WritePattern(Utf8JsonWriter json, IEnumerable<string> names, bool many)
    {
        string one = $"({string.Join('|', names)})(\\([-+.0-9eE, ]*\\))?";
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", many ? $"^{one}( *, *{one})*$" : $"^{one}$");
        json.WriteEndObject();
    }
}
