namespace Feedforward.Cli;

/// <summary>What some rounds of the same measurement gave.</summary>
/// <param name="Median">The middle one; of an even number the mean of the middle two.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
internal readonly record struct Spread(double Median, double Least, double Greatest)
{
    /// <summary>Of at least one value.</summary>
    internal static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }
}
