global using Lane128 = Feedforward.Backends.Pair<Feedforward.Backends.Pair<Feedforward.Backends.Register128>>;
global using Lane256 = Feedforward.Backends.Pair<Feedforward.Backends.Register256>;
global using Lane512 = Feedforward.Backends.Register512;

using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>A wide grid of floats, and one operation in one lane type on all of them.</summary>
internal static class LaneGrid
{
    /// <summary>Every exponent and sign with several mantissas, the special values, and what lies around the functions' turning points.</summary>
    internal static float[] Floats { get; } = Build();

    private static float[] Build()
    {
        var list = new List<float> { 0, -0f, float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon };
        for (uint bits = 0x1234; bits < 0xFFFF0000; bits += 0x0003A7C5)
            list.Add(BitConverter.UInt32BitsToSingle(bits));
        for (int i = -4000; i <= 4000; i++)
            list.Add(i * 0.027182f);
        while (list.Count % 16 != 0)
            list.Add(1);
        return [.. list];
    }

    /// <summary>The bits of f over the grid, sixteen (or four, or eight) at a time; all NaNs are one.</summary>
    internal static uint[] Bits<T>(Func<T, T> f)
        where T : struct, IVectorLane<T>
    {
        float[] result = new float[Floats.Length];
        for (int i = 0; i < Floats.Length; i += T.Count)
            T.Store(f(T.Load(in Floats[i])), ref result[i]);
        return [.. result.Select(Canonical)];
    }

    internal static uint[] ScalarBits(Func<Scalar, Scalar> f) => [.. Floats.Select(x => Canonical(f(new Scalar(x)).Value))];

    internal static uint Canonical(float x) => float.IsNaN(x) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(x);

    /// <summary>The distance of y from the true value in units of the last place of a float of that size.</summary>
    internal static double Ulps(float y, double truth)
    {
        if (double.IsNaN(truth) || Math.Abs(truth) >= 3.4028235677973366e38)
            return y.Equals((float)truth) ? 0 : double.PositiveInfinity;
        if (!float.IsFinite(y))
            return double.PositiveInfinity;
        int exponent = truth == 0 ? -126 : Math.Max(-126, Math.ILogB(truth));
        return Math.Abs(y - truth) / Math.ScaleB(1, exponent - 23);
    }
}
