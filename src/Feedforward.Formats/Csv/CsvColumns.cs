using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Feedforward.Formats;

/// <summary>Gathers the cells of one column.</summary>
internal abstract class CsvColumn(string name, int position)
{
    private protected const int FirstRoom = 16;

    internal string Name { get; } = name;

    internal int Position { get; } = position;

    /// <summary>Adds a cell: its bytes, and the line on which its row begins.</summary>
    internal abstract void Add(ReadOnlySpan<byte> cell, int line);

    /// <summary>How often the cells have each form.</summary>
    internal abstract CsvTally Tally();

    /// <summary>The column of the cells added, which are kept, not copied.</summary>
    internal abstract Column Finish(TextColumn? original);

    private protected static T[] Grown<T>(T[] cells)
    {
        var grown = GC.AllocateUninitializedArray<T>(2 * cells.Length);
        cells.CopyTo(grown, 0);
        return grown;
    }
}

/// <summary>Gathers numbers; what is no number is counted and becomes blank.</summary>
internal sealed class CsvNumbers(string name, int position) : CsvColumn(name, position)
{
    /// <summary>Beyond it not every integer is a double.</summary>
    private const double LargestExact = 1L << 53;

    private readonly CsvTally _tally = new();
    private double[] _values = new double[FirstRoom];
    private int _count, _plain;

    /// <summary>The first integer that is too large to be held exactly, or null.</summary>
    internal (string Text, int Line)? Inexact { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (_count == _values.Length)
            _values = Grown(_values);
        if (NumberGrammar.TryParse(cell, out double value) && !MayHaveLeadingZero(cell) && Math.Abs(value) < LargestExact)
            _plain++;
        else
            value = Unusual(cell, value, line);
        _values[_count++] = value;
    }

    internal override CsvTally Tally()
    {
        _tally.Numbers += _plain;
        _plain = 0;
        return _tally;
    }

    internal override NumberColumn Finish(TextColumn? original) => new(Name, _values, _count) { Position = Position, Original = original };

    private double Unusual(ReadOnlySpan<byte> cell, double value, int line)
    {
        if (cell.IsEmpty)
            return double.NaN;
        string text = Encoding.UTF8.GetString(cell);
        var form = NumberGrammar.Classify(text);
        _tally.Add(form, text, line);
        if (form is not (CellForm.Number or CellForm.LeadingZero))
            return double.NaN;
        if (Inexact is null && Math.Abs(value) >= LargestExact && !IsExact(cell, value))
            Inexact = (Evidence.Of(text), line);
        return value;
    }

    private static bool MayHaveLeadingZero(ReadOnlySpan<byte> number)
    {
        int first = number[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        return number[first] == '0' && number.Length > first + 1 && number[first + 1] != '.';
    }

    /// <summary>Whether an integer is held exactly; a number with a point or an exponent is a measurement and always near enough.</summary>
    private static bool IsExact(ReadOnlySpan<byte> cell, double value) =>
        !BigInteger.TryParse(Encoding.UTF8.GetString(cell), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
        || integer == new BigInteger(value);
}

/// <summary>Gathers texts: a code for each cell, a string for each distinct text.</summary>
internal sealed class CsvTexts(string name, int position) : CsvColumn(name, position)
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private char[] _characters = [];
    private int[] _codes = new int[FirstRoom];
    private int _count;
    private CsvTally? _tally;

    internal override void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (_count == _codes.Length)
            _codes = Grown(_codes);
        _codes[_count++] = cell.IsEmpty ? -1 : Code(cell);
    }

    internal override CsvTally Tally() => _tally ??= Count();

    internal override TextColumn Finish(TextColumn? original) =>
        new(Name, _codes, [.. _known.Keys], _count) { Position = Position, Original = original };

    private CsvTally Count()
    {
        var counts = new int[_known.Count];
        foreach (int code in _codes.AsSpan(0, _count))
            if (code >= 0)
                counts[code]++;
        var tally = new CsvTally();
        foreach (var (text, code) in _known)
            tally.Add(NumberGrammar.Classify(text), text, 0, counts[code]);
        return tally;
    }

    private int Code(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _characters.Length)
            _characters = new char[Math.Max(cell.Length, 2 * _characters.Length)];
        var text = _characters.AsSpan(0, Encoding.UTF8.GetChars(cell, _characters));
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out int code))
            known[text] = code = _known.Count;
        return code;
    }
}
