using System.Security.Cryptography;

namespace Feedforward.Tests.Data;

public sealed class DigitsTests
{
    [Fact]
    public void The_first_thousand_images_are_these_on_every_machine()
    {
        var set = Generators.Digits(1000, 42);
        Assert.Equal("B7ED4F5F83B0DD62", Convert.ToHexString(SHA256.HashData(set.Bytes.Span))[..16]);
        Assert.Equal([9, 0, 4, 8, 7, 2, 3, 5, 6, 1], set.Labels!.Take(10));
    }

    [Fact]
    public void Made_one_by_one_and_backwards_the_images_are_the_same()
    {
        var set = Generators.Digits(300, 7);
        byte[] image = new byte[784];
        for (int i = 299; i >= 0; i--)
        {
            Digits.Draw(7, i, Digits.Label(7, i), image);
            Assert.True(set.Pixels(i).SequenceEqual(image), $"image {i}");
        }
    }

    [Fact]
    public void Fewer_images_are_the_first_of_more() =>
        Assert.True(Generators.Digits(50, 3).Bytes.Span.SequenceEqual(Generators.Digits(80, 3).Take(50).Bytes.Span));

    [Fact]
    public void Another_seed_gives_other_images_and_another_order()
    {
        var one = Generators.Digits(200, 1);
        var two = Generators.Digits(200, 2);
        Assert.NotEqual(one.Labels, two.Labels);
        for (int i = 0; i < 200; i++) Assert.False(one.Pixels(i).SequenceEqual(two.Pixels(i)));
    }

    [Fact]
    public void Each_run_of_ten_images_holds_each_digit_once()
    {
        var set = Generators.Digits(500);
        foreach (int[] run in set.Labels!.Chunk(10)) Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], run.Order());
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], set.Classes);
    }

    [Fact]
    public void Images_are_28_by_28_white_on_black_and_centred()
    {
        var set = Generators.Digits(2000);
        Assert.Equal((28, 28, 2000), (set.Height, set.Width, set.Rows));
        for (int row = 0; row < set.Rows; row++)
        {
            double sum = 0, x = 0, y = 0;
            var pixels = set.Pixels(row);
            for (int i = 0; i < pixels.Length; i++)
                (sum, x, y) = (sum + pixels[i], x + (pixels[i] * (i % 28)), y + (pixels[i] * (i / 28)));
            Assert.InRange(x / sum, 9, 18);
            Assert.InRange(y / sum, 9, 18);
            Assert.InRange(sum / 784, 5, 90);
        }
        Assert.InRange(set.Bytes.ToArray().Average(pixel => (double)pixel), 25, 35);
        Assert.InRange(set.Bytes.ToArray().Count(pixel => pixel == 0) / (double)set.Bytes.Length, 0.7, 0.9);
    }

    [Fact]
    public void No_digit_touches_more_than_a_little_of_the_rim()
    {
        var set = Generators.Digits(2000);
        int cut = 0;
        for (int row = 0; row < set.Rows; row++)
        {
            var pixels = set.Pixels(row);
            int rim = 0;
            for (int i = 0; i < 28; i++)
                rim += Math.Max(Math.Max(pixels[i], pixels[(27 * 28) + i]), Math.Max(pixels[28 * i], pixels[(28 * i) + 27])) > 150 ? 1 : 0;
            if (rim > 1) cut++;
        }
        Assert.InRange(cut, 0, 40);
    }

    // The digits are neither trivial nor unreadable: the mean image of each digit already tells many apart, but far from all.
    [Fact]
    public void The_nearest_mean_image_tells_most_digits_apart_but_not_all()
    {
        var set = Generators.Digits(4000);
        double[][] means = [.. Enumerable.Range(0, 10).Select(_ => new double[784])];
        for (int row = 0; row < 3000; row++)
            for (int i = 0; i < 784; i++) means[set.Labels![row]][i] += set.Pixels(row)[i] / 300.0;
        int right = 0;
        for (int row = 3000; row < 4000; row++)
        {
            byte[] image = set.Pixels(row).ToArray();
            int nearest = Enumerable.Range(0, 10).MinBy(digit => image.Zip(means[digit], (a, b) => (a - b) * (a - b)).Sum());
            if (nearest == set.Labels![row]) right++;
        }
        Assert.InRange(right, 650, 900);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2_000_001)]
    public void A_count_out_of_range_is_refused_with_the_range(int count)
    {
        var error = Assert.Throws<OptionException>(() => Generators.Digits(count));
        Assert.Equal("FF1001", error.Code);
        Assert.Contains($"count = {count} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 … 2000000", error.Message, StringComparison.Ordinal);
    }
}
