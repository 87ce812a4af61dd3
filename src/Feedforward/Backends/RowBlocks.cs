namespace Feedforward.Backends;

/// <summary>
/// Sums over batch rows: blocks of <see cref="Backend.RowBlock"/> rows in order from +0, then s(n) = s(first p) + s(rest) over n blocks, p the
/// largest power of two below n. Who computes a block does not change the sum.
/// </summary>
internal static class RowBlocks
{
    /// <summary>The sum of the rows' numbers.</summary>
    internal static double Sum(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length <= Backend.RowBlock) return InOrder(numbers);
        Span<double> partial = stackalloc double[32];
        int depth = 0, blocks = 0;
        for (int first = 0; first < numbers.Length; first += Backend.RowBlock)
        {
            partial[depth++] = InOrder(numbers[first..Math.Min(first + Backend.RowBlock, numbers.Length)]);
            for (int n = ++blocks; (n & 1) == 0; n >>= 1, depth--) partial[depth - 2] += partial[depth - 1];
        }
        for (; depth > 1; depth--) partial[depth - 2] += partial[depth - 1];
        return partial[0];
    }

    private static double InOrder(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers) sum += number;
        return sum;
    }
}
