using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

/// <summary>The lanes themselves: arithmetic, masks, sums in a fixed order, the software's fused multiply-add.</summary>
public sealed class FunctionsOfLanesTests
{
    [Fact]
    public void Every_width_does_the_arithmetic_of_one_float()
    {
        Same<Lane128>();
        Same<Lane256>();
        Same<Lane512>();
    }

    private static void Same<T>()
        where T : struct, IVectorLane<T>
    {
        Assert.Equal(16, T.Count);
        foreach (float other in new[] { 0.1f, -3e38f, 0f, -0f, float.NaN, float.PositiveInfinity, 1e-40f })
        {
            T b = T.Broadcast(other), c = T.Constant(-0.75);
            Scalar sb = new(other), sc = new(-0.75f);
            Assert.Equal(LaneGrid.ScalarBits(a => a + sb), LaneGrid.Bits<T>(a => a + b));
            Assert.Equal(LaneGrid.ScalarBits(a => a - sb), LaneGrid.Bits<T>(a => a - b));
            Assert.Equal(LaneGrid.ScalarBits(a => a * sb), LaneGrid.Bits<T>(a => a * b));
            Assert.Equal(LaneGrid.ScalarBits(a => a / sb), LaneGrid.Bits<T>(a => a / b));
            Assert.Equal(LaneGrid.ScalarBits(a => -a), LaneGrid.Bits<T>(a => -a));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.Fma(a, sb, sc)), LaneGrid.Bits<T>(a => T.Fma(a, b, c)));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.Min(a, sb)), LaneGrid.Bits<T>(a => T.Min(a, b)));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.Min(sb, a)), LaneGrid.Bits<T>(a => T.Min(b, a)));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.Max(a, sb)), LaneGrid.Bits<T>(a => T.Max(a, b)));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.Max(sb, a)), LaneGrid.Bits<T>(a => T.Max(b, a)));
            Assert.Equal(LaneGrid.ScalarBits(a => Scalar.WhereLess(a, sb, sc, a)), LaneGrid.Bits<T>(a => T.WhereLess(a, b, c, a)));
            Assert.Equal(LaneGrid.ScalarBits(Scalar.Abs), LaneGrid.Bits<T>(T.Abs));
            Assert.Equal(LaneGrid.ScalarBits(Scalar.Sqrt), LaneGrid.Bits<T>(T.Sqrt));
        }
    }

    [Fact]
    public void Min_and_max_give_the_second_number_where_they_cannot_decide()
    {
        (float A, float B, float Min, float Max)[] cases =
            [(1, 2, 1, 2), (float.NaN, 2, 2, 2), (2, float.NaN, float.NaN, float.NaN), (0, -0f, -0f, -0f), (-0f, 0, 0, 0)];
        foreach (var (a, b, min, max) in cases)
        {
            Assert.Equal(UlpSweep.Canonical(min), UlpSweep.Canonical(Scalar.Min(new(a), new(b)).Value));
            Assert.Equal(UlpSweep.Canonical(max), UlpSweep.Canonical(Scalar.Max(new(a), new(b)).Value));
        }
    }

    [Fact]
    public void A_number_times_a_power_of_two_is_rounded_once_even_to_a_subnormal()
    {
        foreach (float x in new[] { 0.70710677f, 0.9999999f, 1, 1.0000001f, 1.3333334f, 1.4142135f, 9.094947e-13f, 1.0995115e12f })
            for (int n = -151; n <= 128; n++)
            {
                float expected = (float)Math.ScaleB(x, n);
                Assert.Equal(expected, Scalar.Scale(new(x), new(n)).Value);
                Assert.Equal(expected, Register128.Scale(Register128.Broadcast(x), Register128.Constant(n)).Value[3]);
                Assert.Equal(expected, Register256.Scale(Register256.Broadcast(x), Register256.Constant(n)).Value[7]);
                Assert.Equal(expected, Register512.Scale(Register512.Broadcast(x), Register512.Constant(n)).Value[15]);
            }
        Assert.True(float.IsNaN(Scalar.Scale(new(float.NaN), new(float.NaN)).Value));
    }

    [Fact]
    public void Sixteen_floats_are_summed_by_one_tree_in_every_width()
    {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            float[] x = [.. Enumerable.Range(0, 16).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-6, 7)))];
            float tree = LaneSums.Tree(x);
            Assert.Equal(tree, Lane128.Sum(Lane128.Load(in x[0])));
            Assert.Equal(tree, Lane256.Sum(Lane256.Load(in x[0])));
            Assert.Equal(tree, Lane512.Sum(Lane512.Load(in x[0])));
            Assert.Equal(x.Max(), Lane128.Greatest(Lane128.Load(in x[0])));
            Assert.Equal(x.Max(), Lane256.Greatest(Lane256.Load(in x[0])));
            Assert.Equal(x.Max(), Lane512.Greatest(Lane512.Load(in x[0])));
        }
    }

    [Fact]
    public void The_tree_adds_the_halves()
    {
        // 2²⁴ + 1 is 2²⁴ in float, 2²⁴ + 2 is not: columns 2 and 6 meet before they meet column 0, columns 4 and 8 do not.
        float[] x = new float[16];
        (x[0], x[2], x[6], x[1]) = (16777216, 1, 1, -16777216);
        Assert.Equal(2, LaneSums.Tree(x));
        (x[2], x[6], x[8], x[4]) = (0, 0, 1, 1);
        Assert.Equal(0, LaneSums.Tree(x));
    }

    [Fact]
    public void Columns_beyond_the_count_are_replaced()
    {
        float[] x = [.. Enumerable.Range(1, 16).Select(i => (float)i)];
        for (int count = 0; count <= 16; count++)
        {
            float[] expected = [.. x.Select((v, i) => i < count ? v : -7f)];
            Assert.Equal(expected, Masked<Lane128>(x, count));
            Assert.Equal(expected, Masked<Lane256>(x, count));
            Assert.Equal(expected, Masked<Lane512>(x, count));
        }
    }

    private static float[] Masked<T>(float[] x, int count)
        where T : struct, IVectorLane<T>
    {
        float[] result = new float[16];
        T.Store(T.FirstColumns(T.Load(in x[0]), count, T.Constant(-7)), ref result[0]);
        return result;
    }

    [Fact]
    public void Sums_in_double_are_the_same_bits_in_vectors_and_in_loops()
    {
        var random = new Random(2);
        for (int length = 0; length < 200; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-15, 16)))];
            Assert.Equal(BitConverter.DoubleToInt64Bits(LaneSums.ScalarSum(x)), BitConverter.DoubleToInt64Bits(LaneSums.Sum(x)));
            Assert.Equal(BitConverter.DoubleToInt64Bits(LaneSums.ScalarDot(x, x)), BitConverter.DoubleToInt64Bits(LaneSums.Dot(x, x)));
        }
        float[] whole = [.. Enumerable.Range(1, 1000).Select(i => (float)i)];
        Assert.Equal(500500, LaneSums.Sum(whole));
        Assert.Equal(333833500, LaneSums.Dot(whole, whole));
        Assert.Equal(1e76, LaneSums.Dot([1e38f], [1e38f]), 1e69);
    }

    [Fact]
    public void The_software_fused_multiply_add_is_the_hardware_one()
    {
        var random = new Random(3);
        Span<uint> bits = stackalloc uint[3];
        for (int i = 0; i < 2_000_000; i++)
        {
            random.NextBytes(MemoryMarshal.AsBytes(bits));
            CheckFused(BitConverter.UInt32BitsToSingle(bits[0]), BitConverter.UInt32BitsToSingle(bits[1]), BitConverter.UInt32BitsToSingle(bits[2]));
            // Near each other in size, near cancellation, near a tie, near and in the subnormals.
            float a = BitConverter.UInt32BitsToSingle((bits[0] & 0x80FFFFFF) | 0x3F000000), b = BitConverter.UInt32BitsToSingle((bits[1] & 0x80FFFFFF) | 0x3F000000);
            float product = a * b;
            CheckFused(a, b, -product);
            CheckFused(a, b, BitConverter.UInt32BitsToSingle((bits[2] & 0x8FFFFFFF) | 0x30000000));
            CheckFused(a, b, float.BitIncrement(-product));
            CheckFused(a * 1e-19f, b * 1e-20f, BitConverter.UInt32BitsToSingle(bits[2] & 0x80FFFFFF));
            CheckFused(BitConverter.UInt32BitsToSingle(bits[0] & 0xFFFFF000), BitConverter.UInt32BitsToSingle(bits[1] & 0xFFFFF000), BitConverter.UInt32BitsToSingle(bits[2] & 0xFFFF0000));
        }
    }

    private static void CheckFused(float a, float b, float c)
    {
        float hardware = MathF.FusedMultiplyAdd(a, b, c), software = Scalar.SoftwareFusedMultiplyAdd(a, b, c);
        if (UlpSweep.Canonical(hardware) != UlpSweep.Canonical(software))
            Assert.Fail($"{a:R} · {b:R} + {c:R} = {hardware:R}, not {software:R}");
    }

    [Fact]
    public void A_sum_just_below_a_tie_is_rounded_once()
    {
        // The sum is 1 + 2⁻²³ + 2⁻²⁴ − 2⁻⁷⁰. A double cannot hold it and would make a tie of it, which goes up to the even neighbour.
        float step = MathF.ScaleB(1, -23), half = MathF.ScaleB(1, -24);
        Assert.Equal(1 + step, Scalar.SoftwareFusedMultiplyAdd((1 + step) * half, 1 - step, 1 + step));
        Assert.Equal(1 + step + step, (float)(((double)((1 + step) * half) * (1 - step)) + 1 + step));
        Assert.Equal(float.Epsilon, Scalar.SoftwareFusedMultiplyAdd(MathF.ScaleB(1 + step, -75), MathF.ScaleB(1, -75), 0));
    }
}
