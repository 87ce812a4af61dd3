using Feedforward.Backends;

namespace Feedforward;

/// <summary>How a network is trained. Immutable; vary it by <c>with</c>. Each number is checked where it is set.</summary>
public sealed record TrainingOptions
{
    /// <summary>The cost; null takes the one that goes with the output activation (<see cref="Cost.DefaultFor"/>).</summary>
    public Cost? Cost { get; init; }

    /// <summary>The optimiser with its learning rate.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new Adam();

    /// <summary>How the learning rate changes.</summary>
    public Schedule Schedule { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Schedule.Constant;

    /// <summary>What keeps weights small.</summary>
    public Penalty Penalty { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Penalty.None;

    /// <summary>When training ends early; null = after all epochs.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether the weights of the best validation epoch are kept at the end (else the last ones).</summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>Epochs, at least 1.</summary>
    public int Epochs { get; init => field = Check.Range("epochs", value, value >= 1, "≥ 1"); } = 100;

    /// <summary>Rows of a mini-batch; 0 = all rows at once, 1 = on-line.</summary>
    public int Batch { get; init => field = Check.Range("batch", value, value >= 0, "≥ 0 (0 = all rows)"); } = 32;

    /// <summary>Largest norm of the whole gradient; null = not clipped.</summary>
    public float? Clip { get; init => field = value is { } v ? Check.Range("clip", v, v > 0 && float.IsFinite(v), "a finite number > 0") : null; }

    /// <summary>Largest norm of a unit's incoming weights; null = free.</summary>
    public float? MaxNorm { get; init => field = value is { } v ? Check.Range("max norm", v, v > 0 && float.IsFinite(v), "a finite number > 0") : null; }

    /// <summary>Label smoothing s in [0, 1): targets become (1 − s)·y + s/K, or + s/2 for each sigmoid output.</summary>
    public float LabelSmoothing { get; init => field = Check.Range("smoothing", value, value is >= 0 and < 1, "0 ≤ smoothing < 1"); }

    /// <summary>Whether the rows have a new order in each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of order and dropout.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Whether cost and metric of the training rows are measured after each epoch, with dropout off.</summary>
    public bool MeasureTraining { get; init; }

    /// <summary>
    /// Whether each epoch carries, per layer, the norm of the weight gradient and of the mean δ and the share of dead hidden units, measured with dropout off on
    /// the first <see cref="Trainer.ProbeRows"/> training rows; an epoch 0 with the state before any step then comes first.
    /// </summary>
    public bool MeasureGradients { get; init; }

    /// <summary>
    /// Whether epochs carry histograms of weights, and of gradients where <see cref="MeasureGradients"/>: the first eight, then four in each doubling
    /// (8, 10, 12, 14, 16, 20, …), and the last.
    /// </summary>
    public bool MeasureHistograms { get; init; }

    /// <summary>Where numbers are computed; null takes <see cref="Backends.Backend.Default"/>.</summary>
    public Backend? Backend { get; init; }

    /// <summary>The cost in force for a network.</summary>
    internal Cost CostFor(Network network) => Cost ?? Cost.DefaultFor(network.Output);

    /// <summary>Refuses what makes no sense together, before any work.</summary>
    /// <exception cref="OptionException">The cost does not go with the output; two kinds of L2 at once; smoothing without classes; L-BFGS with what it cannot do.</exception>
    internal void Require(Network network, Dataset train, Dataset? validation)
    {
        CostFor(network).Require(network.Output);
        if (Penalty.L2Strength > 0 && Optimizer.Decay > 0) throw Errors.Option("FF1004", Penalty.L2Strength, Optimizer.Decay);
        if (LabelSmoothing > 0 && !train.HasClasses && !train.HasLabels) throw Errors.Option("FF1005", LabelSmoothing);
        if (Optimizer is Lbfgs) RequireForLbfgs(network);
        foreach (var data in new[] { train, validation })
        {
            if (data is null) continue;
            if (data.Columns != network.Inputs) throw Errors.Data("FF2311", network.Inputs, data.Columns);
            if (!data.HasTargets) throw Errors.Data("FF2312");
            if (data.Outputs != network.Outputs) throw Errors.Data("FF2313", network.Outputs, data.Outputs);
            RequireTargets(CostFor(network), data);
        }
    }

    /// <summary>Refuses rows of targets that the cost has no meaning for.</summary>
    /// <exception cref="DataException">FF2314, FF2315: shares of classes that do not make 1, an answer outside [0, 1].</exception>
    internal static void RequireTargets(Cost cost, Dataset data)
    {
        if (data.HasClasses || cost == Cost.Quadratic) return;
        var targets = new float[data.Outputs];
        for (int i = 0; i < data.Rows; i++)
        {
            data.CopyTargets(i, 0, 0, targets);
            int outside = Array.FindIndex(targets, y => y is < 0 or > 1);
            double sum = targets.Sum(y => (double)y);
            if (cost == Cost.LogLikelihood && (outside >= 0 || Math.Abs(sum - 1) > 1e-4)) throw Errors.Data("FF2314", i + 1, sum);
            if (outside >= 0) throw Errors.Data("FF2315", i + 1, outside + 1, targets[outside]);
        }
    }

    private void RequireForLbfgs(Network network)
    {
        bool dropout = Enumerable.Range(0, network.Layers.Count).Any(l => network.DropoutBefore(l) > 0);
        string? what = dropout ? "dropout" : Penalty.L1Strength > 0 ? "l1" : Clip is not null ? "clip" : MaxNorm is not null ? "max norm"
            : Schedule != Schedule.Constant ? "schedule" : null;
        if (what is not null) throw Errors.Option("FF1006", what);
    }
}
