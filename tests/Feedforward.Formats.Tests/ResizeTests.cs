namespace Feedforward.Formats.Tests;

public class ResizeTests
{
    private static readonly (int From, int To)[] Lengths = [(1, 1), (1, 5), (5, 1), (2, 3), (3, 2), (7, 7), (28, 14), (14, 28), (10, 3), (3, 10), (100, 28), (28, 100), (17, 16), (16, 17)];

    [Fact]
    public void Every_pixel_is_what_the_definition_says()
    {
        var random = new Random(7);
        foreach (var (fromY, toY) in Lengths)
            foreach (var (fromX, toX) in Lengths)
                foreach (int channels in new[] { 1, 3 })
                {
                    byte[] pixels = new byte[fromY * fromX * channels];
                    random.NextBytes(pixels);
                    var resized = Resize.To(new Raster(fromY, fromX, channels, pixels), toY, toX);
                    for (int i = 0; i < resized.Pixels.Length; i++)
                    {
                        double expected = Expected(pixels, fromY, fromX, channels, toY, toX, i);
                        Assert.InRange(resized.Pixels[i] - expected, -0.500001, 0.500001);
                    }
                }
    }

    [Fact]
    public void Halving_averages_and_rounds_once() =>
        Assert.Equal([1, 255], Resize.To(new Raster(2, 4, 1, [0, 1, 255, 255, 1, 0, 255, 254]), 1, 2).Pixels);

    [Fact]
    public void Doubling_goes_straight_between_the_centres() =>
        Assert.Equal([0, 25, 75, 100], Resize.To(new Raster(1, 2, 1, [0, 100]), 1, 4).Pixels);

    [Theory]
    [InlineData(65_536, 1, 1, 4096)]
    [InlineData(1, 65_536, 4096, 1)]
    public void Long_pictures_stay_of_one_colour(int height, int width, int toHeight, int toWidth)
    {
        byte[] pixels = new byte[height * width];
        Array.Fill(pixels, (byte)255);
        Assert.All(Resize.To(new Raster(height, width, 1, pixels), toHeight, toWidth).Pixels, pixel => Assert.Equal(255, pixel));
    }

    [Fact]
    public void Brightness_is_that_of_the_standard()
    {
        var raster = new Raster(1, 5, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77, 255, 255, 255]);
        Assert.Equal([76, 150, 29, 77, 255], raster.To(1).Pixels);
        Assert.True(raster.HasColor());
        Assert.False(raster.To(1).To(3).HasColor());
    }

    /// <summary>The light of a pixel: where an axis shrinks, that of its area; where it grows, between the centres beside it.</summary>
    private static double Expected(byte[] pixels, int fromY, int fromX, int channels, int toY, int toX, int i)
    {
        int c = i % channels, x = i / channels % toX, y = i / channels / toX;
        double sum = 0;
        for (int j = 0; j < fromY; j++)
            for (int k = 0; k < fromX; k++)
                sum += Weight(fromY, toY, y, j) * Weight(fromX, toX, x, k) * pixels[(((j * fromX) + k) * channels) + c];
        return sum;
    }

    private static double Weight(int from, int to, int i, int j)
    {
        double scale = (double)from / to;
        if (from > to) return Math.Max(0, Math.Min((i + 1) * scale, j + 1) - Math.Max(i * scale, j)) / scale;
        double center = Math.Clamp(((i + 0.5) * scale) - 0.5, 0, from - 1);
        return Math.Max(0, 1 - Math.Abs(center - j));
    }
}
