using Feedforward.Backends;

namespace Feedforward;

/// <summary>What random numbers are drawn for: streams of different purposes never share a number.</summary>
internal enum Purpose : ushort
{
    Shuffle = 1,
    Dropout = 2,
    Initializer = 3,
    Split = 4,
    Generator = 5,
    GradientCheck = 6,
    Folds = 7,
}

/// <summary>
/// A stream of random numbers without state: number i is a pure function of (seed, purpose, layer, epoch, i), so that it does not depend on
/// threads, order or where a run was resumed. Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", 2011);
/// the key is the seed, the counter is (block low, block high, epoch, purpose·2¹⁶ + layer); a block gives four numbers.
/// </summary>
internal readonly struct RandomStream(ulong seed, Purpose purpose, int layer = 0, int epoch = 0)
{
    private readonly uint _key0 = (uint)seed, _key1 = (uint)(seed >> 32);
    private readonly uint _epoch = (uint)epoch, _stream = ((uint)purpose << 16) + (uint)layer;

    /// <summary>Number i as 32 random bits: word i mod 4 of block i div 4.</summary>
    internal uint Word(long i)
    {
        var block = Block(i >> 2);
        return (i & 3) switch { 0 => block.A, 1 => block.B, 2 => block.C, _ => block.D };
    }

    /// <summary>The four numbers 4·index … 4·index + 3.</summary>
    internal (uint A, uint B, uint C, uint D) Block(long index) =>
        Philox(_key0, _key1, (uint)index, (uint)(index >> 32), _epoch, _stream);

    /// <summary>Number i in [0, 1), a multiple of 2⁻²⁴.</summary>
    internal float Uniform(long i) => ToUniform(Word(i));

    /// <summary>32 random bits as a number in [0, 1), a multiple of 2⁻²⁴.</summary>
    internal static float ToUniform(uint word) => (word >> 8) * (1f / (1 << 24));

    /// <summary>Number i of the standard normal distribution, by the inverse distribution function.</summary>
    internal double Normal(long i) => DoubleFunctions.NormalQuantile((Word(i) + 0.5) * (1.0 / 4294967296.0));

    /// <summary>Number i in 0 … bound−1 by 64-bit multiply-high; uses the words 2i and 2i+1.</summary>
    internal int Below(long i, int bound)
    {
        ulong bits = Word(2 * i) | ((ulong)Word((2 * i) + 1) << 32);
        return (int)Math.BigMul(bits, (ulong)bound, out _);
    }

    /// <summary>Puts the items into a random order: Fisher–Yates from the last to the first, item i taking the words 2i and 2i + 1.</summary>
    internal void Shuffle(Span<int> items)
    {
        for (int pair = (items.Length - 1) / 2; pair >= 0; pair--)
        {
            // The words of two neighbouring items are one block.
            var (a, b, c, d) = Block(pair);
            int i = (2 * pair) + 1;
            if (i < items.Length) Swap(items, i, c | ((ulong)d << 32));
            if (i > 1) Swap(items, i - 1, a | ((ulong)b << 32));
        }
    }

    private static void Swap(Span<int> items, int i, ulong bits)
    {
        int j = (int)Math.BigMul(bits, (ulong)i + 1, out _);
        (items[i], items[j]) = (items[j], items[i]);
    }

    /// <summary>Ten rounds of Philox4x32.</summary>
    internal static (uint A, uint B, uint C, uint D) Philox(uint key0, uint key1, uint c0, uint c1, uint c2, uint c3)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ key0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ key1, (uint)p0);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        return (c0, c1, c2, c3);
    }
}
