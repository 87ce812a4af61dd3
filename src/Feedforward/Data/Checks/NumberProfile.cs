namespace Feedforward;

/// <summary>How the numbers of a column lie, from the sorted ones.</summary>
internal sealed class NumberProfile
{
    private readonly double[] _sorted;

    internal NumberProfile(NumberColumn column)
    {
        var all = new double[column.Rows];
        column.CopyTo(0, all);
        Array.Sort(all); // NaN comes first.
        while (Blanks < all.Length && double.IsNaN(all[Blanks])) Blanks++;
        _sorted = all[Blanks..];
        AreWhole = true;
        for (int i = 0; i < _sorted.Length; i++)
        {
            if (i == 0 || _sorted[i] != _sorted[i - 1]) Distinct++;
            if (!double.IsInteger(_sorted[i])) AreWhole = false;
        }
    }

    internal int Blanks { get; }

    internal int Count => _sorted.Length;

    internal int Distinct { get; }

    /// <summary>Whether all are whole numbers.</summary>
    internal bool AreWhole { get; }

    internal double Low => _sorted[0];

    internal double High => _sorted[^1];

    /// <summary>The number at a share of the sorted ones.</summary>
    internal double At(double share) => _sorted[(int)((_sorted.Length - 1) * share)];

    /// <summary>How many are the least or the greatest, and the next number after it; there are at least two different ones.</summary>
    internal (double Value, int Count, double Next, int NextCount) End(bool high)
    {
        int step = high ? -1 : 1, i = high ? _sorted.Length - 1 : 0;
        double value = _sorted[i];
        int count = 0, nextCount = 0;
        for (; _sorted[i] == value; i += step) count++;
        double next = _sorted[i];
        for (; i >= 0 && i < _sorted.Length && _sorted[i] == next; i += step) nextCount++;
        return (value, count, next, nextCount);
    }

    /// <summary>The third standardised moment, Σ((x − mean)/deviation)³ / n.</summary>
    internal double Skewness()
    {
        double sum = 0, squares = 0, cubes = 0;
        foreach (double x in _sorted) sum += x;
        double mean = sum / Count;
        foreach (double x in _sorted)
        {
            double d = x - mean;
            squares += d * d;
            cubes += d * d * d;
        }
        double variance = squares / Count;
        return variance > 0 ? cubes / Count / (variance * Math.Sqrt(variance)) : 0;
    }
}
