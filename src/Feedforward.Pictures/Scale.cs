namespace Feedforward.Pictures;

/// <summary>Where numbers lie along one side of a picture: a straight line from values to places, linear or logarithmic.</summary>
/// <param name="Low">The value at the beginning.</param>
/// <param name="High">The value at the end, above <paramref name="Low"/>; on a logarithmic scale both are above 0.</param>
/// <param name="From">The place of <paramref name="Low"/>.</param>
/// <param name="To">The place of <paramref name="High"/>.</param>
/// <param name="IsLogarithmic">Whether equal distances are equal ratios.</param>
public sealed record Scale(double Low, double High, double From, double To, bool IsLogarithmic = false)
{
    /// <summary>The place of a value; values outside are put at the nearer end, and so is what is no number.</summary>
    public double At(double value)
    {
        double share = IsLogarithmic
            ? (Math.Log10(Math.Max(value, double.Epsilon)) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
            : (value - Low) / (High - Low);
        if (double.IsNaN(share)) share = 0;
        return From + (Math.Clamp(share, 0, 1) * (To - From));
    }

    /// <summary>Round values within the scale, about as many as wanted: steps of 1, 2 or 5 times a power of ten, or powers of ten.</summary>
    public IReadOnlyList<double> Ticks(int wanted = 5)
    {
        if (IsLogarithmic)
        {
            int first = (int)Math.Ceiling(Math.Log10(Low) - 1e-9), last = (int)Math.Floor(Math.Log10(High) + 1e-9);
            int stride = Math.Max(1, (last - first) / Math.Max(1, wanted));
            return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Where(e => (e - first) % stride == 0).Select(e => Math.Pow(10, e))];
        }
        double step = Step((High - Low) / Math.Max(1, wanted));
        long begin = (long)Math.Ceiling((Low / step) - 1e-9), end = (long)Math.Floor((High / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Clamp(end - begin + 1, 0, 100)).Select(i => (begin + i) * step)];
    }

    /// <summary>The scale over some values, opened to round ends; a picture of one value, or none, has a width too.</summary>
    public static Scale Over(IEnumerable<double> values, double from, double to, bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            if (double.IsFinite(value) && (!logarithmic || value > 0))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high) (low, high) = logarithmic ? (0.1, 1) : (0, 1);
        if (logarithmic)
        {
            double bottom = Math.Floor(Math.Log10(low)), top = Math.Ceiling(Math.Log10(high));
            return new Scale(Math.Pow(10, bottom), Math.Pow(10, top > bottom ? top : bottom + 1), from, to, true);
        }
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high))) (low, high) = (low - 0.5, high + 0.5);
        double step = Step((high - low) / 5);
        return new Scale(Math.Min(low, Math.Floor((low / step) + 1e-9) * step), Math.Max(high, Math.Ceiling((high / step) - 1e-9) * step), from, to);
    }

    private static double Step(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
    }
}
