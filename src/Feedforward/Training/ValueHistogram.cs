using Feedforward.Backends;

namespace Feedforward;

/// <summary>How many numbers lie where: the stretch from <paramref name="Low"/> to <paramref name="High"/> in bins of equal width.</summary>
/// <param name="Low">Where the first bin begins.</param>
/// <param name="High">Where the last bin ends; it belongs to that bin.</param>
/// <param name="Counts">Numbers in each bin.</param>
public sealed record ValueHistogram(double Low, double High, IReadOnlyList<int> Counts)
{
    /// <summary>Bins where nothing else is said.</summary>
    public const int UsualBins = 30;

    /// <summary>Counts numbers; what is not finite is left out.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bins">How many bins, at least 1.</param>
    /// <param name="range">The ends, so that several can be compared, a number outside being counted in the bin at its end; by default the least and the greatest number, or 0 and 1 where there are none.</param>
    public static ValueHistogram Of(ReadOnlySpan<float> values, int bins = UsualBins, (double Low, double High)? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (low, high) = range ?? Ends(values);
        var counts = new int[bins];
        double scale = high > low ? bins / (high - low) : 0;
        foreach (float value in values)
            if (float.IsFinite(value)) counts[(int)Math.Clamp((value - low) * scale, 0, bins - 1)]++;
        return new ValueHistogram(low, high, counts);
    }

    /// <summary>Counts the numbers of a matrix, its padding left out.</summary>
    internal static ValueHistogram Of(LaneMatrix values) => Of(values.ToArray());

    /// <summary>Where a bin begins, and where the bin before it ends.</summary>
    public double Edge(int bin) => Low + ((High - Low) * bin / Counts.Count);

    /// <summary>The share of the numbers in each bin, divided by its width, so that histograms of other bins can be compared; infinite where all numbers are the same.</summary>
    public IReadOnlyList<double> Densities()
    {
        double sum = Counts.Sum(), width = (High - Low) / Counts.Count;
        return [.. Counts.Select(count => count == 0 ? 0 : count / sum / width)];
    }

    /// <summary>Equal ends and counts.</summary>
    public bool Equals(ValueHistogram? other) => other is not null && Low.Equals(other.Low) && High.Equals(other.High) && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High, Counts.Count);

    private static (double Low, double High) Ends(ReadOnlySpan<float> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float value in values)
            if (float.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (0, 1);
    }
}
