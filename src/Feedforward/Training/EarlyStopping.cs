namespace Feedforward;

/// <summary>What is watched on the validation rows.</summary>
public enum WatchedMetric
{
    /// <summary>The mean cost: smaller is better.</summary>
    Cost,

    /// <summary>The share of right classes, or of right labels: larger is better.</summary>
    Accuracy,
}

/// <summary>Training ends when the watched number has not improved for a number of epochs (T10).</summary>
/// <param name="Patience">Epochs without improvement after which training ends; 0 = never.</param>
/// <param name="MinimumImprovement">What counts as an improvement, absolutely.</param>
/// <param name="Metric">What is watched.</param>
public sealed record EarlyStopping(int Patience, double MinimumImprovement = 0, WatchedMetric Metric = WatchedMetric.Cost)
{
    /// <summary>Epochs without improvement.</summary>
    public int Patience { get; } = Check.Range("patience", Patience, Patience >= 0, "≥ 0 (0 = never)");

    /// <summary>An improvement's least size.</summary>
    public double MinimumImprovement { get; } =
        MinimumImprovement >= 0 ? MinimumImprovement : throw Errors.Option("FF1001", "minimum improvement", MinimumImprovement, "≥ 0");
}

/// <summary>The best value so far, and for how many epochs there has been no better one. Starts from infinity, so any finite value is an improvement.</summary>
internal sealed class Plateau(double minimumImprovement)
{
    internal double Best { get; private set; } = double.PositiveInfinity;

    internal int EpochsSinceBest { get; private set; }

    internal void PutInto(TrainingState state, string name)
    {
        state.Put(name + ".best", Best);
        state.Put(name + ".since", EpochsSinceBest);
    }

    internal void TakeFrom(TrainingState state, string name) => (Best, EpochsSinceBest) = (state.Number(name + ".best"), state.Whole(name + ".since"));

    /// <summary>Takes the next value (smaller is better) and tells whether it is the best.</summary>
    internal bool Add(double value)
    {
        bool better = value < Best - minimumImprovement;
        if (better) (Best, EpochsSinceBest) = (value, 0);
        else EpochsSinceBest++;
        return better;
    }
}
