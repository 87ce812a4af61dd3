using System.Globalization;
using System.Text;

namespace Feedforward.Formats;

/// <summary>The first line of a file: the names of its columns.</summary>
internal sealed class CsvHeader
{
    private readonly byte[][] _cells;
    private readonly bool _mayRepeat;

    private CsvHeader(CsvRecords records, string[] names, bool mayRepeat)
    {
        Line = records.Line;
        Width = records.Count;
        Names = names;
        _cells = [.. Enumerable.Range(0, Width).Select(i => records.Cell(i).ToArray())];
        _mayRepeat = mayRepeat;
    }

    /// <summary>The line on which the header stands.</summary>
    internal int Line { get; }

    /// <summary>How many cells it has, those without a name included.</summary>
    internal int Width { get; }

    /// <summary>The names, without spaces at their ends.</summary>
    internal string[] Names { get; }

    /// <summary>How many separators too many end every line.</summary>
    internal int Unnamed => Width - Names.Length;

    /// <summary>The header, which is the record at hand.</summary>
    /// <exception cref="DataException">FF2009 numbers instead of names, FF2014 a name missing, FF2015 a name twice.</exception>
    internal static CsvHeader Read(CsvRecords records, CsvErrors errors)
    {
        string[] names = [.. Enumerable.Range(0, records.Count).Select(i => Encoding.UTF8.GetString(records.Trimmed(i)).Trim())];
        names = names[..(Array.FindLastIndex(names, n => n.Length > 0) + 1)];
        bool numbered = IsNumbered(names);
        if (!numbered && LooksLikeData(names))
            throw errors.At(records.Line, null, "FF2009", Evidence.Of(NearestName.List(names)));
        RequireNames(names, records, errors);
        return new CsvHeader(records, names, names.Length > 1 && !numbered);
    }

    /// <summary>Whether a row says the same as the header, as where files were joined.</summary>
    internal bool IsRepeatedBy(CsvRecords records)
    {
        if (!_mayRepeat)
            return false;
        for (int i = 0; i < _cells.Length; i++)
            if (!records.Cell(i).SequenceEqual(_cells[i]))
                return false;
        return true;
    }

    private static void RequireNames(string[] names, CsvRecords records, CsvErrors errors)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Math.Max(1, names.Length); i++)
        {
            if (names.Length == 0 || names[i].Length == 0)
                throw errors.At(records.Line, i, "FF2017", i + 1);
            if (!known.TryAdd(names[i], i + 1))
                throw errors.At(records.Line, i, "FF2015", known[names[i]], i + 1, Evidence.Of(names[i]));
        }
    }

    /// <summary>Names such as 0, 1, 2, … or 1, 2, 3, …, which programs give to columns that have none.</summary>
    private static bool IsNumbered(string[] names)
    {
        if (names.Length < 2 || names[0] is not ("0" or "1"))
            return false;
        int first = names[0][0] - '0';
        for (int i = 0; i < names.Length; i++)
            if (names[i] != (first + i).ToString(CultureInfo.InvariantCulture))
                return false;
        return true;
    }

    /// <summary>Whether every name is a number, or half of them are and one has a point: then the first row was meant to be data.</summary>
    private static bool LooksLikeData(string[] names)
    {
        string[] numbers = [.. names.Where(n => NumberGrammar.Classify(n) is CellForm.Number or CellForm.LeadingZero or CellForm.DecimalComma)];
        return numbers.Length > 0
            && (numbers.Length == names.Length || (2 * numbers.Length >= names.Length && numbers.Any(n => n.AsSpan().ContainsAny('.', ','))));
    }
}
