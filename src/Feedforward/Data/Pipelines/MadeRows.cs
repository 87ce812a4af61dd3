namespace Feedforward;

/// <summary>The rows of a data set while a pipeline makes them, table by table, in arrays that have room for those to come.</summary>
/// <param name="width">Inputs of a row, D.</param>
/// <param name="target">What the targets are; null where none are wanted.</param>
internal sealed class MadeRows(int width, Target? target)
{
    /// <summary>Some more than the tables so far let expect, for later rows that are shorter in the file.</summary>
    private const double Reserves = 1.1;

    private float[] _inputs = [];
    private float[]? _targets;
    private int[]? _classes;
    private int _room;

    /// <summary>Number of rows made.</summary>
    internal int Rows { get; private set; }

    /// <summary>Inputs, row after row; zeros where none have been made.</summary>
    internal float[] Inputs => _inputs;

    /// <summary>Makes room for a table's rows, and for those that are to be expected after it: what is not used is not touched and takes no memory.</summary>
    /// <exception cref="DataException">FF2367: more numbers than an array can hold.</exception>
    internal void Reserve(Table table)
    {
        long rows = (long)Rows + table.Rows, most = Array.MaxLength / Math.Max(1, width);
        if (rows > most) throw Errors.Data("FF2367", rows, width);
        if (rows <= _room) return;
        double expected = table.ShareOfInput is { } share ? Reserves * rows / share : Rows == 0 ? rows : 2 * rows;
        _room = (int)Math.Clamp(expected, rows, most);
        Array.Resize(ref _inputs, _room * width);
    }

    /// <summary>Adds the rows of a table, whose inputs were made, with their targets.</summary>
    internal void Add(Table table, ICollection<Notice>? notices)
    {
        target?.AddTo(this, new Cells(table, table[target.Column!], 0, table.Rows), notices);
        Rows += table.Rows;
    }

    /// <summary>The classes of the next rows.</summary>
    internal Span<int> Classes(int count) => Next(ref _classes, count);

    /// <summary>The targets of the next rows.</summary>
    internal Span<float> Targets(int count) => Next(ref _targets, count);

    internal Dataset ToDataset() =>
        Dataset.Own(_inputs, Rows * width, width, Used(_classes), Used(_targets), target?.Outputs ?? 0, target?.Scale ?? 1);

    private Span<T> Next<T>(ref T[]? array, int count)
    {
        Array.Resize(ref array, _room);
        return array.AsSpan(Rows, count);
    }

    private T[]? Used<T>(T[]? array)
    {
        if (array is not null) Array.Resize(ref array, Rows);
        return array;
    }
}
