using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Feedforward.Backends;

namespace Feedforward.Tests;

/// <summary>What a sweep over the floats found.</summary>
internal sealed class UlpSweepResult
{
    /// <summary>How many arguments.</summary>
    internal long Arguments { get; set; }

    internal double Worst { get; set; } = -1;

    internal float WorstAt { get; set; }

    /// <summary>How many values are not the float next to the truth.</summary>
    internal long NotCorrectlyRounded { get; set; }

    /// <summary>How many values are below that of the next smaller argument, and the last of those arguments.</summary>
    internal long Falls { get; set; }

    internal float FallsAt { get; set; }

    /// <summary>For how many arguments f(−x) is not −f(x).</summary>
    internal long NotOdd { get; set; }

    /// <summary>How many values have other bits in another lane.</summary>
    internal long LanesDiffer { get; set; }

    /// <summary>SHA-256 of the digests of the blocks in order; a block's is that of its values, in the order of their arguments' bits, every NaN as 7FC00000.</summary>
    internal string Digest { get; set; } = "";

    /// <summary>Whether nothing that is promised of the function was found broken.</summary>
    internal bool Keeps(FloatFunction function) =>
        Worst <= function.Bound && (Falls == 0 || function.Rises != true) && NotOdd == 0 && LanesDiffer == 0;

    internal void Add(UlpSweepResult other)
    {
        Arguments += other.Arguments;
        if (other.Worst > Worst) (Worst, WorstAt) = (other.Worst, other.WorstAt);
        NotCorrectlyRounded += other.NotCorrectlyRounded;
        if (other.Falls > 0) (Falls, FallsAt) = (Falls + other.Falls, other.FallsAt);
        NotOdd += other.NotOdd;
        LanesDiffer += other.LanesDiffer;
    }
}

/// <summary>
/// Runs a function over the floats whose bits are multiples of a stride, in blocks that share the threads, and compares it with the truth,
/// with itself at the float before and at −x, and with itself in the other lanes.
/// </summary>
internal sealed class UlpSweep(FloatFunction function, uint stride)
{
    internal const int Blocks = 256;

    private const long BlockSize = (1L << 32) / Blocks;

    private const int Chunk = 4096;

    /// <summary>The value of one float in so many is compared with the scalar lane's.</summary>
    internal int ScalarStride { get; init; } = 1;

    internal UlpSweepResult Run(int threads, Action? blockDone = null)
    {
        var results = new UlpSweepResult[Blocks];
        byte[] digests = new byte[Blocks * SHA256.HashSizeInBytes];
        Parallel.For(0, Blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            results[block] = Block(block, digests.AsSpan(block * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes));
            blockDone?.Invoke();
        });
        var whole = new UlpSweepResult { Digest = Convert.ToHexString(SHA256.HashData(digests)) };
        foreach (var result in results) whole.Add(result);
        return whole;
    }

    /// <summary>The error of y in units of the last place that a float of the truth's size has: 2^(⌊log₂|truth|⌋ − 23), at least 2⁻¹⁴⁹.</summary>
    internal static double Ulps(float y, double truth)
    {
        if (double.IsNaN(truth) || Math.Abs(truth) >= 3.4028235677973366e38)
            return y.Equals((float)truth) ? 0 : double.PositiveInfinity;
        long exponent = Math.Max((BitConverter.DoubleToInt64Bits(truth) >> 52) & 0x7FF, 1023 - 126);
        double ulps = Math.Abs(y - truth) * BitConverter.Int64BitsToDouble((1023 + 1023 + 23 - exponent) << 52);
        return double.IsNaN(ulps) ? double.PositiveInfinity : ulps;
    }

    internal static uint Canonical(float x) => float.IsNaN(x) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(x);

    private UlpSweepResult Block(int block, Span<byte> digest)
    {
        long start = block * BlockSize, end = start + BlockSize, first = (start + stride - 1) / stride * stride;
        var scalar = function.On<Scalar>();
        var tally = new Tally(first >= stride ? scalar(new(Float(first - stride))).Value : float.NaN);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long bits = first; bits < end; bits += (long)Chunk * stride)
        {
            int count = (int)Math.Min(Chunk, (end - bits + stride - 1) / stride);
            for (int i = 0; i < Chunk; i++) tally.X[i] = Float(Math.Min(bits + ((long)i * stride), uint.MaxValue));
            Apply(function.On<Lane512>(), tally.X, tally.Y);
            tally.Compare(function, count);
            tally.CompareLanes(Apply(function.On<Lane256>(), tally.X, tally.Other), count);
            tally.CompareLanes(Apply(function.On<Lane128>(), tally.X, tally.Other), count);
            tally.CompareScalar(scalar, ScalarStride, count);
            if (function.Odd) tally.CompareMirrored(function.On<Lane512>(), count);
            hash.AppendData(tally.Bytes(count));
        }
        hash.GetHashAndReset(digest);
        return tally.Result;
    }

    private static float Float(long bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static float[] Apply<T>(Func<T, T> f, float[] x, float[] y)
        where T : struct, IVectorLane<T>
    {
        for (int i = 0; i < x.Length; i += T.Count) T.Store(f(T.Load(in x[i])), ref y[i]);
        return y;
    }

    /// <summary>The arguments of a chunk, the values, and what has been counted.</summary>
    private sealed class Tally(float before)
    {
        internal readonly float[] X = new float[Chunk], Y = new float[Chunk], Other = new float[Chunk];

        internal readonly UlpSweepResult Result = new();

        private readonly float[] _mirrored = new float[Chunk];
        private float _before = before;

        internal void Compare(FloatFunction function, int count)
        {
            var truthOf = function.Truth;
            for (int i = 0; i < count; i++)
            {
                float x = X[i], y = Y[i];
                double truth = truthOf(x), ulps = Ulps(y, truth);
                if (ulps > Result.Worst) (Result.Worst, Result.WorstAt) = (ulps, x);
                float rounded = (float)truth;
                if (BitConverter.SingleToUInt32Bits(y) != BitConverter.SingleToUInt32Bits(rounded) && !(float.IsNaN(y) && float.IsNaN(rounded))) Result.NotCorrectlyRounded++;
                // The bits of negative floats rise where the floats fall.
                if (float.IsNegative(x) ? y > _before : y < _before) (Result.Falls, Result.FallsAt) = (Result.Falls + 1, x);
                _before = y;
            }
            Result.Arguments += count;
        }

        internal void CompareLanes(float[] other, int count)
        {
            if (Bits(other)[..count].SequenceEqual(Bits(Y)[..count])) return;
            for (int i = 0; i < count; i++)
                if (Canonical(other[i]) != Canonical(Y[i])) Result.LanesDiffer++;
        }

        internal void CompareScalar(Func<Scalar, Scalar> f, int stride, int count)
        {
            for (int i = 0; i < count; i += stride)
                if (Canonical(f(new(X[i])).Value) != Canonical(Y[i])) Result.LanesDiffer++;
        }

        internal void CompareMirrored(Func<Lane512, Lane512> f, int count)
        {
            for (int i = 0; i < Chunk; i++) _mirrored[i] = -X[i];
            Apply(f, _mirrored, Other);
            for (int i = 0; i < count; i++)
                if (Canonical(-Other[i]) != Canonical(Y[i])) Result.NotOdd++;
        }

        private static Span<uint> Bits(float[] values) => MemoryMarshal.Cast<float, uint>(values.AsSpan());

        /// <summary>The values' bytes, every NaN made one; the last thing to do with a chunk.</summary>
        internal ReadOnlySpan<byte> Bytes(int count)
        {
            for (int i = 0; i < Chunk; i += Lane512.Count)
            {
                var y = Vector512.LoadUnsafe(in Y[i]);
                Vector512.ConditionalSelect(Vector512.Equals(y, y), y, Vector512.Create(0x7FC00000).AsSingle()).StoreUnsafe(ref Y[i]);
            }
            return MemoryMarshal.AsBytes(Y.AsSpan(0, count));
        }
    }
}
