using System.Diagnostics;
using System.Numerics;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>One run of epochs: the working copy of the parameters, and everything that changes while it is trained.</summary>
internal sealed partial class TrainingRun
{
    private readonly Network _network;
    private readonly TrainingOptions _options;
    private readonly Backend _backend;
    private readonly Dataset _train;
    private readonly Dataset? _validation;
    private readonly Parameters _working;
    private readonly IDescent _descent;
    private readonly GradientProbe? _probe;
    private readonly Evaluator _evaluator;
    private readonly Plateau _watched, _schedulePlateau = new(0);
    private EpochPosition _position = new();
    private Parameters? _best;
    private int _thread;
    private bool _spoiled;

    internal TrainingRun(Network network, Parameters start, TrainingOptions options, Dataset train, Dataset? validation)
    {
        (_network, _options, _train, _validation) = (network, options, train, validation);
        _backend = options.Backend ?? Backend.Default;
        if (start.FirstNotFinite() is { } block) throw Divergence.Of(network, options, 1, 1, block);
        _working = start.Clone();
        Latest = start;
        var cost = options.CostFor(network);
        _evaluator = new Evaluator(_backend, network, cost);
        _watched = new Plateau(options.EarlyStopping?.MinimumImprovement ?? 0);
        _descent = options.Optimizer is Lbfgs lbfgs
            ? new LbfgsDescent(_backend, network, cost, options, lbfgs, train, _working)
            : new BatchDescent(_backend, network, cost, options, train, _working);
        if (options.MeasureGradients) _probe = new GradientProbe(_backend, network, cost, train);
    }

    /// <summary>The numbers after the last finished epoch, all finite.</summary>
    internal Parameters Latest { get; private set; }

    /// <summary>The epochs that are finished.</summary>
    internal int Epoch { get; private set; }

    internal int BestEpoch { get; private set; }

    /// <summary>Why no further epoch follows, or None.</summary>
    internal StopReason Ended { get; private set; }

    /// <summary>The state before any step.</summary>
    internal Epoch Start()
    {
        return Finish(_probe!.Measure(_working, new Epoch { Number = 0, Step = 0, TrainingCost = double.NaN }));
    }

    /// <summary>Trains the next epoch, or what is left of it, measures it, and decides whether another follows.</summary>
    internal Epoch Next(IProgress<Step>? progress, CancellationToken cancellation)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            return TrainAndMeasure(progress, cancellation);
        }
        finally
        {
            _thread = 0;
        }
    }

    private Epoch TrainAndMeasure(IProgress<Step>? progress, CancellationToken cancellation)
    {
        int number = Epoch + 1;
        double share = 1 - ((double)_position.Batch / _descent.Batches);
        var watch = Stopwatch.StartNew();
        double cost = Descend(number, progress, cancellation);
        double seconds = watch.Elapsed.TotalSeconds;
        Latest = _working.Clone();
        var epoch = new Epoch
        {
            Number = number,
            Step = _descent.Steps,
            TrainingCost = cost,
            LearningRate = _descent.LearningRate,
            Seconds = seconds,
            RowsPerSecond = share * _train.Rows / Math.Max(seconds, 1e-9),
        };
        epoch = Finish(_probe is null ? epoch : _probe.Measure(_working, epoch) with { TrainingCost = cost });
        bool best = Watch(epoch);
        (Epoch, _position) = (number, new EpochPosition());
        Ended = Decide();
        return epoch with { IsBest = best };
    }

    /// <summary>What stays when the run is over: the best epoch's numbers, else the last finite ones.</summary>
    internal Parameters Final()
    {
        if (_best is not null && _options.RestoreBest) return _best;
        return _spoiled ? Latest : _working.Clone();
    }

    private double Descend(int epoch, IProgress<Step>? progress, CancellationToken cancellation)
    {
        try
        {
            double cost = _descent.RunEpoch(epoch, _schedulePlateau.EpochsSinceBest, _position, progress, cancellation);
            return _working.FirstNotFinite() is { } block ? throw Divergence.Of(_network, _options, epoch, _descent.Batches, block) : cost;
        }
        catch (Exception e)
        {
            _spoiled = e is not OperationCanceledException || _working.FirstNotFinite() is not null;
            throw;
        }
    }

    private Epoch Finish(Epoch epoch) => WithHistograms(epoch) with
    {
        Training = _options.MeasureTraining ? _evaluator.Measure(_working, _train) : null,
        Validation = _validation is null ? null : _evaluator.Measure(_working, _validation),
        Penalty = _options.Penalty.Value(_working),
        WeightNorms = [.. Enumerable.Range(0, _network.Layers.Count).Select(l => _backend.Norm(_working.Weights(l).Flat))],
        ZeroWeights = Enumerable.Range(0, _network.Layers.Count).Sum(l => CountZeros(_working.Weights(l))),
    };

    private Epoch WithHistograms(Epoch epoch)
    {
        bool isDue = epoch.Number == _options.Epochs || epoch.Number % (1 << Math.Max(0, BitOperations.Log2((uint)epoch.Number) - 2)) == 0;
        if (!_options.MeasureHistograms || !isDue) return epoch;
        IReadOnlyList<ValueHistogram> OfLayers(Parameters? parameters) =>
            parameters is null ? [] : [.. Enumerable.Range(0, _network.Layers.Count).Select(l => ValueHistogram.Of(parameters.Weights(l)))];
        return epoch with { WeightHistograms = OfLayers(_working), GradientHistograms = OfLayers(_probe?.Gradient) };
    }

    /// <summary>Compares the epoch with the best one so far and tells whether it is better.</summary>
    private bool Watch(Epoch epoch)
    {
        _schedulePlateau.Add(epoch.Validation?.Cost ?? epoch.TrainingCost);
        if (epoch.Validation is not { } validation) return false;
        bool accuracy = _options.EarlyStopping?.Metric == WatchedMetric.Accuracy && validation.Accuracy is not null;
        bool best = _watched.Add(accuracy ? -validation.Accuracy!.Value : validation.Cost);
        if (best) (_best, BestEpoch) = (Latest, epoch.Number);
        return best;
    }

    /// <summary>Why no epoch follows the last finished one, or None.</summary>
    private StopReason Decide()
    {
        if (_descent.Ended != StopReason.None) return _descent.Ended;
        if (_options.EarlyStopping is { Patience: > 0 and var patience } && _validation is not null && _watched.EpochsSinceBest >= patience) return StopReason.Patience;
        if (Epoch >= _options.Epochs) return StopReason.Finished;
        var clock = new ScheduleClock(Epoch, _options.Epochs, 0, 0, _schedulePlateau.EpochsSinceBest);
        return _options.Schedule.Ended(clock) ? StopReason.LearningRate : StopReason.None;
    }

    /// <summary>Weights that are 0, the padding left out.</summary>
    private static long CountZeros(LaneMatrix weights) =>
        weights.Flat.Span.Count(0f) - ((long)weights.Rows * (weights.PaddedColumns - weights.Columns));
}
