using System.Numerics;

namespace Feedforward;

/// <summary>
/// Rounds decimal numbers to doubles by the leading 128 bits of powers of five. Source: D. Lemire, "Number parsing at a gigabyte per second",
/// 2021; that it is exact for every 64-bit mantissa: N. Mushtak, D. Lemire, "Fast number parsing without fallback", 2023.
/// </summary>
internal static class PowersOfFive
{
    /// <summary>Below 10^Least any 64-bit mantissa becomes 0, above 10^Most infinite.</summary>
    private const int Least = -342, Most = 308;

    /// <summary>5^27 is the last power that 64 bits hold.</summary>
    private const int Exact = 27;

    private const int FractionBits = 52, ExponentBias = 1023, InfiniteExponent = 0x7FF;

    private static readonly UInt128[] Leading = Table();

    /// <summary>The double nearest to mantissa · 10^scale, ties to even; false where it is subnormal, infinite or not in the table.</summary>
    internal static bool TryRound(ulong mantissa, int scale, out double value)
    {
        value = 0;
        if (mantissa == 0)
            return true;
        if (scale is < Least or > Most)
            return false;
        int zeros = BitOperations.LeadingZeroCount(mantissa);
        ulong high = Product(mantissa << zeros, Leading[scale - Least], out ulong low);
        int upper = (int)(high >> 63), shift = upper + 64 - FractionBits - 3;
        ulong fraction = high >> shift;
        // The power of two: the integer part of log₂(5)·scale, by a fraction that is exact for all scales here, and scale more.
        int exponent = ((217706 * scale) >> 16) + 63 + upper - zeros + ExponentBias;
        if (exponent is <= 0 or >= InfiniteExponent - 1)
            return false;
        // Halfway between two doubles, which only these scales allow: the even one.
        if (low <= 1 && scale is >= -4 and <= 23 && (fraction & 3) == 1 && fraction << shift == high)
            fraction--;
        fraction = (fraction + (fraction & 1)) >> 1;
        // A carry out of the fraction raises the exponent, as it should.
        value = BitConverter.UInt64BitsToDouble(((ulong)(exponent - 1) << FractionBits) + fraction);
        return true;
    }

    /// <summary>The high 64 bits of w · power, and the next 64; the lower half of the power only where it can matter.</summary>
    private static ulong Product(ulong w, UInt128 power, out ulong low)
    {
        const ulong Undecided = ulong.MaxValue >> (FractionBits + 3);
        ulong high = Math.BigMul(w, (ulong)(power >> 64), out low);
        if ((high & Undecided) == Undecided)
        {
            ulong more = Math.BigMul(w, (ulong)power, out _);
            low += more;
            if (more > low)
                high++;
        }
        return high;
    }

    /// <summary>5^q for every q, scaled to the full 128 bits and rounded down, but up where q is −1 … −27: there the product is then exact.</summary>
    private static UInt128[] Table()
    {
        var table = new UInt128[Most - Least + 1];
        var power = BigInteger.One;
        for (int q = 0; q <= -Least; q++, power *= 5)
        {
            int bits = (int)power.GetBitLength();
            if (q <= Most)
                table[q - Least] = (UInt128)(bits <= 128 ? power << (128 - bits) : power >> (bits - 128));
            if (q > 0)
                table[-q - Least] = (UInt128)((BigInteger.One << (bits + 127)) / power) + (q <= Exact ? 1u : 0u);
        }
        return table;
    }
}
