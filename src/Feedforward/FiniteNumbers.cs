using System.Numerics;
using System.Runtime.InteropServices;

namespace Feedforward;

/// <summary>Looks for numbers that are NaN or infinite.</summary>
internal static class FiniteNumbers
{
    private const uint Magnitude = 0x7FFFFFFF, Infinity = 0x7F800000;

    /// <summary>Whether all numbers are finite.</summary>
    internal static bool All(ReadOnlySpan<float> numbers)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        var greatest = Vector<uint>.Zero;
        int i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            greatest = Vector.Max(greatest, new Vector<uint>(bits[i..]) & new Vector<uint>(Magnitude));
        if (Vector.GreaterThanOrEqualAny(greatest, new Vector<uint>(Infinity))) return false;
        for (; i < bits.Length; i++)
            if ((bits[i] & Magnitude) >= Infinity) return false;
        return true;
    }

    /// <summary>Where the first number stands that is not finite, or −1.</summary>
    internal static int FirstOther(ReadOnlySpan<float> numbers)
    {
        if (All(numbers)) return -1;
        int i = 0;
        while (float.IsFinite(numbers[i])) i++;
        return i;
    }
}
