using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>Every elementwise function and its slope: the values, the calculus, the edges of the float range, the same bits in every width.</summary>
public sealed class FormulasTests
{
    private const float Parameter = 0.3f;

    public static TheoryData<Elementwise> All => [.. Enum.GetValues<Elementwise>()];

    [Theory]
    [InlineData(Elementwise.Identity, -2.5, -2.5)]
    [InlineData(Elementwise.Sigmoid, 1, 0.731058578630004879)]
    [InlineData(Elementwise.Sigmoid, -3, 0.0474258731775667848)]
    [InlineData(Elementwise.Tanh, 0.5, 0.462117157260009758)]
    [InlineData(Elementwise.ReLU, 2, 2)]
    [InlineData(Elementwise.ReLU, -2, 0)]
    [InlineData(Elementwise.LeakyReLU, 2, 2)]
    [InlineData(Elementwise.LeakyReLU, -2, -0.6)]
    [InlineData(Elementwise.Elu, 2, 2)]
    [InlineData(Elementwise.Elu, -1, -0.189636167648567257)]
    [InlineData(Elementwise.Selu, 1, 1.0507009873554805)]
    [InlineData(Elementwise.Selu, -1, -1.11133073781256373)]
    [InlineData(Elementwise.Gelu, 1, 0.841344746068542949)]
    [InlineData(Elementwise.Gelu, -2, -0.0455002638963584144)]
    [InlineData(Elementwise.SiLU, 1, 0.731058578630004879)]
    [InlineData(Elementwise.SiLU, -2, -0.238405844044235196)]
    [InlineData(Elementwise.Mish, 1, 0.865098388267310346)]
    [InlineData(Elementwise.Mish, -2, -0.252501482695708864)]
    [InlineData(Elementwise.Softplus, 1, 1.31326168751822283)]
    [InlineData(Elementwise.Softplus, -2, 0.126928011042972502)]
    public void A_value_is_the_formulas(Elementwise kind, double z, double expected)
    {
        Assert.Equal(expected, Formulas.ValueInDouble(kind, z, 0.3), 1e-15 * Math.Max(1, Math.Abs(expected)));
        Assert.Equal((float)expected, Formulas.Value(kind, (float)z, Parameter), 3e-7f * Math.Abs((float)expected));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_slope_is_the_central_difference(Elementwise kind)
    {
        const double step = 1e-5;
        for (double z = -12.03; z < 12; z += 0.0371)
        {
            double difference = (Formulas.ValueInDouble(kind, z + step, 0.3) - Formulas.ValueInDouble(kind, z - step, 0.3)) / (2 * step);
            Assert.Equal(difference, Formulas.SlopeInDouble(kind, z, 0.3), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void In_float_value_and_slope_are_the_double_ones_rounded(Elementwise kind)
    {
        for (float z = -20.03f; z < 20; z += 0.00371f)
        {
            float a = Formulas.Value(kind, z, Parameter);
            double value = Formulas.ValueInDouble(kind, z, Parameter), slope = Formulas.SlopeInDouble(kind, z, Parameter);
            // Far left Φ(z) is subnormal before its product with z is.
            Assert.True(UlpSweep.Ulps(a, value) <= 7 || Math.Abs(a - value) <= 7 * float.Epsilon * Math.Abs(z), $"{kind}({z:R}) = {a:R}, not {value:R}");
            Assert.Equal(slope, Formulas.Slope(kind, z, a, Parameter), 5e-7);
        }
    }

    [Theory]
    [InlineData(Elementwise.ReLU, 0)]
    [InlineData(Elementwise.LeakyReLU, 0.3)]
    [InlineData(Elementwise.Elu, 0.3)]
    [InlineData(Elementwise.Selu, 1.7580993408473766)]
    public void At_the_kink_the_slope_is_the_left_one(Elementwise kind, double expected)
    {
        foreach (float z in new[] { 0f, -0f })
            Assert.Equal((float)expected, Formulas.Slope(kind, z, Formulas.Value(kind, z, Parameter), Parameter));
        Assert.Equal(1, Formulas.Slope(Elementwise.ReLU, float.Epsilon, Formulas.Value(Elementwise.ReLU, float.Epsilon, 0), 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_width_gives_the_bits_of_one_float(Elementwise kind)
    {
        Same<Lane128>(kind);
        Same<Lane256>(kind);
        Same<Lane512>(kind);
    }

    private static void Same<T>(Elementwise kind)
        where T : struct, IVectorLane<T>
    {
        T p = T.Broadcast(Parameter);
        var sp = new Scalar(Parameter);
        Assert.Equal(LaneGrid.ScalarBits(z => Formulas.Value(kind, z, sp)), LaneGrid.Bits<T>(z => Formulas.Value(kind, z, p)));
        Assert.Equal(
            LaneGrid.ScalarBits(z => Formulas.Slope(kind, z, Formulas.Value(kind, z, sp), sp)),
            LaneGrid.Bits<T>(z => Formulas.Slope(kind, z, Formulas.Value(kind, z, p), p)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_finite_input_overflows_and_no_slope_leaves_its_range(Elementwise kind)
    {
        for (ulong bits = 3; bits <= uint.MaxValue; bits += 60013)
        {
            float z = BitConverter.UInt32BitsToSingle((uint)bits);
            if (!float.IsFinite(z) || (kind == Elementwise.Selu && Math.Abs(z) > 3.2e38f))
                continue;
            float a = Formulas.Value(kind, z, Parameter), slope = Formulas.Slope(kind, z, a, Parameter);
            Assert.True(float.IsFinite(a), $"{kind}({z:R}) = {a}");
            Assert.InRange(slope, -0.15f, 1.7581f);
        }
    }

    [Theory]
    [InlineData(Elementwise.Sigmoid, 1, 0, 0, 0)]
    [InlineData(Elementwise.Tanh, 1, 0, -1, 0)]
    [InlineData(Elementwise.ReLU, double.PositiveInfinity, 1, 0, 0)]
    [InlineData(Elementwise.Elu, double.PositiveInfinity, 1, -0.3f, 0)]
    [InlineData(Elementwise.Gelu, 3.4028234663852886e38, 1, 0, 0)]
    [InlineData(Elementwise.SiLU, 3.4028234663852886e38, 1, 0, 0)]
    [InlineData(Elementwise.Mish, 3.4028234663852886e38, 1, 0, 0)]
    [InlineData(Elementwise.Softplus, double.PositiveInfinity, 1, 0, 0)]
    public void At_infinity_values_and_slopes_are_the_limits(Elementwise kind, double right, double rightSlope, double left, double leftSlope)
    {
        foreach (var (z, value, slope) in new[] { (float.PositiveInfinity, right, rightSlope), (float.NegativeInfinity, left, leftSlope) })
        {
            float a = Formulas.Value(kind, z, Parameter);
            Assert.Equal((float)value, a);
            Assert.Equal((float)slope, Formulas.Slope(kind, z, a, Parameter));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Not_a_number_stays_not_a_number(Elementwise kind)
    {
        Assert.True(float.IsNaN(Formulas.Value(kind, float.NaN, Parameter)));
        Assert.Equal(kind != Elementwise.Identity, float.IsNaN(Formulas.Slope(kind, float.NaN, float.NaN, Parameter)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_slope_that_says_so_needs_no_input(Elementwise kind)
    {
        float a = Formulas.Value(kind, 0.7f, Parameter);
        bool same = Formulas.Slope(kind, 0.7f, a, Parameter).Equals(Formulas.Slope(kind, 1e30f, a, Parameter));
        Assert.Equal(!Formulas.SlopeNeedsInput(kind), same);
    }

    [Fact]
    public void Zero_stays_zero_except_in_sigmoid_and_softplus() =>
        Assert.Equal([Elementwise.Sigmoid, Elementwise.Softplus], Enum.GetValues<Elementwise>().Where(kind => Formulas.Value(kind, 0f, Parameter) != 0));

    [Fact]
    public void An_unknown_function_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Formulas.SlopeNeedsInput((Elementwise)99));
}
