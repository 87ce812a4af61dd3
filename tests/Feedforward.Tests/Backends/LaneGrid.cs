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
        return [.. result.Select(UlpSweep.Canonical)];
    }

    internal static uint[] ScalarBits(Func<Scalar, Scalar> f) => [.. Floats.Select(x => UlpSweep.Canonical(f(new Scalar(x)).Value))];
}
