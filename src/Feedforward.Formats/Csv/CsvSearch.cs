using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Feedforward.Formats;

/// <summary>Finds, in 64 bytes at a time, what stands between cells: one bit for each byte.</summary>
internal static class CsvSearch
{
    /// <summary>So many bytes are searched at a time.</summary>
    internal const int Step = CsvBlocks.Padding;

    /// <summary>So many cells are written at a time.</summary>
    private const int Group = 8;

    private const int Half = Step / 2;

    private const byte Quote = (byte)'"', LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';

    /// <summary>
    /// Adds the cells that end with separators, one for each bit. Whole groups are written, since a loop whose end the processor can foresee is
    /// faster; what is too much will be written over.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Add(Span<CsvCell> cells, ulong separators, int searched, int start)
    {
        for (; separators != 0; cells = cells[Group..])
        {
            var group = cells[..Group];
            for (int i = 0; i < group.Length; i++)
            {
                int at = searched + BitOperations.TrailingZeroCount(separators);
                group[i] = new CsvCell(start, at - start);
                start = at + 1;
                separators &= separators - 1;
            }
        }
    }

    /// <summary>Which of 64 bytes before the end are separators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Separators(ReadOnlySpan<byte> bytes, int at, int end, byte separator)
    {
        if (at >= end)
            return 0;
        uint low = Vector256.Equals(Vector256.Create(bytes.Slice(at, Half)), Vector256.Create(separator)).ExtractMostSignificantBits();
        uint high = Vector256.Equals(Vector256.Create(bytes.Slice(at + Half, Half)), Vector256.Create(separator)).ExtractMostSignificantBits();
        return (low | ((ulong)high << Half)) & Before(end - at);
    }

    /// <summary>Which of 64 bytes before the end are quotes or line ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Others(ReadOnlySpan<byte> bytes, int at, int end) =>
        at >= end ? 0 : (Others(bytes.Slice(at, Half)) | ((ulong)Others(bytes.Slice(at + Half, Half)) << Half)) & Before(end - at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Others(ReadOnlySpan<byte> bytes)
    {
        var vector = Vector256.Create(bytes);
        return (Vector256.Equals(vector, Vector256.Create(Quote)) | Vector256.Equals(vector, Vector256.Create(LineFeed))
            | Vector256.Equals(vector, Vector256.Create(CarriageReturn))).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Before(int bytes) => bytes < Step ? (1UL << bytes) - 1 : ulong.MaxValue;
}

/// <summary>Where a cell lies in its block: in one number, which is written at once.</summary>
internal readonly struct CsvCell
{
    private const ulong QuotedBit = 1UL << 62, EscapedBit = 1UL << 63;

    private readonly ulong _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CsvCell(int start, int length) => _bits = (uint)start | ((ulong)(uint)length << 32);

    internal CsvCell(int start, int length, bool escaped) : this(start, length) => _bits |= QuotedBit | (escaped ? EscapedBit : 0);

    internal int Start => (int)_bits;

    internal int Length => (int)((_bits & ~(QuotedBit | EscapedBit)) >> 32);

    /// <summary>Whether it stood in quotes.</summary>
    internal bool Quoted => (_bits & QuotedBit) != 0;

    /// <summary>Whether it holds quotes, each written twice.</summary>
    internal bool Escaped => (_bits & EscapedBit) != 0;
}
