using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Feedforward.Formats;

/// <summary>The cells of one column in one block.</summary>
internal abstract class CsvCells
{
    private protected const int FirstRoom = 256;

    /// <summary>How many cells there are.</summary>
    internal int Count { get; private protected set; }

    /// <summary>Adds a column of the records that were kept.</summary>
    internal abstract void Add(CsvRecords records, int column, int width);

    internal virtual void Clear() => Count = 0;

    /// <summary>Makes room for so many.</summary>
    internal static void Grow<T>(ref T[] cells, int least)
    {
        if (least > cells.Length)
            Array.Resize(ref cells, Math.Max(least, 2 * cells.Length));
    }
}

/// <summary>A cell of a column of numbers that is not a plain number.</summary>
/// <param name="Row">Its row in the block.</param>
/// <param name="Form">What it looks like.</param>
/// <param name="Text">The cell; empty where it is blank.</param>
/// <param name="IsInexact">Whether it is an integer that a double does not hold exactly.</param>
internal readonly record struct CsvUnusual(int Row, CellForm Form, string Text, bool IsInexact = false);

/// <summary>Numbers of a block; what is no number becomes blank and is listed.</summary>
/// <param name="style">How the file writes numbers.</param>
internal sealed class CsvNumberCells(CsvNumberStyle style) : CsvCells
{
    /// <summary>Beyond it not every integer is a double.</summary>
    internal const double LargestExact = 1L << 53;

    private readonly List<CsvUnusual> _unusual = [];
    private double[] _values = new double[FirstRoom];
    private byte[] _plain = [];

    internal ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>The cells that are not plain numbers, in the order of their rows.</summary>
    internal IReadOnlyList<CsvUnusual> Unusual => _unusual;

    internal override void Add(CsvRecords records, int column, int width)
    {
        var cells = records.Kept;
        int rows = cells.Length / width;
        Grow(ref _values, Count + rows);
        for (int row = 0; row < rows; row++)
        {
            var rest = cells[((row * width) + column)..];
            var values = _values.AsSpan(Count + row, rows - row);
            row += style.HasCommas ? ParseCommas(records.Block, rest, width, values) : ParsePoints(records.Block, rest, width, values);
            if (row < rows)
                _values[Count + row] = Other(records, cells[(row * width) + column], Count + row);
        }
        Count += rows;
    }

    internal override void Clear()
    {
        base.Clear();
        _unusual.Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ParsePoints(ReadOnlySpan<byte> bytes, ReadOnlySpan<CsvCell> cells, int width, Span<double> values) =>
        ParseShort(bytes, cells, width, (byte)'.', values);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ParseCommas(ReadOnlySpan<byte> bytes, ReadOnlySpan<CsvCell> cells, int width, Span<double> values) =>
        ParseShort(bytes, cells, width, (byte)',', values);

    /// <summary>
    /// Reads short numbers from every cell at <paramref name="width"/> up to one that is something else; returns how many. The mark is a constant
    /// to the compiler.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ParseShort(ReadOnlySpan<byte> bytes, ReadOnlySpan<CsvCell> cells, int width, byte mark, Span<double> values)
    {
        for (int row = 0, at = 0; row < values.Length; row++, at += width)
        {
            var cell = cells[at];
            if (!NumberGrammar.TryParseShort(bytes, cell.Start, cell.Length, mark, out values[row]))
                return row;
        }
        return values.Length;
    }

    private double Other(CsvRecords records, CsvCell place, int row)
    {
        var cell = records.Trimmed(place);
        var form = style.Read(cell, ref _plain, out var plain);
        if (NumberGrammar.TryParse(plain, out double value) && form == CellForm.Number && !MayHaveLeadingZero(plain) && Math.Abs(value) < LargestExact)
            return value;
        if (cell.IsEmpty)
        {
            _unusual.Add(new CsvUnusual(row, CellForm.Blank, ""));
            return double.NaN;
        }
        string text = Encoding.UTF8.GetString(cell);
        form = style.Classify(text);
        bool number = form is CellForm.Number or CellForm.LeadingZero or CellForm.OneGroup or CellForm.Grouped;
        bool inexact = number && Math.Abs(value) >= LargestExact && !IsExact(Encoding.UTF8.GetString(plain), value);
        _unusual.Add(new CsvUnusual(row, form, text, inexact));
        return number ? value : double.NaN;
    }

    private static bool MayHaveLeadingZero(ReadOnlySpan<byte> number)
    {
        int first = number[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        return number[first] == '0' && number.Length > first + 1 && number[first + 1] != '.';
    }

    /// <summary>Whether an integer is held exactly; a number with a point or an exponent is a measurement and always near enough.</summary>
    internal static bool IsExact(string text, double value) =>
        !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) || integer == new BigInteger(value);
}

/// <summary>Texts of a block: a code for each cell, a string for each distinct text.</summary>
/// <param name="untrimmed">Whether spaces at the ends of a cell belong to it.</param>
internal sealed class CsvTextCells(bool untrimmed) : CsvCells
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<string> _distinct = [];
    private char[] _characters = [];
    private int[] _codes = new int[FirstRoom];

    /// <summary>For each cell the index of its text, or −1 where it is blank.</summary>
    internal ReadOnlySpan<int> Codes => _codes.AsSpan(0, Count);

    /// <summary>The different texts, in the order in which they first appear.</summary>
    internal IReadOnlyList<string> Distinct => _distinct;

    internal override void Add(CsvRecords records, int column, int width)
    {
        var cells = records.Kept;
        Grow(ref _codes, Count + (cells.Length / width));
        for (int i = column; i < cells.Length; i += width)
        {
            var cell = untrimmed ? records.Text(cells[i]) : records.Trimmed(cells[i]);
            _codes[Count++] = cell.IsEmpty ? -1 : Code(cell);
        }
    }

    internal override void Clear()
    {
        base.Clear();
        _known.Clear();
        _distinct.Clear();
    }

    private int Code(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _characters.Length)
            _characters = new char[Math.Max(cell.Length, 2 * _characters.Length)];
        var text = _characters.AsSpan(0, Encoding.UTF8.GetChars(cell, _characters));
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out int code))
            return code;
        _distinct.Add(text.ToString());
        _known.Add(_distinct[^1], _distinct.Count - 1);
        return _distinct.Count - 1;
    }
}
