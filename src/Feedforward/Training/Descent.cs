using Feedforward.Backends;

namespace Feedforward;

/// <summary>How the working parameters go through one epoch.</summary>
internal interface IDescent
{
    /// <summary>Steps taken since the beginning.</summary>
    long Steps { get; }

    /// <summary>Batches of an epoch.</summary>
    int Batches { get; }

    /// <summary>η of the last step.</summary>
    float LearningRate { get; }

    /// <summary>Why no further epoch makes sense, or None.</summary>
    StopReason Ended { get; }

    /// <summary>Whether the parameters and what is remembered of them belong together: always, except in the middle of a step.</summary>
    bool IsBetweenSteps { get; }

    /// <summary>Changes the parameters by an epoch, or by what is left of it, and returns the whole epoch's mean cost without penalty.</summary>
    double RunEpoch(int epoch, int plateauEpochs, EpochPosition position, IProgress<Step>? progress, CancellationToken cancellation);

    /// <summary>Adds what is remembered between steps.</summary>
    void PutInto(TrainingState state);

    /// <summary>Goes on from what was remembered.</summary>
    void TakeFrom(TrainingState state);
}

/// <summary>
/// Mini-batch descent. A step's order is fixed: gradient → clip → L2 added → optimiser's step → proximal L1 → max-norm.
/// </summary>
internal sealed class BatchDescent : IDescent
{
    private readonly Backend _backend;
    private readonly Cost _cost;
    private readonly TrainingOptions _options;
    private readonly BatchesAhead _batches;
    private readonly int _rows;
    private readonly int _batchSize;
    private readonly bool _dropout;
    private readonly Parameters _parameters;
    private readonly Parameters? _clipped;
    private readonly OptimizerStep _step;
    private readonly Workspace _workspace;
    private readonly ThreadTrial _threads;

    internal BatchDescent(Backend backend, Network network, Cost cost, TrainingOptions options, Dataset train, Parameters parameters)
    {
        (_backend, _cost, _options, _parameters) = (backend, cost, options, parameters);
        _rows = train.Rows;
        _batchSize = options.Batch == 0 ? train.Rows : Math.Min(options.Batch, train.Rows);
        _batches = new BatchesAhead(backend, new Batches(train, network, options.LabelSmoothing, options.Shuffle, options.Seed), network, _batchSize);
        _dropout = Enumerable.Range(0, network.Layers.Count).Any(l => network.DropoutBefore(l) > 0);
        _step = new OptimizerStep(options.Optimizer, options.Penalty, parameters);
        if (options.Clip is not null) _clipped = new Parameters(parameters.Layout);
        _workspace = new Workspace(network, _batchSize);
        _threads = new ThreadTrial(backend);
        Batches = (train.Rows + _batchSize - 1) / _batchSize;
    }

    public long Steps { get; private set; }

    public int Batches { get; }

    public float LearningRate { get; private set; }

    public StopReason Ended => StopReason.None;

    public bool IsBetweenSteps { get; private set; } = true;

    public void PutInto(TrainingState state)
    {
        state.Put("steps", Steps);
        state.Put("learning_rate", LearningRate);
        _step.State.PutInto(state);
    }

    public void TakeFrom(TrainingState state)
    {
        (Steps, LearningRate) = (state.Long("steps"), (float)state.Number("learning_rate"));
        _step.State.TakeFrom(state);
    }

    public double RunEpoch(int epoch, int plateauEpochs, EpochPosition position, IProgress<Step>? progress, CancellationToken cancellation)
    {
        _batches.Begin(epoch);
        try
        {
            return RunBatches(epoch, plateauEpochs, position, progress, cancellation);
        }
        finally
        {
            _batches.End();
            _backend.ActiveThreads = _backend.Threads;
        }
    }

    private double RunBatches(int epoch, int plateauEpochs, EpochPosition position, IProgress<Step>? progress, CancellationToken cancellation)
    {
        double total = (double)Batches * _options.Epochs;
        for (int batch = position.Batch; batch < Batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = batch * _batchSize;
            _threads.Begin();
            _batches.Take(first, _workspace);
            position.Batch = batch + 1;
            if (_workspace.WeightSum == 0) continue;
            IsBetweenSteps = false;
            var clock = new ScheduleClock(epoch - 1, _options.Epochs, (((epoch - 1.0) * Batches) + batch) / total, 1 / total, plateauEpochs);
            double cost = StepOnce(epoch, first, _options.Optimizer.LearningRate * _options.Schedule.Factor(clock));
            if (!double.IsFinite(cost)) throw Divergence.Of(_options, epoch, batch + 1, _workspace, cost);
            position.CostSum += cost;
            position.WeightSum += _workspace.WeightSum;
            IsBetweenSteps = true;
            _threads.End();
            progress?.Report(new Step(epoch, _options.Epochs, first + _workspace.Rows, _rows, cost / _workspace.WeightSum));
        }
        return position.CostSum / position.WeightSum;
    }

    /// <summary>One step on the gathered batch; returns Σ wᵢ cᵢ before it. A cost that is not finite stops before the parameters are touched.</summary>
    private double StepOnce(int epoch, int first, float learningRate)
    {
        if (_dropout) _workspace.DrawMasks(_options.Seed, epoch, first);
        _step.Begin(learningRate);
        double cost = _clipped is null
            ? Backpropagation.Descend(_backend, _cost, _parameters, _workspace, _step)
            : DescendClipped(_clipped, _options.Clip!.Value);
        if (!double.IsFinite(cost)) return cost;
        if (_options.MaxNorm is { } norm)
            for (int l = 0; l < _workspace.Network.Layers.Count; l++) _backend.MaxNorm(norm, _parameters.Weights(l));
        (LearningRate, Steps) = (learningRate, Steps + 1);
        return cost;
    }

    /// <summary>A norm is known only when the whole gradient is.</summary>
    private double DescendClipped(Parameters gradient, float limit)
    {
        Backpropagation.Forward(_backend, _parameters, _workspace);
        double cost = Backpropagation.CostSum(_backend, _cost, _workspace);
        if (!double.IsFinite(cost)) return cost;
        Backpropagation.Backward(_backend, _cost, _parameters, _workspace, gradient);
        double norm = _backend.Norm(gradient.All);
        if (norm > limit) _backend.Scale((float)(limit / norm), gradient.All);
        _step.Follow(_backend, gradient);
        return cost;
    }
}
