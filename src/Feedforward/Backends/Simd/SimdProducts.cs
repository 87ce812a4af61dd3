using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Feedforward.Backends;

/// <summary>The reference's arithmetic, sixteen columns at a time and shared by threads.</summary>
internal sealed partial class SimdBackend<TLane>(int width, int threads, long workPerThread) : SimdBackend
    where TLane : struct, IVectorLane<TLane>
{
    private readonly WorkerTeam _team = new(threads, takeBack: workPerThread > 0);

    [ThreadStatic]
    private static FloatBuffer? _scratch;

    public override int Width => width;

    public override int Threads => _team.Threads;

    internal WorkerTeam Team => _team;

    /// <summary>Shares units (rows or columns of the result) among threads where the work is worth it.</summary>
    private void Share(long work, int units, Action<int, int> body)
    {
        int parts = workPerThread == 0 ? Threads : (int)Math.Min(Threads, work / workPerThread);
        parts = Math.Min(parts, units);
        if (parts <= 1) body(0, units);
        else _team.Run(parts, part => body((int)((long)units * part / parts), (int)((long)units * (part + 1) / parts)));
    }

    private static FloatBuffer Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length) _scratch = new FloatBuffer(length);
        return _scratch;
    }

    private static ref float Start(Matrix matrix) => ref MemoryMarshal.GetReference(matrix.Span);

    protected override void AffineCore(Matrix a, Matrix weights, Matrix biases, Matrix z)
    {
        if (z.Rows >= 4 * Threads || z.Stride == FloatBuffer.Alignment)
            Share((long)a.Rows * a.Columns * weights.Stride, z.Rows, (first, end) => Affine(a, weights, biases, z, first, end, 0, z.Stride));
        else
            Share((long)a.Rows * a.Columns * weights.Stride, z.Stride / 16, (first, end) => Affine(a, weights, biases, z, 0, z.Rows, 16 * first, 16 * end));
    }

    private static void Affine(Matrix a, Matrix weights, Matrix biases, Matrix z, int firstRow, int endRow, int firstColumn, int endColumn) =>
        Tile<TLane>.Product(
            in Unsafe.Add(ref Start(a), (nint)firstRow * a.Stride), a.Stride, 1,
            in Unsafe.Add(ref Start(weights), firstColumn), weights.Stride, a.Columns,
            in Unsafe.Add(ref Start(biases), firstColumn),
            ref Unsafe.Add(ref Start(z), ((nint)firstRow * z.Stride) + firstColumn), z.Stride,
            endRow - firstRow, endColumn - firstColumn);

    protected override void AffineBackwardInputCore(Matrix delta, Matrix weights, Matrix result)
    {
        // δ Wᵀ runs along the inputs, so W is transposed once; a zero row stands where a product with biases has them.
        int rows = weights.Columns, stride = result.Stride;
        var scratch = Scratch(checked((rows + 1) * stride));
        var zero = new Matrix(scratch, 0, 1, result.Columns);
        var transposed = new Matrix(scratch, stride, rows, result.Columns);
        zero.Span.Clear();
        Transpose(weights, transposed);
        Share((long)delta.Rows * rows * stride, result.Rows, (first, end) => Affine(delta, transposed, zero, result, first, end, 0, stride));
    }

    private static void Transpose(Matrix from, Matrix to)
    {
        for (int block = 0; block < to.Stride; block += 16)
        {
            int end = Math.Min(block + 16, from.Rows);
            for (int j = 0; j < to.Rows; j++)
            {
                var row = to.PaddedRow(j);
                ref float source = ref Unsafe.Add(ref Start(from), ((nint)block * from.Stride) + j);
                for (int i = block; i < end; i++, source = ref Unsafe.Add(ref source, from.Stride)) row[i] = source;
                if (end < block + 16) row[end..(block + 16)].Clear();
            }
        }
    }

    protected override void AffineBackwardParametersCore(Matrix a, Matrix delta, Matrix weights, Matrix biases)
    {
        Share((long)a.Rows * a.Columns * weights.Stride, a.Columns, (first, end) => WeightGradient(a, delta, weights, first, end));
        SumRows(delta, biases);
    }

    /// <summary>Rows first … end − 1 of aᵀ δ. More than one block of rows goes through a stack of partial sums, which is the fixed tree.</summary>
    private static void WeightGradient(Matrix a, Matrix delta, Matrix weights, int first, int end)
    {
        if (a.Rows <= RowBlock)
        {
            WeightTile(a, delta, 0, a.Rows, first, end - first, 0, weights.Stride, ref Unsafe.Add(ref Start(weights), (nint)first * weights.Stride), weights.Stride);
            return;
        }
        // One strip of 4 × 64 partial sums for each level of the tree: it stays in the first-level cache.
        const int StripRows = 4, StripWidth = 64, Strip = StripRows * StripWidth;
        Span<float> partial = stackalloc float[Strip * 27];
        for (int k = first; k < end; k += StripRows)
            for (int j = 0; j < weights.Stride; j += StripWidth)
            {
                int rows = Math.Min(StripRows, end - k), width = Math.Min(StripWidth, weights.Stride - j), depth = 0, blocks = 0;
                for (int row = 0; row < a.Rows; row += RowBlock)
                {
                    WeightTile(a, delta, row, Math.Min(RowBlock, a.Rows - row), k, rows, j, width, ref partial[Strip * depth++], StripWidth);
                    for (int n = ++blocks; (n & 1) == 0; n >>= 1, depth--) Fold(partial, Strip * (depth - 2), Strip);
                }
                for (; depth > 1; depth--) Fold(partial, Strip * (depth - 2), Strip);
                for (int i = 0; i < rows; i++)
                    partial.Slice(i * StripWidth, width).CopyTo(weights.PaddedRow(k + i).Slice(j, width));
            }
    }

    private static void WeightTile(Matrix a, Matrix delta, int row, int count, int k, int rows, int j, int width, ref float result, int stride)
    {
        Span<float> zero = stackalloc float[64];
        zero.Clear();
        for (int offset = 0; offset < width; offset += 64)
            Tile<TLane>.Product(
                in Unsafe.Add(ref Start(a), ((nint)row * a.Stride) + k), 1, a.Stride,
                in Unsafe.Add(ref Start(delta), ((nint)row * delta.Stride) + j + offset), delta.Stride, count,
                in zero[0], ref Unsafe.Add(ref result, offset), stride, rows, Math.Min(64, width - offset));
    }

    /// <summary>The sums at <paramref name="at"/> take in those behind them.</summary>
    private static void Fold(Span<float> partial, int at, int length)
    {
        ref float left = ref partial[at];
        for (int i = 0; i < length; i += 16)
            TLane.Store(TLane.Load(in Unsafe.Add(ref left, i)) + TLane.Load(in Unsafe.Add(ref left, length + i)), ref Unsafe.Add(ref left, i));
    }

    private static void SumRows(Matrix delta, Matrix biases)
    {
        Span<float> partial = stackalloc float[16 * 27];
        for (int j = 0; j < delta.Stride; j += 16)
        {
            int depth = 0, blocks = 0;
            for (int row = 0; row < delta.Rows; row += RowBlock)
            {
                var sum = TLane.Constant(0);
                for (int i = row; i < Math.Min(row + RowBlock, delta.Rows); i++) sum += TLane.Load(in delta.PaddedRow(i)[j]);
                TLane.Store(sum, ref partial[16 * depth++]);
                for (int n = ++blocks; (n & 1) == 0; n >>= 1, depth--) Fold(partial, 16 * (depth - 2), 16);
            }
            for (; depth > 1; depth--) Fold(partial, 16 * (depth - 2), 16);
            partial[..16].CopyTo(biases.PaddedRow(0).Slice(j, 16));
        }
    }
}
