using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

public sealed class FormulasOfCostTests
{
    [Fact]
    public void The_quadratic_cost_is_the_formula()
    {
        Assert.Equal(0.125f, CostFormulas.Quadratic(new Scalar(1.5f), new Scalar(1)).Value);
    }

    [Theory]
    [InlineData(0, 0, 0.693147180559945309)]
    [InlineData(10, 1, 4.53988992168646468e-5)]
    [InlineData(10, 0, 10.0000453988992169)]
    [InlineData(-10, 1, 10.0000453988992169)]
    [InlineData(2, 0.9, 0.326928011042972502)]
    [InlineData(1e38, 1, 0)]
    [InlineData(-1e38, 0, 0)]
    [InlineData(1e38, 0, 1e38)]
    [InlineData(-1e38, 1, 1e38)]
    public void Cross_entropy_is_exact_from_the_weighted_input(double z, double y, double expected)
    {
        Assert.Equal(expected, CostFormulas.CrossEntropy(new Double64(z), new Double64(y)).Value, 1e-14 * Math.Max(1e-4, expected));
        Assert.Equal((float)expected, CostFormulas.CrossEntropy(new Scalar((float)z), new Scalar((float)y)).Value, 2e-6f * (float)expected);
    }

    [Fact]
    public void Cross_entropy_is_finite_and_not_negative_for_every_finite_input()
    {
        for (ulong bits = 3; bits <= uint.MaxValue; bits += 20011)
        {
            float z = BitConverter.UInt32BitsToSingle((uint)bits);
            if (float.IsFinite(z))
                foreach (float y in new[] { 0, 0.05f, 0.5f, 1 })
                    Assert.InRange(CostFormulas.CrossEntropy(new Scalar(z), new Scalar(y)).Value, 0, float.MaxValue);
        }
    }

    [Fact]
    public void The_derivative_of_cross_entropy_is_the_output_minus_the_target()
    {
        const double step = 1e-5;
        for (double z = -9; z < 9; z += 0.173)
            foreach (double y in new[] { 0, 0.3, 1 })
            {
                double above = CostFormulas.CrossEntropy(new Double64(z + step), new Double64(y)).Value;
                double below = CostFormulas.CrossEntropy(new Double64(z - step), new Double64(y)).Value;
                double error = Double64.Sigmoid(new(z)).Value - y;
                Assert.Equal((above - below) / (2 * step), error, 1e-9);
            }
    }

    [Fact]
    public void Every_width_gives_the_bits_of_one_float()
    {
        uint[] expected = LaneGrid.ScalarBits(z => CostFormulas.CrossEntropy(z, new Scalar(0.05f)));
        Assert.Equal(expected, LaneGrid.Bits<Lane128>(z => CostFormulas.CrossEntropy(z, Lane128.Constant(0.05f))));
        Assert.Equal(expected, LaneGrid.Bits<Lane256>(z => CostFormulas.CrossEntropy(z, Lane256.Constant(0.05f))));
        Assert.Equal(expected, LaneGrid.Bits<Lane512>(z => CostFormulas.CrossEntropy(z, Lane512.Constant(0.05f))));
    }
}
