namespace Feedforward.Formats;

/// <summary>Finds out which character stands between the cells.</summary>
internal static class CsvSeparator
{
    /// <summary>So many rows are looked at.</summary>
    private const int Rows = 20;

    private const int Bytes = 1 << 16;

    private static ReadOnlySpan<byte> Candidates => ",;\t|"u8;

    /// <summary>
    /// The separator given, or else the one that splits the first rows into the same number of cells, the most of them; where none does, the
    /// one of which the header has the most. Where another fits as well, a comma that only stands between digits is a decimal one.
    /// </summary>
    /// <exception cref="OptionException">FF1220: the separator given is none of comma, semicolon, tab and bar.</exception>
    internal static byte Of(ReadOnlySpan<byte> start, CsvOptions options, List<Notice> notices, CsvErrors errors)
    {
        if (options.Separator is { } given)
            return given < 128 && Candidates.Contains((byte)given) ? (byte)given : throw Errors.Option("FF1220", given);
        var sample = CsvBlock.Of(start[..Math.Min(start.Length, Bytes)]);
        var fits = Candidates.ToArray().Select(c => Fit(sample, c, errors)).OrderByDescending(f => f.Even ? 1 : 0)
            .ThenBy(f => f.Separator == ',' && IsDecimal(sample.Text) ? 1 : 0).ThenByDescending(f => f.Cells).ToArray();
        if (fits[0].Cells > 1 && fits[0].Cells == fits[1].Cells && fits[0].Even == fits[1].Even && !(fits[1].Separator == ',' && IsDecimal(sample.Text)))
            notices.Add(errors.Notice(1, null, "FF2018", Name(fits[0].Separator), Name(fits[1].Separator)));
        return fits[0].Separator;
    }

    private static (byte Separator, bool Even, int Cells) Fit(CsvBlock sample, byte separator, CsvErrors errors)
    {
        var records = new CsvRecords(errors) { Separator = separator };
        records.Open(sample, 1);
        int cells = 1;
        try
        {
            for (int row = 0; row < Rows && records.MoveNext(); row++)
            {
                bool cutOff = row > 0 && records.IsLast;
                if (row == 0)
                    cells = records.Count;
                else if (!cutOff && !records.IsBlankLine && records.Count != cells)
                    return (separator, false, cells);
            }
        }
        catch (DataException)
        {
            return (separator, false, cells);
        }
        return (separator, cells > 1, cells);
    }

    /// <summary>Whether every comma has digits on both sides.</summary>
    private static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOf((byte)','); at >= 0;)
        {
            if (at == 0 || at + 1 == text.Length || !char.IsAsciiDigit((char)text[at - 1]) || !char.IsAsciiDigit((char)text[at + 1]))
                return false;
            int next = text[(at + 1)..].IndexOf((byte)',');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return true;
    }

    private static string Name(byte separator) => separator == '\t' ? "\\t" : ((char)separator).ToString();
}
