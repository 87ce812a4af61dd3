using System.Diagnostics.CodeAnalysis;

namespace Feedforward;

/// <summary>
/// Rows of named, typed columns that know where they came from. Immutable; a selection of rows or columns is a view and copies no cell.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A table is what people call it.")]
public sealed partial class Table
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly int[]? _rows;
    private readonly RowNumbers _numbers;

    internal Table(string? source, Column[] columns, int[]? rows, RowNumbers numbers, IReadOnlyList<Notice> notices)
    {
        Source = source;
        Notices = notices;
        _columns = columns;
        _rows = rows;
        _numbers = numbers;
        Rows = rows?.Length ?? (columns.Length == 0 ? 0 : columns[0].Rows);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Rows != Rows)
                throw Errors.Data("FF2031", columns[i].Name, columns[i].Rows, columns[0].Name, Rows);
            if (!_indices.TryAdd(columns[i].Name, i))
                throw Errors.Data("FF2032", columns[i].Name);
        }
    }

    /// <summary>The file's name, or null where the table was made in memory.</summary>
    public string? Source { get; }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>How many rows the table has; the header is none.</summary>
    public int Rows { get; }

    /// <summary>What a reader, or a split, has to say about this table.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>One row, counted from 0.</summary>
    public TableRow this[int row] =>
        (uint)row < (uint)Rows ? new TableRow(this, row) : throw new ArgumentOutOfRangeException(nameof(row));

    /// <summary>The column of a name; upper and lower case differ.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column; the message lists the columns and the nearest name.</exception>
    public Column this[string column] => Find(column) ?? throw new OptionException(NoSuchColumn(column));

    /// <summary>The column of a name, or null.</summary>
    public Column? Find(string column) => _indices.TryGetValue(column, out int index) ? _columns[index] : null;

    /// <summary>The number in a cell, or null where it is blank.</summary>
    /// <exception cref="OptionException">FF1204: the column holds texts.</exception>
    public double? Number(int row, string column) =>
        this[column] is NumberColumn numbers ? numbers[row] : throw Errors.Option("FF1204", column, Named);

    /// <summary>The text in a cell, or null where it is blank. A number is written in the invariant culture.</summary>
    public string? Text(int row, string column) => this[column] is var found && found.IsBlank(row) ? null : found.Show(row);

    /// <summary>The cell as it was written in the file where the reader was asked to keep it, else as <see cref="Text"/>; empty where it is blank.</summary>
    public string Original(int row, string column) => this[column] is var found ? (found.Original ?? found).Show(row) : "";

    /// <summary>The rows whose indices are given, in that order, as a view.</summary>
    public Table Select(ReadOnlySpan<int> rows)
    {
        var stored = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            stored[i] = Origin(rows[i]);
        return View(stored, []);
    }

    /// <summary>The first rows, as a view; all of them where there are not more.</summary>
    public Table First(int rows) => rows >= Rows ? this : Select([.. Enumerable.Range(0, rows)]);

    /// <summary>The table without some of its columns, as a view.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column.</exception>
    public Table Without(params ReadOnlySpan<string> columns)
    {
        var left = new HashSet<Column>(_columns);
        foreach (string column in columns)
            left.Remove(this[column]);
        return new Table(Source, [.. _columns.Where(left.Contains)], _rows, _numbers, Notices);
    }

    /// <summary>The index that a row had in the table as it was read, before any selection.</summary>
    public int Origin(int row) => (uint)row < (uint)Rows
        ? _rows is null ? row : _rows[row]
        : throw new ArgumentOutOfRangeException(nameof(row));

    /// <summary>Where a row stands in its file: the number of the line on which it begins; the header is row 1.</summary>
    public int RowNumber(int row) => _numbers[Origin(row)];

    /// <summary>Where a cell stands: <c>file:row:column</c>, counted from 1, the header being row 1.</summary>
    public string Place(int row, string column) => string.Create(null, $"{Named}:{RowNumber(row)}:{this[column].Position}");

    /// <summary>How much of an input is read once this table is, which is one of several; null where that is not known.</summary>
    internal double? ShareOfInput { get; init; }

    /// <summary>The file's name, or a word for a table made in memory.</summary>
    internal string Named => Source is null ? "table" : Evidence.Path(Source);

    internal Table View(int[] stored, IReadOnlyList<Notice> notices)
    {
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = _columns[i].View(stored);
        return new Table(Source, columns, stored, _numbers, notices);
    }

    private Notice NoSuchColumn(string column)
    {
        var names = _columns.Select(c => c.Name);
        var notice = Errors.Notice("FF1203", column, Named, NearestName.List(names));
        return NearestName.Of(column, names) is { } nearest
            ? notice with { Fix = notice.Fix + Environment.NewLine + "  " + Errors.Text("DidYouMean", nearest) }
            : notice;
    }
}

/// <summary>The numbers of rows in their file: consecutive from <paramref name="first"/> unless a list says otherwise.</summary>
internal sealed class RowNumbers(int first, int[]? list = null)
{
    internal int this[int row] => list is null ? first + row : list[row];
}
