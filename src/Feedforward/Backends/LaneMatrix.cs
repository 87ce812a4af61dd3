namespace Feedforward.Backends;

/// <summary>
/// A view of a <see cref="FloatBuffer"/> as rows × columns, stored lane by lane: the first sixteen columns of all rows, then the next sixteen, the last lane
/// padded with zeros. Weights lie so: a kernel walks along a few lanes from the first row to the last, each one contiguous memory, and the lanes of one thread
/// share no cache line with another's. A matrix of one row is stored as a <see cref="Matrix"/> is.
/// </summary>
public readonly struct LaneMatrix
{
    /// <summary>Columns of a lane.</summary>
    public const int LaneWidth = FloatBuffer.Alignment;

    private readonly FloatBuffer _buffer;
    private readonly int _offset;

    /// <summary>Rows × columns of a buffer, from the float at <paramref name="offset"/>.</summary>
    /// <exception cref="ArgumentException">The matrix would leave its buffer, or does not begin at a 64-byte boundary.</exception>
    public LaneMatrix(FloatBuffer buffer, int offset, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (offset < 0 || offset % FloatBuffer.Alignment != 0 || offset + ((long)rows * FloatBuffer.Padded(columns)) > buffer.Length)
            throw new ArgumentException($"A {rows}×{columns} matrix at offset {offset} does not fit a buffer of {buffer.Length} floats.");
        (_buffer, _offset, Rows, Columns) = (buffer, offset, rows, columns);
    }

    /// <summary>A new matrix of zeros.</summary>
    public LaneMatrix(int rows, int columns) : this(new FloatBuffer(checked(rows * FloatBuffer.Padded(columns))), 0, rows, columns) { }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, without padding.</summary>
    public int Columns { get; }

    /// <summary>Number of columns with padding: 16 for each lane.</summary>
    public int PaddedColumns => FloatBuffer.Padded(Columns);

    /// <summary>All numbers with the padding, as one row, in the order in which they lie; <c>default</c> of <c>default</c>.</summary>
    public Matrix Flat => Exists ? new(_buffer, _offset, 1, Rows * PaddedColumns) : default;

    /// <summary>An element.</summary>
    public ref float this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns);
            return ref At(row, column);
        }
    }

    /// <summary>Whether this is a view of something, not <c>default</c>.</summary>
    internal bool Exists => _buffer is not null;

    /// <summary>Floats from one lane to the next.</summary>
    internal int LaneStep => Rows * LaneWidth;

    /// <summary>An element, or one of the padding, for kernels: the place is not checked.</summary>
    internal ref float At(int row, int column) => ref _buffer.At(_offset + ((column / LaneWidth) * LaneStep) + (row * LaneWidth) + (column % LaneWidth));

    /// <summary>Copies rows × columns numbers, given row after row without padding.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Rows * Columns)
            throw new ArgumentException($"A {Rows}×{Columns} matrix takes {Rows * Columns} numbers, not {values.Length}.", nameof(values));
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++) At(i, j) = values[(i * Columns) + j];
    }

    /// <summary>The numbers row after row, without padding.</summary>
    public float[] ToArray()
    {
        var values = new float[Rows * Columns];
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++) values[(i * Columns) + j] = At(i, j);
        return values;
    }

    /// <summary>For example <c>[784×30]</c>.</summary>
    public override string ToString() => $"[{Rows}×{Columns}]";
}
