namespace Feedforward.Formats;

/// <summary>Gathers the cells of one column from the blocks of a file.</summary>
internal abstract class CsvColumn(string name, int position)
{
    internal string Name { get; } = name;

    internal int Position { get; } = position;

    /// <summary>Place for the cells of a block.</summary>
    internal abstract CsvCells NewCells();

    /// <summary>Makes room for so many cells more, and better at once for so many in all.</summary>
    internal abstract void Reserve(int more, int expected);

    /// <summary>Adds some cells of a block.</summary>
    internal abstract void Add(CsvCells cells, CsvRange rows);

    /// <summary>Adds a cell that holds nothing.</summary>
    internal abstract void AddBlank();

    /// <summary>How often the cells have each form.</summary>
    internal abstract CsvTally Tally();

    /// <summary>The column of the cells added, which are kept, not copied.</summary>
    internal abstract Column Finish(TextColumn? original);

    /// <summary>Room for so many cells. What is not used is never touched, so that it takes no memory.</summary>
    private protected static void Reserve<T>(ref T[] cells, int count, int more, int expected)
    {
        if (cells.Length - count >= more)
            return;
        var grown = GC.AllocateUninitializedArray<T>(Math.Max(count + more, Math.Max(expected, 2 * count)));
        cells.AsSpan(0, count).CopyTo(grown);
        cells = grown;
    }
}

/// <summary>Some rows of a block, and where its rows lie in the file.</summary>
/// <param name="First">The first of the rows, counted from the beginning of the block.</param>
/// <param name="End">The row after the last.</param>
/// <param name="Lines">The lines on which the block's rows begin, from the block's first on.</param>
/// <param name="FirstLine">That line's number in the file.</param>
internal readonly record struct CsvRange(int First, int End, int[] Lines, int FirstLine)
{
    internal int Count => End - First;

    /// <summary>The line of the file on which a row begins.</summary>
    internal int Line(int row) => FirstLine + Lines[row];
}

/// <summary>Gathers numbers; what is no number is counted and becomes blank.</summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Its position in the file.</param>
/// <param name="style">How the file writes numbers.</param>
internal sealed class CsvNumbers(string name, int position, CsvNumberStyle style) : CsvColumn(name, position)
{
    private readonly CsvTally _tally = new();
    private double[] _values = [];
    private int _count;

    /// <summary>The first integer that is too large to be held exactly, or null.</summary>
    internal (string Text, int Line)? Inexact { get; private set; }

    internal override CsvCells NewCells() => new CsvNumberCells(style);

    internal override void Reserve(int more, int expected) => Reserve(ref _values, _count, more, expected);

    internal override void Add(CsvCells cells, CsvRange rows)
    {
        var numbers = (CsvNumberCells)cells;
        numbers.Values[rows.First..rows.End].CopyTo(_values.AsSpan(_count));
        _count += rows.Count;
        _tally.Numbers += rows.Count;
        foreach (var cell in numbers.Unusual)
            if (cell.Row >= rows.First && cell.Row < rows.End)
                Add(cell, rows.Line(cell.Row));
    }

    internal override void AddBlank() => _values[_count++] = double.NaN;

    internal override CsvTally Tally() => _tally;

    internal override NumberColumn Finish(TextColumn? original) => new(Name, _values, _count) { Position = Position, Original = original };

    private void Add(CsvUnusual cell, int line)
    {
        _tally.Numbers--;
        _tally.Add(cell.Form, cell.Text, line);
        if (cell.IsInexact)
            Inexact ??= (Evidence.Of(cell.Text), line);
    }
}

/// <summary>Gathers texts: a code for each cell, a string for each distinct text.</summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Its position in the file.</param>
/// <param name="style">How the file writes numbers, which may turn out to be what the cells are.</param>
/// <param name="untrimmed">Whether spaces at the ends of a cell belong to it.</param>
internal sealed class CsvTexts(string name, int position, CsvNumberStyle style, bool untrimmed = false) : CsvColumn(name, position)
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private int[] _codes = [];
    private int _count;
    private CsvTally? _tally;

    /// <summary>Where the texts of the block at hand are in <see cref="_known"/>, counted from 1; 0 where that is not yet known.</summary>
    private int[] _places = [];

    internal override CsvCells NewCells() => new CsvTextCells(untrimmed);

    internal override void Reserve(int more, int expected) => Reserve(ref _codes, _count, more, expected);

    internal override void Add(CsvCells cells, CsvRange rows)
    {
        var texts = (CsvTextCells)cells;
        if (rows.First == 0 || _places.Length < texts.Distinct.Count)
            _places = new int[texts.Distinct.Count];
        foreach (int code in texts.Codes[rows.First..rows.End])
            _codes[_count++] = code < 0 ? -1 : Code(code, texts.Distinct);
    }

    internal override void AddBlank() => _codes[_count++] = -1;

    internal override CsvTally Tally() => _tally ??= CountForms();

    internal override TextColumn Finish(TextColumn? original) =>
        new(Name, _codes, [.. _known.Keys], _count) { Position = Position, Original = original };

    private int Code(int code, IReadOnlyList<string> texts)
    {
        if (_places[code] == 0)
        {
            if (!_known.TryGetValue(texts[code], out int known))
                _known.Add(texts[code], known = _known.Count);
            _places[code] = known + 1;
        }
        return _places[code] - 1;
    }

    private CsvTally CountForms()
    {
        var counts = new int[_known.Count];
        foreach (int code in _codes.AsSpan(0, _count))
            if (code >= 0)
                counts[code]++;
        var tally = new CsvTally();
        foreach (var (text, code) in _known)
            tally.Add(style.Classify(text), text, 0, counts[code]);
        return tally;
    }
}
