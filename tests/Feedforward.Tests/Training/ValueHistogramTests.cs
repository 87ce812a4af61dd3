namespace Feedforward.Tests.Training;

public class ValueHistogramTests
{
    [Fact]
    public void Each_number_is_counted_where_it_lies()
    {
        var random = new RandomStream(7, Purpose.GradientCheck);
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => (float)random.Normal(i))];
        var counted = ValueHistogram.Of(values, 17);
        Assert.Equal((values.Min(), values.Max()), ((float)counted.Low, (float)counted.High));
        Assert.Equal(1000, counted.Counts.Sum());
        for (int bin = 0; bin < 17; bin++)
        {
            // A number on an edge may fall to either side by the last bit.
            double Inner(double epsilon) => values.Count(v => v >= counted.Edge(bin) + epsilon && (v < counted.Edge(bin + 1) - epsilon || (bin == 16 && v <= counted.High)));
            Assert.InRange(counted.Counts[bin], Inner(1e-9), Inner(-1e-9));
        }
        Assert.Equal(1, Enumerable.Range(0, 17).Sum(bin => counted.Densities()[bin] * (counted.Edge(bin + 1) - counted.Edge(bin))), 1e-12);
    }

    [Fact]
    public void Numbers_outside_are_counted_at_the_ends_and_what_is_not_finite_nowhere()
    {
        var counted = ValueHistogram.Of([-5, 0, 0.5f, 1, 9, float.NaN, float.PositiveInfinity], 2, (0, 1));
        Assert.Equal([2, 3], counted.Counts);
    }

    [Fact]
    public void Equal_numbers_and_none_have_a_histogram_too()
    {
        Assert.Equal(new ValueHistogram(3, 3, [4, 0]), ValueHistogram.Of([3, 3, 3, 3], 2));
        Assert.Equal(double.PositiveInfinity, ValueHistogram.Of([3, 3], 2).Densities()[0]);
        Assert.Equal(new ValueHistogram(0, 1, [0, 0]), ValueHistogram.Of([], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueHistogram.Of([1], 0));
    }
}
