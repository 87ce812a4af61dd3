using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Feedforward.Backends;

/// <summary>
/// Sums in a fixed order, whatever the hardware: sixteen virtual lanes, lane i taking the elements i, i + 16, i + 32 … in order from +0,
/// then a tree that adds the lanes i and i + 8, then i + 4, i + 2 and i + 1. Each sum has a twin in plain loops, for the reference.
/// </summary>
internal static class LaneSums
{
    private const int Lanes = 16;

    /// <summary>The fixed tree over sixteen floats: <see cref="IVectorLane{T}.Sum"/> in plain loops.</summary>
    internal static float Tree(ReadOnlySpan<float> sixteen)
    {
        Span<float> s = stackalloc float[Lanes];
        sixteen[..Lanes].CopyTo(s);
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                s[i] += s[i + half];
        return s[0];
    }

    /// <summary>Σ x, in double.</summary>
    internal static double Sum(ReadOnlySpan<float> x) => InVectors<Plain>(x);

    /// <summary>Σ x², in double; every square is exact.</summary>
    internal static double SumOfSquares(ReadOnlySpan<float> x) => InVectors<Squared>(x);

    internal static double ScalarSum(ReadOnlySpan<float> x) => InLoops<Plain>(x);

    internal static double ScalarSumOfSquares(ReadOnlySpan<float> x) => InLoops<Squared>(x);

    private static double InLoops<TTerm>(ReadOnlySpan<float> x)
        where TTerm : struct, ITerm
    {
        Span<double> s = stackalloc double[Lanes];
        s.Clear();
        for (int i = 0; i < x.Length; i++)
            s[i % Lanes] += TTerm.Of(x[i]);
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                s[i] += s[i + half];
        return s[0];
    }

    private static double InVectors<TTerm>(ReadOnlySpan<float> x)
        where TTerm : struct, ITerm
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        ref float start = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            Add<TTerm>(in Unsafe.Add(ref start, i), ref a, ref b, ref c, ref d);
        if (i < x.Length)
        {
            // Adding +0 changes no lane: a sum that starts at +0 is never −0.
            Span<float> rest = stackalloc float[Lanes];
            rest.Clear();
            x[i..].CopyTo(rest);
            Add<TTerm>(in rest[0], ref a, ref b, ref c, ref d);
        }
        var four = (a + c) + (b + d);
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TTerm>(
        ref readonly float source, ref Vector256<double> a, ref Vector256<double> b, ref Vector256<double> c, ref Vector256<double> d)
        where TTerm : struct, ITerm
    {
        var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(in source));
        a += TTerm.Of(low);
        b += TTerm.Of(high);
        (low, high) = Vector256.Widen(Vector256.LoadUnsafe(in source, Lanes / 2));
        c += TTerm.Of(low);
        d += TTerm.Of(high);
    }

    private interface ITerm
    {
        static abstract double Of(double x);

        static abstract Vector256<double> Of(Vector256<double> x);
    }

    private readonly struct Plain : ITerm
    {
        public static double Of(double x) => x;

        public static Vector256<double> Of(Vector256<double> x) => x;
    }

    private readonly struct Squared : ITerm
    {
        public static double Of(double x) => x * x;

        public static Vector256<double> Of(Vector256<double> x) => x * x;
    }
}
