namespace Feedforward.Backends;

/// <summary>
/// Sums over batch rows: blocks of <see cref="Backend.RowBlock"/> rows in order from +0, then s(n) = s(first p) + s(rest) over n blocks, p the
/// largest power of two below n. Who computes a block does not change the sum.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Σ over rows 0 … rows−1 of a row's number.</summary>
    internal static double Sum(int rows, Func<int, double> number)
    {
        Span<double> partial = stackalloc double[32];
        int depth = 0, blocks = 0;
        for (int first = 0; first < rows; first += Backend.RowBlock)
        {
            double sum = 0;
            for (int i = first; i < Math.Min(first + Backend.RowBlock, rows); i++) sum += number(i);
            partial[depth++] = sum;
            for (int n = ++blocks; (n & 1) == 0; n >>= 1, depth--) partial[depth - 2] += partial[depth - 1];
        }
        for (; depth > 1; depth--) partial[depth - 2] += partial[depth - 1];
        return depth == 0 ? 0 : partial[0];
    }
}
