namespace Feedforward;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Finite numbers, or blank.</summary>
    Number,

    /// <summary>Texts, or blank.</summary>
    Text,
}

/// <summary>
/// A named column of a <see cref="Table"/>: a <see cref="NumberColumn"/> or a <see cref="TextColumn"/>.
/// A column of selected rows is a view; the cells are never copied.
/// </summary>
public abstract class Column
{
    private readonly int[]? _rows;
    private readonly int _stored;

    private protected Column(string name, int stored, int[]? rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _stored = stored;
        _rows = rows;
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>Numbers or texts.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>How many rows this column, or this view of it, has.</summary>
    public int Rows => _rows?.Length ?? _stored;

    /// <summary>Position of the column in its file, counted from 1; 0 where it has none yet.</summary>
    public int Position { get; internal init; }

    /// <summary>The cells as they were written, kept where a reader was asked to keep them.</summary>
    internal TextColumn? Original { get; init; }

    /// <summary>Whether the cell of a row holds nothing. A blank cell is never a number and never the empty text.</summary>
    public abstract bool IsBlank(int row);

    /// <summary>The column at another position; the cells of a view are copied, so that their indices start at 0 again.</summary>
    internal abstract Column At(int position);

    /// <summary>The rows whose indices are given, as a view; <paramref name="rows"/> are indices of stored cells and are kept.</summary>
    internal abstract Column View(int[] rows);

    /// <summary>A number that is equal for two rows exactly when their cells are equal.</summary>
    internal abstract long Key(int row);

    /// <summary>The cell as a text for files and messages; empty where it is blank.</summary>
    internal abstract string Show(int row);

    private protected bool IsView => _rows is not null;

    private protected int Stored(int row) => _rows is null ? row : _rows[row];
}
