namespace Feedforward.Tests.Backends;

public sealed class RandomnessTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)]
    [InlineData(0xA4093822, 0x299F31D0, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)]
    public void Philox_gives_the_published_answers(
        uint key0, uint key1, uint c0, uint c1, uint c2, uint c3, uint a, uint b, uint c, uint d) =>
        Assert.Equal((a, b, c, d), RandomStream.Philox(key0, key1, c0, c1, c2, c3));

    [Fact]
    public void A_number_depends_on_its_place_alone()
    {
        var stream = new RandomStream(42, Purpose.Dropout, layer: 3, epoch: 7);
        var block = stream.Block(5);
        Assert.Equal((stream.Word(20), stream.Word(21), stream.Word(22), stream.Word(23)), block);
        Assert.Equal(block, RandomStream.Philox(42, 0, 5, 0, 7, ((uint)Purpose.Dropout << 16) + 3));
        Assert.Equal(
            RandomStream.Philox(0x9ABCDEF0, 0x12345678, 1, 2, 0, (uint)Purpose.Shuffle << 16),
            new RandomStream(0x123456789ABCDEF0, Purpose.Shuffle).Block(0x200000001));
    }

    [Fact]
    public void Streams_of_another_seed_purpose_layer_or_epoch_are_other_numbers()
    {
        RandomStream[] streams =
        [
            new(1, Purpose.Dropout), new(2, Purpose.Dropout), new(1UL << 32, Purpose.Dropout), new(1, Purpose.Shuffle),
            new(1, Purpose.Dropout, layer: 1), new(1, Purpose.Dropout, epoch: 1),
        ];
        var words = streams.SelectMany(s => Enumerable.Range(0, 100).Select(i => s.Word(i))).ToHashSet();
        Assert.Equal(600, words.Count);
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        const int draws = 1_000_000, bins = 256;
        var stream = new RandomStream(3, Purpose.Initializer);
        int[] counts = new int[bins];
        for (int i = 0; i < draws; i++)
        {
            float x = stream.Uniform(i);
            Assert.InRange(x, 0, 1 - 5.9e-8f);
            counts[(int)(x * bins)]++;
        }
        // χ² with 255 degrees of freedom: mean 255, standard deviation 22.6.
        double chiSquare = counts.Sum(n => Math.Pow(n - ((double)draws / bins), 2) / ((double)draws / bins));
        Assert.InRange(chiSquare, 255 - (5 * 22.6), 255 + (5 * 22.6));
        Assert.Equal(0, RandomStream.ToUniform(255));
        Assert.Equal(1 - (1 / 16777216f), RandomStream.ToUniform(uint.MaxValue));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_tails_of_the_normal_distribution()
    {
        const int draws = 400_000;
        var stream = new RandomStream(4, Purpose.Initializer);
        double sum = 0, squares = 0, cubes = 0, fourths = 0;
        int beyondTwo = 0;
        for (int i = 0; i < draws; i++)
        {
            double x = stream.Normal(i);
            Assert.True(double.IsFinite(x));
            (sum, squares, cubes, fourths) = (sum + x, squares + (x * x), cubes + (x * x * x), fourths + (x * x * x * x));
            beyondTwo += Math.Abs(x) > 2 ? 1 : 0;
        }
        // Five standard errors of each mean.
        double root = Math.Sqrt(draws);
        Assert.Equal(0, sum / draws, 5 / root);
        Assert.Equal(1, squares / draws, 5 * Math.Sqrt(2) / root);
        Assert.Equal(0, cubes / draws, 5 * Math.Sqrt(15) / root);
        Assert.Equal(3, fourths / draws, 5 * Math.Sqrt(96) / root);
        Assert.Equal(0.0455002638963584, (double)beyondTwo / draws, 5 * 0.209 / root);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Below_stays_below_its_bound_and_reaches_both_ends(int bound)
    {
        var stream = new RandomStream(5, Purpose.Split);
        int least = int.MaxValue, greatest = -1;
        for (int i = 0; i < 20000; i++)
        {
            int x = stream.Below(i, bound);
            Assert.InRange(x, 0, bound - 1);
            (least, greatest) = (Math.Min(least, x), Math.Max(greatest, x));
        }
        Assert.InRange(least, 0, bound / 1000);
        Assert.InRange(greatest, bound - 1 - (bound / 1000), bound - 1);
    }

    [Fact]
    public void Below_is_even_over_a_small_bound()
    {
        var stream = new RandomStream(6, Purpose.Split);
        int[] counts = new int[7];
        for (int i = 0; i < 70000; i++)
            counts[stream.Below(i, 7)]++;
        Assert.All(counts, n => Assert.InRange(n, 10000 - 500, 10000 + 500));
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_puts_every_item_everywhere()
    {
        const int rounds = 6000, size = 6;
        int[,] seen = new int[size, size];
        for (int round = 0; round < rounds; round++)
        {
            int[] items = [.. Enumerable.Range(0, size)];
            new RandomStream(7, Purpose.Shuffle, epoch: round).Shuffle(items);
            Assert.Equal(Enumerable.Range(0, size), items.Order());
            for (int place = 0; place < size; place++)
                seen[items[place], place]++;
        }
        foreach (int n in seen)
            Assert.InRange(n, 1000 - 150, 1000 + 150);
    }
}
