namespace Feedforward;

/// <summary>The rows of a data set while a pipeline makes them, table by table, in arrays that have room for those to come.</summary>
/// <param name="width">Inputs of a row, D.</param>
/// <param name="target">What the targets are; null where none are wanted.</param>
/// <param name="weight">The column of the rows' weights, or null.</param>
internal sealed class MadeRows(int width, Target? target, string? weight)
{
    /// <summary>Some more than the tables so far let expect, for later rows that are shorter in the file.</summary>
    private const double Reserves = 1.1;

    private float[] _inputs = [];
    private float[]? _targets, _weights;
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
        long rows = (long)Rows + table.Rows, most = Array.MaxLength / Math.Max(1, Math.Max(width, target?.Width ?? 0));
        if (rows > most) throw Errors.Data("FF2367", rows, width);
        if (rows <= _room) return;
        double expected = table.ShareOfInput is { } share ? Reserves * rows / share : Rows == 0 ? rows : 2 * rows;
        _room = (int)Math.Clamp(expected, rows, most);
        Array.Resize(ref _inputs, _room * width);
    }

    /// <summary>Adds the rows of a table, whose inputs were made, with their targets.</summary>
    internal void Add(Table table, ICollection<Notice>? notices)
    {
        target?.AddTo(this, table, notices);
        if (target is not null && weight is not null) RowWeights.Read(table, weight, Next(ref _weights, table.Rows));
        Rows += table.Rows;
    }

    /// <summary>The classes of the next rows.</summary>
    internal Span<int> Classes(int count) => Next(ref _classes, count);

    /// <summary>The targets of the next rows, row after row.</summary>
    internal Span<float> Targets(int count) => Next(ref _targets, count, target!.Width);

    /// <exception cref="DataException">FF2459: all weights are 0.</exception>
    internal Dataset ToDataset(string source)
    {
        var answers = target?.Answers(Used(_classes), Used(_targets, target.Width)) ?? default;
        var data = Dataset.Own(_inputs, Rows * width, width, answers);
        if (_weights is null) return data;
        var weights = _weights.AsSpan(0, Rows);
        return weights.ContainsAnyExcept(0f) ? data.WithWeights(weights) : throw Errors.Data("FF2459", source, weight);
    }

    private Span<T> Next<T>(ref T[]? array, int count, int each = 1)
    {
        Array.Resize(ref array, _room * each);
        return array.AsSpan(Rows * each, count * each);
    }

    private T[]? Used<T>(T[]? array, int each = 1)
    {
        if (array is not null) Array.Resize(ref array, Rows * each);
        return array;
    }
}
