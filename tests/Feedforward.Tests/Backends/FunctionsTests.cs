using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>The float functions against double precision. docs/benchmarks/ulp.md has the sweep over all floats.</summary>
public sealed class FunctionsTests
{
    /// <summary>A prime, so that the floats' last bits are all there; the digests belong to it.</summary>
    private const uint Stride = 251;

    /// <summary>The first digits of the values' digests, so that every run on every machine is compared with the others. They change only when the arithmetic does.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["exp"] = "C7E14D6119CF20BA",
        ["log"] = "9FCB85B0779303A4",
        ["log1p"] = "EFF7896CD6FBA227",
        ["tanh"] = "6E43A1D1B9E87FB5",
        ["sigmoid"] = "DA098E9357472177",
        ["expm1"] = "A7A42B66BD2E98B0",
        ["softplus"] = "40ABC4E0A44D2770",
        ["Φ"] = "A291B88C3197A898",
        ["GELU"] = "5CABFDBAFD9FDBB0",
    };

    public static TheoryData<string> All => [.. FloatFunction.All.Select(f => f.Name)];

    public static TheoryData<string> Rising => [.. FloatFunction.All.Where(f => f.Rises == true).Select(f => f.Name)];

    private static FloatFunction Function(string name) => FloatFunction.All.Single(f => f.Name == name);

    [Theory]
    [MemberData(nameof(All))]
    public void Over_floats_of_every_size_a_function_keeps_its_promises_in_every_lane(string name)
    {
        var function = Function(name);
        var result = new UlpSweep(function, Stride).Run(Environment.ProcessorCount);
        Assert.True(result.Arguments > 17_000_000);
        Assert.True(result.Worst <= function.Bound, $"{name}({result.WorstAt:R}) is {result.Worst:F3} ulps off");
        Assert.True(result.Falls == 0 || function.Rises != true, $"{name} falls {result.Falls} times, also at {result.FallsAt:R}");
        Assert.Equal(0, result.NotOdd);
        Assert.Equal(0, result.LanesDiffer);
        Assert.Equal(Known[name], result.Digest[..16]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Special_values_are_exact_to_the_bit_in_every_lane(string name) => Assert.Empty(Function(name).MissedSpecialValues());

    [Theory]
    [MemberData(nameof(Rising))]
    public void A_function_never_falls_from_one_float_to_the_next(string name)
    {
        var f = Function(name).On<Lane512>();
        float[] x = new float[16];
        foreach (uint start in Windows())
        {
            float before = float.NaN;
            for (uint bits = start; bits < start + 2048; bits += 16)
            {
                for (uint i = 0; i < 16; i++) x[i] = BitConverter.UInt32BitsToSingle(bits + i);
                Lane512.Store(f(Lane512.Load(in x[0])), ref x[0]);
                foreach (float y in x)
                {
                    if ((bits >> 31) == 0 ? y < before : y > before) Assert.Fail($"{name} falls near {BitConverter.UInt32BitsToSingle(bits):R}");
                    before = y;
                }
            }
        }
    }

    /// <summary>Where runs of floats begin: sixteen in each power of two, and around the places where a function goes from one power of two or of e to the next.</summary>
    private static IEnumerable<uint> Windows()
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 1 << 19) yield return (uint)bits;
        for (int k = -155; k <= 155; k++)
            foreach (double turn in new[] { (k + 0.5) * Math.Log(2), (k + 0.5) * Math.Log(2) / 2, Math.ScaleB(Math.Sqrt(0.5), k), Math.ScaleB(Math.Sqrt(0.5), k) - 1 })
                yield return BitConverter.SingleToUInt32Bits((float)turn) - 1024;
    }

    [Fact]
    public void An_error_is_counted_in_the_last_place_of_the_truth()
    {
        Assert.Equal(0.5, UlpSweep.Ulps(1, 1 + Math.ScaleB(1, -24)));
        Assert.Equal(1, UlpSweep.Ulps(1, 1 - Math.ScaleB(1, -24)));
        Assert.Equal(3, UlpSweep.Ulps(float.Epsilon, 4 * (double)float.Epsilon));
        Assert.Equal(0.25, UlpSweep.Ulps(0, -0.25 * float.Epsilon));
        Assert.Equal(0, UlpSweep.Ulps(float.PositiveInfinity, 1e300));
        Assert.Equal(0, UlpSweep.Ulps(float.NaN, double.NaN));
        foreach (var (y, truth) in new[] { (float.NaN, 1), (float.PositiveInfinity, 3e38), (float.MaxValue, 1e300), (1, double.NaN), (float.NegativeInfinity, double.PositiveInfinity) })
            Assert.Equal(double.PositiveInfinity, UlpSweep.Ulps(y, truth));
    }

    [Fact]
    public void A_sweep_sees_what_is_wrong()
    {
        var wrong = new FloatFunction("exp", 1, x => -Math.Exp(x)) { Odd = true };
        var result = new UlpSweep(wrong, 1_000_003).Run(1);
        Assert.True(result is { Worst: > 1e7, NotOdd: > 4000, NotCorrectlyRounded: > 4000 } && !result.Keeps(wrong));
        Assert.Contains("exp(0) = 1, not 2", (wrong with { SpecialValues = [(0, 2)] }).MissedSpecialValues());
        Assert.True(new UlpSweep(new FloatFunction("GELU", 9, x => x), 1_000_003).Run(1).Falls > 20);
    }
}
