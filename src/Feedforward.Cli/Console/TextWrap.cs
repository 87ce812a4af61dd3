using System.Text;
using Spectre.Console;

namespace Feedforward.Cli;

/// <summary>Breaks text into lines of so many cells: at spaces, and between Han characters, which take two cells each.</summary>
internal static class TextWrap
{
    /// <param name="text">The text.</param>
    /// <param name="cells">Cells of a line.</param>
    /// <param name="firstCells">Cells of the first line, where something stands on it already.</param>
    internal static IEnumerable<string> Lines(string text, int cells, int? firstCells = null)
    {
        int start = 0, used = 0, at = 0, mayBreak = 0, room = firstCells ?? cells;
        foreach (var rune in text.EnumerateRunes())
        {
            string letter = rune.ToString();
            int wide = letter.GetCellWidth();
            if (used + wide > room && at > start && rune.Value != ' ')
            {
                int end = mayBreak > start ? mayBreak : at;
                yield return text[start..end].TrimEnd();
                (start, room) = (end, cells);
                used = text[start..at].GetCellWidth();
            }
            used += wide;
            at += letter.Length;
            if (rune.Value == ' ' || (wide == 2 && !IsOpening(letter) && !IsClosing(text, at))) mayBreak = at;
        }
        if (start < text.Length || text.Length == 0) yield return text[start..].TrimEnd();
    }

    private static bool IsOpening(string letter) => "（《“‘".Contains(letter, StringComparison.Ordinal);

    /// <summary>A line does not begin with a mark that closes what stands before it.</summary>
    private static bool IsClosing(string text, int at) => at < text.Length && "，。、；：？！）》”’%…,.;:?!)".Contains(text[at], StringComparison.Ordinal);

    /// <summary>How many cells of a terminal the text takes: Han characters take two.</summary>
    internal static int Cells(string text) => text.GetCellWidth();

    /// <summary>The text with so many spaces after it that it takes that many cells.</summary>
    internal static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - text.GetCellWidth()));

    /// <summary>The text with so many spaces before it that it takes that many cells.</summary>
    internal static string PadLeft(string text, int cells) => new StringBuilder().Append(' ', Math.Max(0, cells - text.GetCellWidth())).Append(text).ToString();
}
