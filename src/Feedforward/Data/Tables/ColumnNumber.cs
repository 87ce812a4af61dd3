using System.Globalization;

namespace Feedforward;

/// <summary>A column of numbers in double precision. Every cell is finite or blank.</summary>
public sealed class NumberColumn : Column
{
    private readonly double[] _values;

    /// <summary>A column over the values given, which are kept, not copied. NaN stands for blank.</summary>
    /// <exception cref="DataException">FF2030: a value is infinite.</exception>
    public NumberColumn(string name, double[] values) : this(name, values, values.Length)
    {
        int infinite = Array.FindIndex(values, double.IsInfinity);
        if (infinite >= 0)
            throw Errors.Data("FF2030", name, infinite + 1);
    }

    /// <summary>A column of the first values given, none of which is infinite.</summary>
    internal NumberColumn(string name, double[] values, int count, int[]? rows = null) : base(name, count, rows) => _values = values;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <summary>The number of a row, or null where the cell is blank.</summary>
    public double? this[int row] => IsBlank(row) ? null : Raw(row);

    /// <inheritdoc/>
    public override bool IsBlank(int row) => double.IsNaN(Raw(row));

    /// <summary>The number of a row, NaN where the cell is blank.</summary>
    internal double Raw(int row) => _values[Stored(row)];

    /// <summary>The numbers of rows, from one on; NaN where a cell is blank.</summary>
    internal void CopyTo(int first, Span<double> destination)
    {
        if (!IsView)
            _values.AsSpan(first, destination.Length).CopyTo(destination);
        else
            for (int i = 0; i < destination.Length; i++)
                destination[i] = Raw(first + i);
    }

    internal override Column At(int position) => new NumberColumn(Name, IsView ? [.. Enumerable.Range(0, Rows).Select(Raw)] : _values, Rows)
    {
        Position = position,
        Original = (TextColumn?)Original?.At(position),
    };

    internal override Column View(int[] rows) =>
        new NumberColumn(Name, _values, _values.Length, rows) { Position = Position, Original = (TextColumn?)Original?.View(rows) };

    internal override long Key(int row) => IsBlank(row) ? long.MinValue : BitConverter.DoubleToInt64Bits(Raw(row) + 0.0);

    internal override string Show(int row) => IsBlank(row) ? "" : Raw(row).ToString("R", CultureInfo.InvariantCulture);
}
