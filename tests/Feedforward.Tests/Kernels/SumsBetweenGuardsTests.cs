using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Kernels;

/// <summary>What works on spans of any length that begin anywhere: every length from 0 to 257 at every offset of a cache line, between guard pages.</summary>
public sealed class SumsBetweenGuardsTests
{
    private const int Longest = 257, Offsets = FloatBuffer.Alignment;

    private static readonly float[] Numbers = [.. Enumerable.Range(0, 2 * Longest).Select(i => (float)Draws.Normal(i))];

    private static RandomStream Draws { get; } = new(11, Purpose.GradientCheck);

    [Fact]
    public void Sums_and_dot_products_of_lanes()
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using GuardedFloats left = new(Longest + Offsets), right = new(Longest + Offsets);
        left.Spoil();
        right.Spoil();
        foreach (var (length, flush, offset) in Places())
        {
            Span<float> x = Take(left, length, flush, offset, Numbers), y = Take(right, length, flush, Offsets - 1 - offset, Numbers.AsSpan(Longest));
            Same(Lanes(length, i => Numbers[i]), LaneSums.Sum(x), length, flush, offset);
            Same(Lanes(length, i => (double)Numbers[i] * Numbers[Longest + i]), LaneSums.Dot(x, y), length, flush, offset);
            x.Fill(float.NaN);
            y.Fill(float.NaN);
        }
    }

    [Fact]
    public void Sums_over_rows()
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using var memory = new GuardedFloats(2 * (Longest + Offsets));
        memory.Spoil();
        foreach (var (length, flush, offset) in Places())
        {
            var rows = MemoryMarshal.Cast<float, double>(memory.Floats(2 * length, flush, 2 * (offset / 2)));
            for (int i = 0; i < length; i++) rows[i] = Numbers[i];
            Same(Tree(0, (length + Backend.RowBlock - 1) / Backend.RowBlock, length), RowBlocks.Sum(rows), length, flush, offset);
            rows.Fill(double.NaN);
        }
    }

    [Fact]
    public void Bytes_become_floats_and_nothing_beside_them_is_written()
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using var memory = new GuardedFloats(Longest + Offsets);
        for (int length = 1; length <= Longest; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, 2 * length).Select(i => (byte)(i * 37))];
            var data = Dataset.From(bytes, length, [0, 1]);
            foreach (var (_, flush, offset) in Places().Where(place => place.Length == 0))
            {
                memory.Spoil();
                var row = memory.Floats(length, flush, offset);
                data.CopyInputs(1, row);
                for (int j = 0; j < length; j++) Assert.Equal(bytes[length + j] / 255f, row[j]);
                Assert.Equal(memory.Length - length, memory.Bits.Count(GuardedFloats.Poison));
            }
        }
    }

    private static IEnumerable<(int Length, Flush Flush, int Offset)> Places() =>
        from length in Enumerable.Range(0, Longest + 1)
        from flush in Enum.GetValues<Flush>()
        from offset in Enumerable.Range(0, Offsets)
        select (length, flush, offset);

    private static Span<float> Take(GuardedFloats memory, int length, Flush flush, int offset, ReadOnlySpan<float> numbers)
    {
        var span = memory.Floats(length, flush, offset);
        numbers[..length].CopyTo(span);
        return span;
    }

    /// <summary>Sixteen lanes in order from +0, then the tree, written out.</summary>
    private static double Lanes(int length, Func<int, double> term)
    {
        double[] s = new double[16];
        for (int i = 0; i < length; i++) s[i % 16] += term(i);
        double[] eight = [.. Enumerable.Range(0, 8).Select(i => s[i] + s[i + 8])], four = [.. Enumerable.Range(0, 4).Select(i => eight[i] + eight[i + 4])];
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>s(n) = s(first p) + s(rest), p the largest power of two below n.</summary>
    private static double Tree(int first, int blocks, int length)
    {
        if (blocks <= 1)
            return Enumerable.Range(first * Backend.RowBlock, Math.Clamp(length - (first * Backend.RowBlock), 0, Backend.RowBlock)).Aggregate(0.0, (sum, i) => sum + Numbers[i]);
        int p = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)blocks) / 2;
        return Tree(first, p, length) + Tree(first + p, blocks - p, length);
    }

    private static void Same(double expected, double actual, int length, Flush flush, int offset) => Assert.True(
        BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual),
        $"{length} numbers, {offset} from the {flush} end: {expected:R}, found {actual:R}");
}
