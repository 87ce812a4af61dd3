using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Feedforward.Backends;

/// <summary>
/// The columns of a batch that are not zero in all of its rows, for data with many zeros such as images of digits: products may leave the others out.
/// That is exact for finite weights, up to the sign of a zero.
/// </summary>
internal sealed class NonZeroColumns(int columns)
{
    /// <summary>A batch with more than this share of its columns in use is not worth the search.</summary>
    private const double WorthSkipping = 0.85;

    private const int Samples = 32;

    private readonly int[] _columns = new int[columns];

    /// <summary>The columns in ascending order.</summary>
    internal ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

    internal int Count { get; private set; }

    /// <summary>Whether leaving columns out is worth while.</summary>
    internal bool AreFew => Count < WorthSkipping * columns;

    /// <summary>Whether a row has so many zeros that a search is worth while, judged by a few of its numbers.</summary>
    internal static bool SeemFew(ReadOnlySpan<float> row)
    {
        if (row.Length < 4 * Samples) return false;
        int zeros = 0;
        for (int i = 0; i < Samples; i++) zeros += row[i * row.Length / Samples] == 0 ? 1 : 0;
        return zeros > Samples / 3;
    }

    /// <summary>Finds the columns of a batch.</summary>
    internal void Find(Matrix batch)
    {
        Count = 0;
        ref float first = ref batch.At(0, 0);
        for (int j = 0; j < batch.Stride; j += Vector256<float>.Count)
        {
            var any = Vector256<float>.Zero;
            for (int i = 0; i < batch.Rows; i++) any |= Vector256.LoadUnsafe(ref first, (nuint)((i * batch.Stride) + j));
            // Without the sign bit only zeros are 0.
            uint used = ~Vector256.Equals(Vector256.Abs(any), Vector256<float>.Zero).ExtractMostSignificantBits() & 0xFF;
            for (; used != 0; used &= used - 1) _columns[Count++] = j + BitOperations.TrailingZeroCount(used);
        }
    }

    /// <summary>The smallest range within first … end − 1 that holds all of its columns in use; empty where there are none.</summary>
    internal (int First, int End) Within(int first, int end)
    {
        int from = Position(first), to = Position(end);
        return from == to ? (first, first) : (_columns[from], _columns[to - 1] + 1);
    }

    /// <summary>The next stretch of columns in use from a column on, gaps below eight included; empty where there is none before the end.</summary>
    internal (int First, int End) NextStretch(int first, int end)
    {
        const int gap = 8;
        int i = Position(first);
        if (i == Count || _columns[i] >= end) return (end, end);
        int start = _columns[i];
        while (i + 1 < Count && _columns[i + 1] < end && _columns[i + 1] - _columns[i] <= gap) i++;
        return (start, _columns[i] + 1);
    }

    /// <summary>How many columns in use lie before one.</summary>
    private int Position(int column)
    {
        int position = Columns.BinarySearch(column);
        return position < 0 ? ~position : position;
    }

    /// <summary>The list, for kernels.</summary>
    internal ref readonly int List => ref MemoryMarshal.GetArrayDataReference(_columns);
}
