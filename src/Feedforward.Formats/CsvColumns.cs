using System.Text;

namespace Feedforward.Formats;

/// <summary>Gathers the cells of one column.</summary>
internal abstract class CsvColumn(string name, int position)
{
    internal string Name { get; } = name;

    internal int Position { get; } = position;

    /// <summary>Adds a cell: its bytes, spaces at its ends taken off unless it was quoted.</summary>
    internal abstract void Add(ReadOnlySpan<byte> cell, int line);

    internal abstract Column Finish(TextColumn? original);
}

/// <summary>Gathers numbers.</summary>
internal sealed class CsvNumbers(string name, int position) : CsvColumn(name, position)
{
    private double[] _values = new double[256];
    private int _count;

    /// <summary>How many cells hold something that is no number.</summary>
    internal int Others { get; private set; }

    internal override void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        if (!NumberGrammar.TryParse(cell, out double value))
        {
            value = double.NaN;
            if (!cell.IsEmpty)
                Others++;
        }
        _values[_count++] = value;
    }

    internal override NumberColumn Finish(TextColumn? original) => new(Name, _values[.._count]) { Position = Position, Original = original };
}

/// <summary>Gathers texts: a code for each cell, a string for each distinct text.</summary>
internal sealed class CsvTexts(string name, int position) : CsvColumn(name, position)
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private char[] _characters = new char[256];
    private int[] _codes = new int[256];
    private int _count;

    internal override void Add(ReadOnlySpan<byte> cell, int line)
    {
        if (_count == _codes.Length)
            Array.Resize(ref _codes, 2 * _count);
        _codes[_count++] = cell.IsEmpty ? -1 : Code(cell);
    }

    internal override TextColumn Finish(TextColumn? original) =>
        new(Name, _codes[.._count], [.. _known.Keys]) { Position = Position, Original = original };

    private int Code(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _characters.Length)
            _characters = new char[cell.Length];
        var text = _characters.AsSpan(0, Encoding.UTF8.GetChars(cell, _characters));
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out int code))
            known[text] = code = _known.Count;
        return code;
    }
}
