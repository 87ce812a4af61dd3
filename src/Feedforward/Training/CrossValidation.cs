using System.Globalization;

namespace Feedforward;

/// <summary>
/// What networks that were trained alike do on the folds that each had not seen, and how much that differs: an estimate of what one trained on all
/// these rows does on new ones. See <see cref="Table.Folds"/> for the loop that makes it.
/// </summary>
public sealed class CrossValidation
{
    /// <summary>Sums up the folds, which are evaluated where they come lazily.</summary>
    /// <exception cref="OptionException">FF1001: fewer than two folds.</exception>
    public CrossValidation(IEnumerable<Evaluation> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        Folds = [.. folds];
        _ = Check.Range("folds", Folds.Count, Folds.Count >= 2, "≥ 2");
        Metrics = [.. Folds.SelectMany(f => f.Metrics).GroupBy(m => m.Name).Where(g => g.Count() == Folds.Count).Select(Spread)];
    }

    /// <summary>What was measured on each fold.</summary>
    public IReadOnlyList<Evaluation> Folds { get; }

    /// <summary>The metrics of the folds, in the order of <see cref="Evaluation.Metrics"/>.</summary>
    public IReadOnlyList<MetricSpread> Metrics { get; }

    /// <summary>One line: <c>cost 0.112 ± 0.031   accuracy 0.953 ± 0.021   baseline 0.333 ± 0.004</c>.</summary>
    public override string ToString() => string.Join("   ", Metrics.Select(m => m.ToString()));

    private static MetricSpread Spread(IGrouping<string, (string Name, double Value)> metric)
    {
        double mean = metric.Average(m => m.Value);
        return new MetricSpread(metric.Key, mean, Math.Sqrt(metric.Sum(m => (m.Value - mean) * (m.Value - mean)) / (metric.Count() - 1)));
    }
}

/// <summary>A metric over folds.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Mean">The mean of the folds.</param>
/// <param name="Deviation">Their standard deviation, ÷ (k − 1).</param>
public sealed record MetricSpread(string Name, double Mean, double Deviation)
{
    /// <summary>For example <c>accuracy 0.953 ± 0.021</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Mean:0.###} ± {Deviation:0.###}");
}
