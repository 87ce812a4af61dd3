namespace Feedforward;

/// <summary>The random numbers of one generated thing, one after the other, from a multiple of 4 on.</summary>
internal struct Draws(RandomStream stream, long first)
{
    private long _next = first;
    private (uint A, uint B, uint C, uint D) _block;

    /// <summary>A number in [0, 1).</summary>
    internal double Uniform()
    {
        int word = (int)(_next & 3);
        if (word == 0) _block = stream.Block(_next >> 2);
        _next++;
        return RandomStream.ToUniform(word switch { 0 => _block.A, 1 => _block.B, 2 => _block.C, _ => _block.D });
    }

    /// <summary>A number in [low, high).</summary>
    internal double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A bell-shaped number of mean 0 and variance 1, never beyond ±3.47: the sum of four uniform ones, scaled by √3.</summary>
    internal double Bell() => 1.7320508075688772 * (Uniform() + Uniform() + Uniform() + Uniform() - 2);
}
