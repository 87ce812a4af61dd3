namespace Feedforward.Tests.Fuzzing;

/// <summary>A reader under random input.</summary>
internal interface IFuzzTarget
{
    /// <summary>What the command calls it.</summary>
    string Name { get; }

    /// <summary>Pieces that mean something to the reader; mutations put them in.</summary>
    IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>A sound input, or nearly so, for mutations to begin with.</summary>
    byte[] Sound(FuzzRandom random);

    /// <summary>
    /// Reads an input. A product's own exception is an answer; any other is a crash, and so is a <see cref="FuzzMismatchException"/>: the reader took the input
    /// and read something else than an independent reader does.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="random">Chooses how it is read.</param>
    void Read(byte[] input, FuzzRandom random);
}

/// <summary>Two readers read an input differently.</summary>
internal sealed class FuzzMismatchException(string message) : Exception(message);

/// <summary>Random numbers of one input: the same for the same seed and number (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal sealed class FuzzRandom(ulong seed, long number)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    // Mixed twice: the numbers of one input must not be those of the next, moved on by one.
    private ulong _state = Mix(Mix(seed * Step) + (ulong)number);

    internal ulong Next() => Mix(_state += Step);

    /// <summary>From 0 to one less than the limit.</summary>
    internal int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>True once in so many times.</summary>
    internal bool OneIn(int times) => Below(times) == 0;

    internal T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
