using System.Globalization;
using System.Text;

namespace Feedforward;

/// <summary>A value as a message shows it: control characters and unusual spaces escaped, at most eighty characters.</summary>
internal static class Evidence
{
    private const int Longest = 80;

    internal static string Of(string value, int longest = Longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            string piece = Escape(rune);
            if (shown.Length + piece.Length > longest - 1)
                return shown.Append('…').ToString();
            shown.Append(piece);
        }
        return shown.ToString();
    }

    /// <summary>A path is shown whole: a person needs all of it.</summary>
    internal static string Path(string path) => Of(path, int.MaxValue);

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        ' ' => " ",
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            => $"\\u{rune.Value.ToString("x4", CultureInfo.InvariantCulture)}",
        _ => rune.ToString(),
    };
}
