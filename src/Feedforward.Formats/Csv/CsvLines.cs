namespace Feedforward.Formats;

/// <summary>The lines on which the rows of a table begin; a list only where they do not simply follow each other.</summary>
internal sealed class CsvLines
{
    private int _first = 2;
    private List<int>? _lines;

    /// <summary>How many rows there are.</summary>
    internal int Count { get; private set; }

    internal void Add(CsvRange rows)
    {
        bool follow = rows.Line(rows.End - 1) - rows.Line(rows.First) == rows.Count - 1;
        if (_lines is null && follow && Follows(rows.Line(rows.First)))
            Count += rows.Count;
        else
            for (int row = rows.First; row < rows.End; row++)
                Add(rows.Line(row));
    }

    internal void Add(int line)
    {
        if (!Follows(line))
            _lines ??= [.. Enumerable.Range(_first, Count)];
        _lines?.Add(line);
        Count++;
    }

    internal RowNumbers Numbers() => new(_first, _lines?.ToArray());

    private bool Follows(int line)
    {
        if (Count == 0)
            _first = line;
        return _first + Count == line;
    }
}
