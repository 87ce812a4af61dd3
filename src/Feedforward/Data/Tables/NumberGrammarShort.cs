using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Feedforward;

internal static partial class NumberGrammar
{
    /// <summary>So many bytes from the beginning of a text on can be read by <see cref="TryParseShort"/>, whatever they are.</summary>
    internal const int ShortReach = 1 + ShortCharacters;

    private const int ShortCharacters = 16;

    /// <summary>Fewer digits than sixteen are below 2⁵³ and need powers of ten below 10²²: both are exact.</summary>
    private const int ShortDigits = 15;

    /// <summary>
    /// The usual number of a table, <c>[+-] digits [. digits]</c> of at most fifteen digits and without a leading zero: all its digits are
    /// read at once. False where the text is anything else; <see cref="TryParse"/> then tells what. The value is the same.
    /// </summary>
    /// <param name="bytes">Bytes of which <see cref="ShortReach"/> follow the start of the text.</param>
    /// <param name="start">Where the text starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="mark">What stands before the fraction: a point, or a comma.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryParseShort(ReadOnlySpan<byte> bytes, int start, int length, byte mark, out double value)
    {
        Unsafe.SkipInit(out value);
        int first = bytes[start], sign = IsSign(first) ? 1 : 0, minus = first == '-' ? 1 : 0;
        length -= sign;
        var text = bytes.Slice(start + sign, ShortCharacters);
        var characters = Vector128.Create(text);
        uint points = Vector128.Equals(characters, Vector128.Create(mark)).ExtractMostSignificantBits();
        int point = BitOperations.TrailingZeroCount(points | (1u << length));
        int digits = length - (point < length ? 1 : 0);
        if ((uint)(digits - 1) >= ShortDigits || (point > 1 && text[0] == '0'))
            return false;

        // The digits go to the right end of the register, zeros to their left, and the point is left out.
        var from = Vector128<sbyte>.Indices + Vector128.Create((sbyte)(digits - ShortCharacters));
        from -= Vector128.GreaterThan(from, Vector128.Create((sbyte)(point - 1)));
        var figures = Vector128.ShuffleNative(characters - Vector128.Create((byte)'0'), from.AsByte());
        if (Vector128.GreaterThanAny(figures, Vector128.Create((byte)9)))
            return false;

        double magnitude = Number(figures) / ExactPowers[digits - point];
        // The sign without a branch, which would be foreseen wrongly half the time. Adding 0 makes -0 a plain 0.
        value = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(magnitude) | ((long)minus << 63)) + 0.0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSign(int character) => ((character - '+') & ~2) == 0;

    /// <summary>The number that sixteen figures make: pairs of figures, then pairs of pairs and so on, all at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Number(Vector128<byte> figures)
    {
        ulong halves;
        if (Sse41.IsSupported)
        {
            var pairs = Ssse3.MultiplyAddAdjacent(figures, Vector128.Create((ushort)(10 + (1 << 8))).AsSByte());
            var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(100 + (1 << 16)).AsInt16());
            var packed = Sse41.PackUnsignedSaturate(fours, fours).AsInt16();
            halves = Sse2.MultiplyAddAdjacent(packed, Vector128.Create(10_000 + (1 << 16)).AsInt16()).AsUInt64()[0];
        }
        else
        {
            halves = EightFigures(figures.AsUInt64()[0]) | (EightFigures(figures.AsUInt64()[1]) << 32);
        }
        return (long)(((halves & uint.MaxValue) * 100_000_000) + (halves >> 32));
    }

    /// <summary>The number that eight figures make, the first of them in the lowest byte.</summary>
    private static ulong EightFigures(ulong figures)
    {
        const ulong Pairs = 0x000000FF_000000FF;
        figures = (figures * 10) + (figures >> 8);
        return (((figures & Pairs) * (100 + (1_000_000UL << 32))) + (((figures >> 16) & Pairs) * (1 + (10_000UL << 32)))) >> 32;
    }
}
