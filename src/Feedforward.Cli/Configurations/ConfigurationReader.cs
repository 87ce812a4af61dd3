using System.Text;
using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>
/// Reads a configuration strictly: JSON with comments and trailing commas, three parts with the keys of <see cref="ConfigurationKeys"/>, each once,
/// each of its kind. What the values mean, and what is wrong with them, is said where flags are read.
/// </summary>
internal static class ConfigurationReader
{
    internal static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The values, each with its place.</summary>
    /// <exception cref="OptionException">FF9151 to FF9156: something is wrong, at a line and a column.</exception>
    internal static IReadOnlyList<Setting> Read(ConfigurationText text)
    {
        var settings = new List<Setting>();
        var json = new Utf8JsonReader(text.Bytes, Options);
        try
        {
            ReadParts(ref json, text, settings);
        }
        catch (JsonException e)
        {
            throw Syntax(text, text.LineStart(e.LineNumber ?? 0) + (e.BytePositionInLine ?? 0));
        }
        return settings;
    }

    private static void ReadParts(ref Utf8JsonReader json, ConfigurationText text, List<Setting> settings)
    {
        json.Read();
        Require(JsonTokenType.StartObject, ref json, text, Texts.Get("configuration.whole"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            string part = String(ref json, text), place = text.Place(json.TokenStartIndex);
            if (!seen.Add(part)) throw ConfigurationKeys.Refuse("FF9154", place, Evidence.Of(part));
            if (part != ConfigurationKeys.Schema && !ConfigurationKeys.Sections.Contains(part)) throw NoSection(part, place);
            json.Read();
            Require(part == ConfigurationKeys.Schema ? JsonTokenType.String : JsonTokenType.StartObject, ref json, text, part);
            if (part != ConfigurationKeys.Schema) ReadPart(ref json, text, part, settings);
        }
        json.Read();
    }

    private static OptionException NoSection(string part, string place)
    {
        string name = part.Replace('-', '_');
        string? inside = ConfigurationKeys.All.FirstOrDefault(f => f.Member == name || f.Path == name)?.Path;
        string guess = inside is not null ? " " + Texts.Get("didYouMean", inside) : Texts.DidYouMean(part, ConfigurationKeys.Sections);
        return ConfigurationKeys.Refuse("FF9153", place, Evidence.Of(part), guess, string.Join(", ", ConfigurationKeys.Sections));
    }

    private static void ReadPart(ref Utf8JsonReader json, ConfigurationText text, string part, List<Setting> settings)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            string member = String(ref json, text), place = text.Place(json.TokenStartIndex);
            var flag = ConfigurationKeys.Find(part, member, place);
            if (settings.Any(s => s.Flag == flag)) throw ConfigurationKeys.Refuse("FF9154", place, flag.Path);
            json.Read();
            place = text.Place(json.TokenStartIndex);
            var items = json.TokenType == JsonTokenType.StartArray ? Items(ref json, text, flag) : null;
            string value = items is null ? Value(ref json, text, flag) : string.Join(',', items);
            settings.Add(new Setting(flag, Rooted(flag, value, text.Folder), Origin.File, place) { Items = items, Written = member == flag.Member ? null : member });
        }
    }

    private static List<string> Items(ref Utf8JsonReader json, ConfigurationText text, Flag flag)
    {
        if (!flag.Shape.HasFlag(Shape.List)) throw WrongKind(ref json, text, flag);
        var items = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(json.TokenType switch
            {
                JsonTokenType.String => String(ref json, text),
                JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
                _ => throw WrongKind(ref json, text, flag),
            });
        }
        return items;
    }

    private static string Value(ref Utf8JsonReader json, ConfigurationText text, Flag flag) => json.TokenType switch
    {
        JsonTokenType.String when flag.Shape.HasFlag(Shape.Text) => String(ref json, text),
        JsonTokenType.Number when (flag.Shape & (Shape.Number | Shape.Whole)) != 0 => Encoding.UTF8.GetString(json.ValueSpan),
        JsonTokenType.True when flag.Shape.HasFlag(Shape.Truth) => ConfigurationKeys.True,
        JsonTokenType.False when flag.Shape.HasFlag(Shape.Truth) => ConfigurationKeys.False,
        _ => throw WrongKind(ref json, text, flag),
    };

    /// <summary>A text or a name. Half of a character outside the basic plane is none, and control characters are in no name.</summary>
    private static string String(ref Utf8JsonReader json, ConfigurationText text)
    {
        try
        {
            string value = json.GetString()!;
            if (!value.Any(char.IsControl)) return value;
        }
        catch (InvalidOperationException)
        {
        }
        throw ConfigurationKeys.Refuse("FF9152", text.Place(json.TokenStartIndex), Evidence.Of(Encoding.UTF8.GetString(json.ValueSpan)));
    }

    /// <summary>Paths are meant from the folder of the configuration on.</summary>
    private static string Rooted(Flag flag, string value, string folder)
    {
        bool path = flag == ConfigurationKeys.Data ? !Sources.IsKnown(value) : flag.IsPath(value);
        if (!path || value.Length == 0) return value;
        string found = Path.Combine(folder, value);
        // A run may be meant by its name.
        if (flag == TrainFlags.InitFrom && !Path.Exists(found)) return value;
        return Path.IsPathRooted(found) ? found : Path.GetRelativePath(".", found);
    }

    private static void Require(JsonTokenType kind, ref Utf8JsonReader json, ConfigurationText text, string name)
    {
        if (json.TokenType != kind)
            throw ConfigurationKeys.Refuse("FF9156", text.Place(json.TokenStartIndex), name, Texts.Get("kind.json." + kind), Found(ref json));
    }

    private static OptionException WrongKind(ref Utf8JsonReader json, ConfigurationText text, Flag flag) =>
        ConfigurationKeys.Refuse("FF9156", text.Place(json.TokenStartIndex), flag.Path, Expected(flag), Found(ref json));

    /// <summary>The kinds that a flag takes, in words.</summary>
    internal static string Expected(Flag flag) =>
        string.Join(Texts.Get("configuration.or"), Enum.GetValues<Shape>().Where(s => s != Shape.None && flag.Shape.HasFlag(s)).Select(s => Texts.Get($"kind.shape.{s}")));

    private static string Found(ref Utf8JsonReader json)
    {
        string kind = Texts.Get("kind.json." + (json.TokenType == JsonTokenType.False ? JsonTokenType.True : json.TokenType));
        return json.TokenType is JsonTokenType.String or JsonTokenType.Number ? $"{kind} {Evidence.Of(Encoding.UTF8.GetString(json.ValueSpan))}" : kind;
    }

    private static OptionException Syntax(ConfigurationText text, long at) =>
        text.Shown(at) is { } shown
            ? ConfigurationKeys.Refuse("FF9151", text.Place(at), Texts.Get("configuration.unexpected", shown))
            : ConfigurationKeys.Refuse("FF9151", text.Place(at), Texts.Get("configuration.ended"));
}
