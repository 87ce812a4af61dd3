using System.Text;

namespace Feedforward.Cli;

/// <summary>A configuration to be written: keys with their values and what is said about them.</summary>
internal sealed class ConfigurationDocument
{
    private const int Cells = 110, Indent = 4;

    private readonly List<Entry> _entries = [];

    /// <summary>The file that describes the keys for editors, or null.</summary>
    internal string? Schema { get; init; }

    /// <summary>What stands above everything.</summary>
    internal string? Head { get; init; }

    /// <summary>Whether the keys that are not in it are named below those that are.</summary>
    internal bool TellsMore { get; init; }

    /// <summary>Adds a key.</summary>
    /// <param name="flag">The key.</param>
    /// <param name="value">The value, as JSON.</param>
    /// <param name="above">What is said above it.</param>
    /// <param name="beside">What is said beside it.</param>
    internal void Add(Flag flag, string value, string? above = null, string? beside = null) => _entries.Add(new Entry(flag, value, above, beside));

    /// <summary>The whole text; without comments it is JSON that every program reads.</summary>
    internal string Text(bool comments)
    {
        var text = new StringBuilder();
        if (comments && Head is not null) Comment(text, Head, 0);
        text.Append("{\n");
        if (Schema is not null) text.Append("  \"").Append(ConfigurationKeys.Schema).Append("\": ").Append(JsonText.Of(Schema)).Append(",\n");
        var parts = _entries.GroupBy(e => e.Flag.Section!).ToList();
        foreach (var part in parts)
        {
            text.Append("  \"").Append(part.Key).Append("\": {\n");
            var entries = part.ToList();
            int widest = entries.Max(e => TextWrap.Cells(Line(e)));
            foreach (var entry in entries) Write(text, entry, entry == entries[^1] ? "" : ",", widest, comments);
            var others = ConfigurationKeys.All.Where(f => f.Section == part.Key && entries.All(e => e.Flag != f)).Select(f => f.Member).ToList();
            if (comments && TellsMore && others.Count > 0) Comment(text, Texts.Get("configuration.more", string.Join(", ", others)), Indent);
            text.Append(part == parts[^1] ? "  }\n" : "  },\n");
        }
        return text.Append('}').ToString();
    }

    private static string Line(Entry entry) => $"    \"{entry.Flag.Member}\": {entry.Value}";

    private static void Write(StringBuilder text, Entry entry, string comma, int widest, bool comments)
    {
        if (comments && entry.Above is not null) Comment(text, entry.Above, Indent);
        string line = Line(entry) + comma;
        text.Append(comments && entry.Beside is not null ? TextWrap.Pad(line, Math.Min(widest + 1, 60)) + "  // " + entry.Beside : line).Append('\n');
    }

    private static void Comment(StringBuilder text, string comment, int indent)
    {
        foreach (string line in comment.Split('\n').SelectMany(l => TextWrap.Lines(l, Cells - indent)))
            text.Append(' ', indent).Append("// ").Append(line).Append('\n');
    }

    private sealed record Entry(Flag Flag, string Value, string? Above, string? Beside);
}
