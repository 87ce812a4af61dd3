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
    internal static double Sum(ReadOnlySpan<float> x) => InVectors<Plain>(x, x);

    /// <summary>Σ x y, in double; every product is exact.</summary>
    internal static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => InVectors<Product>(x, y);

    internal static double ScalarSum(ReadOnlySpan<float> x) => InLoops<Plain>(x, x);

    internal static double ScalarDot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => InLoops<Product>(x, y);

    private static double InLoops<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        Span<double> s = stackalloc double[Lanes];
        s.Clear();
        for (int i = 0; i < x.Length; i++)
            s[i % Lanes] += TTerm.Of(x[i], y[i]);
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                s[i] += s[i + half];
        return s[0];
    }

    private static double InVectors<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        ref float xs = ref MemoryMarshal.GetReference(x);
        ref float ys = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            Add<TTerm>(in Unsafe.Add(ref xs, i), in Unsafe.Add(ref ys, i), ref a, ref b, ref c, ref d);
        if (i < x.Length)
        {
            // Adding +0 changes no lane: a sum that starts at +0 is never −0.
            Span<float> rest = stackalloc float[2 * Lanes];
            rest.Clear();
            x[i..].CopyTo(rest);
            y[i..x.Length].CopyTo(rest[Lanes..]);
            Add<TTerm>(in rest[0], in rest[Lanes], ref a, ref b, ref c, ref d);
        }
        var four = (a + c) + (b + d);
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TTerm>(
        ref readonly float x, ref readonly float y, ref Vector256<double> a, ref Vector256<double> b, ref Vector256<double> c, ref Vector256<double> d)
        where TTerm : struct, ITerm
    {
        var (lowX, highX) = Vector256.Widen(Vector256.LoadUnsafe(in x));
        var (lowY, highY) = Vector256.Widen(Vector256.LoadUnsafe(in y));
        a += TTerm.Of(lowX, lowY);
        b += TTerm.Of(highX, highY);
        (lowX, highX) = Vector256.Widen(Vector256.LoadUnsafe(in x, Lanes / 2));
        (lowY, highY) = Vector256.Widen(Vector256.LoadUnsafe(in y, Lanes / 2));
        c += TTerm.Of(lowX, lowY);
        d += TTerm.Of(highX, highY);
    }

    private interface ITerm
    {
        static abstract double Of(double x, double y);

        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);
    }

    private readonly struct Plain : ITerm
    {
        public static double Of(double x, double y) => x;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x;
    }

    private readonly struct Product : ITerm
    {
        public static double Of(double x, double y) => x * y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;
    }
}
