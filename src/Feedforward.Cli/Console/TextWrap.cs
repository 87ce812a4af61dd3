using System.Text;
using Spectre.Console;

namespace Feedforward.Cli;

/// <summary>Breaks text into lines of so many cells: at spaces, and between Han characters, which take two cells each.</summary>
internal static class TextWrap
{
    internal static IEnumerable<string> Lines(string text, int cells)
    {
        int start = 0, used = 0, at = 0, mayBreak = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            string letter = rune.ToString();
            int wide = letter.GetCellWidth();
            if (used + wide > cells && at > start)
            {
                int end = mayBreak > start ? mayBreak : at;
                yield return text[start..end].TrimEnd();
                start = end;
                used = text[start..at].GetCellWidth();
            }
            used += wide;
            at += letter.Length;
            if (rune.Value == ' ' || (wide == 2 && !IsClosing(text, at))) mayBreak = at;
        }
        if (start < text.Length || text.Length == 0) yield return text[start..].TrimEnd();
    }

    /// <summary>A line does not begin with a mark that closes what stands before it.</summary>
    private static bool IsClosing(string text, int at) => at < text.Length && "，。、；：？！）》”’%…,.;:?!)".Contains(text[at], StringComparison.Ordinal);

    /// <summary>The text with so many spaces after it that it takes that many cells.</summary>
    internal static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - text.GetCellWidth()));

    /// <summary>The text with so many spaces before it that it takes that many cells.</summary>
    internal static string PadLeft(string text, int cells) => new StringBuilder().Append(' ', Math.Max(0, cells - text.GetCellWidth())).Append(text).ToString();
}
