using CsCheck;
using Feedforward.Pictures;

namespace Feedforward.Studio.Tests.Pictures;

public class ScaleTests
{
    [Theory]
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-3, 3, new[] { -3.0, -2, -1, 0, 1, 2, 3 })]
    [InlineData(0, 5000, new[] { 0.0, 1000, 2000, 3000, 4000, 5000 })]
    [InlineData(7, 7.1, new[] { 7, 7.02, 7.04, 7.06, 7.08, 7.1 })]
    public void Ticks_are_round_numbers(double low, double high, double[] expected)
    {
        var ticks = new Scale(low, high, 0, 100).Ticks();
        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(expected.Zip(ticks), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Ticks_of_a_logarithmic_scale_are_powers_of_ten()
    {
        Assert.Equal([-3, -2, -1, 0, 1], new Scale(0.001, 10, 0, 100, IsLogarithmic: true).Ticks().Select(tick => (int)Math.Round(Math.Log10(tick))));
        Assert.InRange(new Scale(1e-12, 1e12, 0, 100, IsLogarithmic: true).Ticks().Count, 4, 8);
    }

    [Fact]
    public void Ticks_lie_within_the_scale_and_are_neither_too_few_nor_too_many() =>
        Gen.Double[-1e9, 1e9].Select(Gen.Double[1e-6, 1e9]).Sample((low, width) =>
        {
            var scale = new Scale(low, low + width, 0, 100);
            var ticks = scale.Ticks();
            // Rounding leaves less than a step where the width is hardly more than the distance of two numbers.
            if (width > 1e-9 * Math.Abs(low)) Assert.InRange(ticks.Count, 2, 10);
            Assert.All(ticks, tick => Assert.InRange(tick, low - (width * 1e-6), low + (width * 1.000001)));
        });

    [Fact]
    public void A_scale_over_some_values_holds_them_all() => Gen.Double[-1e6, 1e6].Array[1, 20].Sample(values =>
    {
        var scale = Scale.Over(values, 0, 100);
        Assert.True(scale.Low <= values.Min() + 1e-6 && scale.High >= values.Max() - 1e-6 && scale.Low < scale.High);
        Assert.All(values, value => Assert.InRange(scale.At(value), 0, 100));
    });

    [Fact]
    public void What_is_no_number_or_outside_has_a_place_too()
    {
        var scale = new Scale(0, 10, 20, 120);
        Assert.Equal(20, scale.At(-5));
        Assert.Equal(120, scale.At(50));
        Assert.Equal(70, scale.At(5));
        Assert.Equal(20, scale.At(double.NaN));
        Assert.Equal(120, scale.At(double.PositiveInfinity));
        var logarithmic = new Scale(0.01, 100, 0, 100, IsLogarithmic: true);
        Assert.Equal(50, logarithmic.At(1), 1e-9);
        Assert.Equal(0, logarithmic.At(0));
        Assert.Equal(0, logarithmic.At(-1));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Without_values_there_is_a_scale_all_the_same(bool logarithmic)
    {
        var scale = Scale.Over([double.NaN, double.PositiveInfinity], 0, 100, logarithmic);
        Assert.True(scale.Low < scale.High);
        var one = Scale.Over([3, 3], 0, 100, logarithmic);
        Assert.True(one.Low < 3 && one.High > 3);
    }
}
