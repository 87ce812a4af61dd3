using System.Security.Cryptography;
using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>The float functions against double precision, over the whole range of floats.</summary>
public sealed class FunctionsTests
{
    private sealed record Function(Func<Scalar, Scalar> Float, Func<double, double> Truth, double Ulps);

    private static readonly Dictionary<string, Function> s_functions = new()
    {
        ["exp"] = new(Functions.Exp, Math.Exp, 1),
        ["expm1"] = new(Functions.Expm1, x => Double64.Expm1(new(x)).Value, 1.5),
        ["log"] = new(Functions.Log, Math.Log, 1),
        ["log1p"] = new(Functions.Log1p, x => Double64.Log1p(new(x)).Value, 1.2),
        ["tanh"] = new(Functions.Tanh, Math.Tanh, 2),
        ["sigmoid"] = new(Functions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), 2),
        ["softplus"] = new(Functions.Softplus, x => Double64.Softplus(new(x)).Value, 2),
        ["normal"] = new(Functions.NormalCdf, x => Double64.NormalCdf(new(x)).Value, 6),
    };

    private const float Infinity = float.PositiveInfinity;

    private static readonly Dictionary<string, (float X, float Expected)[]> s_specialValues = new()
    {
        ["exp"] =
        [
            (0f, 1f), (-0f, 1f), (Infinity, Infinity), (-Infinity, 0f),
            (88.72284f, Infinity), (-103.97207f, 1.4e-45f), (-103.97209f, 0f),
        ],
        ["expm1"] = [(0f, 0f), (-0f, -0f), (-Infinity, -1f), (Infinity, Infinity), (1.4e-45f, 1.4e-45f)],
        ["log"] = [(1f, 0f), (0f, -Infinity), (-0f, -Infinity), (Infinity, Infinity), (-1e-45f, float.NaN), (-Infinity, float.NaN)],
        ["log1p"] = [(0f, 0f), (-0f, -0f), (-1f, -Infinity), (-1.0000001f, float.NaN), (Infinity, Infinity), (1.4e-45f, 1.4e-45f)],
        ["tanh"] = [(0f, 0f), (-0f, -0f), (1e-40f, 1e-40f), (Infinity, 1f), (-Infinity, -1f)],
        ["sigmoid"] = [(0f, 0.5f), (-0f, 0.5f), (Infinity, 1f), (-Infinity, 0f)],
        ["softplus"] = [(Infinity, Infinity), (-Infinity, 0f), (1e30f, 1e30f)],
        ["normal"] = [(0f, 0.5f), (-0f, 0.5f), (Infinity, 1f), (-Infinity, 0f)],
    };

    public static TheoryData<string> All => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void A_function_is_within_its_ulps_of_the_truth_over_all_floats(string name)
    {
        var function = s_functions[name];
        double worst = 0;
        float at = 0;
        for (ulong bits = 7; bits <= uint.MaxValue; bits += 1511)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            double ulps = LaneGrid.Ulps(function.Float(new Scalar(x)).Value, function.Truth(x));
            if (ulps > worst)
                (worst, at) = (ulps, x);
        }
        Assert.True(worst <= function.Ulps, $"{name}({at:R}) is {worst:F3} ulps off");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Special_values_are_exact_to_the_bit(string name)
    {
        foreach (var (x, expected) in s_specialValues[name])
            Assert.Equal(LaneGrid.Canonical(expected), LaneGrid.Canonical(s_functions[name].Float(new Scalar(x)).Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Not_a_number_stays_not_a_number(string name)
    {
        Assert.True(float.IsNaN(s_functions[name].Float(new Scalar(float.NaN)).Value));
        Assert.True(float.IsNaN(s_functions[name].Float(new Scalar(-float.NaN)).Value));
    }

    [Fact]
    public void Tanh_is_odd_to_the_bit()
    {
        for (uint bits = 0; bits < 0x7F800000; bits += 1511)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            uint plus = BitConverter.SingleToUInt32Bits(Functions.Tanh(new Scalar(x)).Value);
            uint minus = BitConverter.SingleToUInt32Bits(Functions.Tanh(new Scalar(-x)).Value);
            Assert.Equal(plus ^ 0x80000000, minus);
        }
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void A_function_never_falls_from_one_float_to_the_next(string name)
    {
        var f = s_functions[name].Float;
        for (uint bits = 0; bits < 0x7F800000; bits += 1511)
        {
            float x = BitConverter.UInt32BitsToSingle(bits), next = float.BitIncrement(x);
            Assert.True(!(f(new Scalar(x)).Value > f(new Scalar(next)).Value), $"{name} falls after {x:R}");
            Assert.True(!(f(new Scalar(-next)).Value > f(new Scalar(-x)).Value), $"{name} falls before {-x:R}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_width_gives_the_bits_of_one_float(string name)
    {
        uint[] expected = LaneGrid.ScalarBits(s_functions[name].Float);
        Assert.Equal(expected, LaneGrid.Bits(Wide<Lane128>(name)));
        Assert.Equal(expected, LaneGrid.Bits(Wide<Lane256>(name)));
        Assert.Equal(expected, LaneGrid.Bits(Wide<Lane512>(name)));
    }

    [Fact]
    public void Every_platform_gives_the_pinned_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, function) in s_functions.OrderBy(f => f.Key, StringComparer.Ordinal))
            foreach (uint bits in LaneGrid.ScalarBits(function.Float))
                hash.AppendData(BitConverter.GetBytes(bits));
        Assert.Equal("69D2E51F32EAF956", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    private static Func<T, T> Wide<T>(string name)
        where T : struct, IVectorLane<T> => name switch
        {
            "exp" => T.Exp,
            "expm1" => T.Expm1,
            "log" => T.Log,
            "log1p" => T.Log1p,
            "tanh" => T.Tanh,
            "sigmoid" => T.Sigmoid,
            "softplus" => T.Softplus,
            _ => T.NormalCdf,
        };
}
