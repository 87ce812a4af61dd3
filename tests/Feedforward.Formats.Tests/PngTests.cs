using StbImageSharp;

namespace Feedforward.Formats.Tests;

/// <summary>Pictures of every kind that the format has, made by an encoder that shares no code with the reader.</summary>
public class PngTests
{
    private static readonly (int Height, int Width)[] Sizes = [(1, 1), (1, 9), (7, 3), (8, 8), (5, 13), (33, 2)];

    public static TheoryData<int, int> Kinds => [.. TestPng.Kinds.Select(k => (k.Color, k.Depth))];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_filter_size_and_order_of_pixels_gives_the_picture(int color, int depth)
    {
        var random = new Random((color * 100) + depth);
        foreach (var (height, width) in Sizes)
            foreach (bool interlaced in new[] { false, true })
                for (int filter = 0; filter <= 5; filter++)
                {
                    var picture = TestPng.Random(random, height, width, color, depth) with { IsInterlaced = interlaced, Filter = filter, ChunkBytes = 1 + random.Next(50) };
                    AssertShows(picture);
                }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 2)]
    [InlineData(3, 8)]
    public void A_transparent_colour_is_laid_on_white(int color, int depth)
    {
        var picture = TestPng.Random(new Random(depth), 9, 9, color, depth);
        int[] clear = picture.Samples[..TestPng.SamplesOf(color)];
        picture = picture with { Transparency = color == 3 ? [0, 100] : [.. clear.SelectMany(s => new[] { (byte)(s >> 8), (byte)s })] };
        Assert.True(AssertShows(picture).WasTransparent);
    }

    [Fact]
    public void What_lets_no_light_through_is_not_called_transparent()
    {
        var picture = new TestPng(1, 2, 4, 8, [10, 255, 20, 255]);
        Assert.False(Decode(picture.Encode()).WasTransparent);
        Assert.Equal([10, 20], Decode(picture.Encode()).Pixels);
    }

    [Fact]
    public void Of_an_animation_the_default_picture_is_shown_and_gamma_is_not_looked_at()
    {
        var picture = TestPng.Random(new Random(3), 4, 4, 0, 8) with
        {
            Before = [("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), ("fcTL", new byte[26]), ("gAMA", [0, 0, 0, 1]), ("iCCP", [1, 2]), ("fdAT", [0, 0, 0, 1, 9])],
        };
        AssertShows(picture);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_is_read_again_also_by_another_reader(int channels)
    {
        byte[] pixels = new byte[2 * 7 * 5 * channels];
        new Random(4).NextBytes(pixels);
        var images = new ImageSet(pixels, 7, 5, null, [], "random", channels);
        using var file = new MemoryStream();
        ImageFile.WritePng(images, 1, file);
        Assert.Equal(images.Pixels(1), Decode(file.ToArray()).Pixels);
        var other = ImageResult.FromMemory(file.ToArray(), channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        Assert.Equal(images.Pixels(1), other.Data);
    }

    internal static Raster Decode(byte[] file) => ImageFile.Decode(file, ImageKind.Png, "test.png");

    private static Raster AssertShows(TestPng picture)
    {
        var raster = Decode(picture.Encode());
        Assert.Equal((picture.Height, picture.Width), (raster.Height, raster.Width));
        Assert.Equal(Expected(picture), raster.Pixels);
        return raster;
    }

    /// <summary>The bytes of a picture, by the definitions and in double precision.</summary>
    private static byte[] Expected(TestPng p)
    {
        int samples = TestPng.SamplesOf(p.Color), colors = samples >= 3 ? 3 : 1;
        double largest = (1 << p.Depth) - 1;
        var pixels = new List<byte>();
        foreach (int[] pixel in p.Samples.Chunk(samples))
        {
            double alpha = samples is 2 or 4 ? pixel[^1] / largest : 1;
            if (p.Color == 3)
            {
                alpha = pixel[0] < p.Transparency?.Length ? p.Transparency[pixel[0]] / 255.0 : 1;
                pixels.AddRange(p.Palette!.AsSpan(3 * pixel[0], 3).ToArray().Select(value => Mix(value / 255.0, alpha)));
                continue;
            }
            if (p.Transparency is not null && pixel.Zip(p.Transparency.Chunk(2)).All(s => s.First == ((s.Second[0] << 8) | s.Second[1]))) alpha = 0;
            pixels.AddRange(pixel[..colors].Select(value => Mix(value / largest, alpha)));
        }
        return [.. pixels];
    }

    private static byte Mix(double light, double alpha) => (byte)Math.Floor((255 * ((light * alpha) + 1 - alpha)) + 0.5 + 1e-9);
}
