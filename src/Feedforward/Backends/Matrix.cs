namespace Feedforward.Backends;

/// <summary>
/// A view of a <see cref="FloatBuffer"/> as rows × columns, row-major. Each row is padded with zeros to <see cref="Stride"/> floats,
/// a multiple of 16, so that every row begins at a 64-byte boundary and no kernel needs a tail.
/// </summary>
public readonly struct Matrix
{
    private readonly FloatBuffer _buffer;
    private readonly int _offset;

    /// <summary>Rows × columns of a buffer, from the float at <paramref name="offset"/>.</summary>
    /// <exception cref="ArgumentException">The matrix would leave its buffer, or does not begin at a 64-byte boundary.</exception>
    public Matrix(FloatBuffer buffer, int offset, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Stride = FloatBuffer.Padded(columns);
        if (offset < 0 || offset % FloatBuffer.Alignment != 0 || offset + ((long)rows * Stride) > buffer.Length)
            throw new ArgumentException($"A {rows}×{columns} matrix at offset {offset} does not fit a buffer of {buffer.Length} floats.");
        (_buffer, _offset, Rows, Columns) = (buffer, offset, rows, columns);
    }

    /// <summary>A new matrix of zeros.</summary>
    public Matrix(int rows, int columns) : this(new FloatBuffer(checked(rows * FloatBuffer.Padded(columns))), 0, rows, columns) { }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, without padding.</summary>
    public int Columns { get; }

    /// <summary>Floats from one row's beginning to the next one's.</summary>
    public int Stride { get; }

    internal FloatBuffer Buffer => _buffer;

    /// <summary>The columns that are not zero in all rows, where they are known and few.</summary>
    internal NonZeroColumns? NonZero { get; private init; }

    /// <summary>The same matrix with what is known of its columns.</summary>
    internal Matrix With(NonZeroColumns? nonZero) => this with { NonZero = nonZero };

    /// <summary>All rows with their padding: Rows × Stride floats.</summary>
    public Span<float> Span => _buffer is null ? default : _buffer.Span.Slice(_offset, Rows * Stride);

    /// <summary>An element.</summary>
    public ref float this[int row, int column] => ref Row(row)[column];

    /// <summary>One row without its padding.</summary>
    public Span<float> Row(int row) => PaddedRow(row)[..Columns];

    /// <summary>One row with its padding: Stride floats.</summary>
    public Span<float> PaddedRow(int row) => Span.Slice(row * Stride, Stride);

    /// <summary>An element, or one of the padding, for kernels: the place is not checked.</summary>
    internal ref float At(int row, int column) => ref _buffer.At(Place(row, column));

    /// <summary>Where an element lies in the buffer.</summary>
    internal int Place(int row, int column) => _offset + (row * Stride) + column;

    /// <summary>Whether this is a view of something, not <c>default</c>.</summary>
    internal bool Exists => _buffer is not null;

    /// <summary>The first <paramref name="rows"/> rows: how the last, smaller batch uses a full batch's memory.</summary>
    public Matrix Top(int rows) => new(_buffer, _offset, rows, Columns);

    /// <summary>One row as a matrix of its own.</summary>
    internal Matrix Only(int row) => new(_buffer, _offset + (row * Stride), 1, Columns);

    /// <summary>Copies rows × columns numbers, given row after row without padding.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Rows * Columns)
            throw new ArgumentException($"A {Rows}×{Columns} matrix takes {Rows * Columns} numbers, not {values.Length}.", nameof(values));
        for (int i = 0; i < Rows; i++) values.Slice(i * Columns, Columns).CopyTo(Row(i));
    }

    /// <summary>The numbers row after row, without padding.</summary>
    public float[] ToArray()
    {
        var values = new float[Rows * Columns];
        for (int i = 0; i < Rows; i++) Row(i).CopyTo(values.AsSpan(i * Columns));
        return values;
    }

    /// <summary>Whether no number is NaN or infinite.</summary>
    internal bool IsFinite() => FiniteNumbers.All(Span);

    /// <summary>For example <c>[10×784]</c>.</summary>
    public override string ToString() => $"[{Rows}×{Columns}]";
}
