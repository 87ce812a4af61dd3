using System.Collections.Concurrent;
using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// A network with its numbers and with the pipeline that turns rows into them: what is trained, evaluated, used and saved.
/// Predicting is safe on any number of threads, also while one thread trains: each prediction sees one consistent set of numbers.
/// </summary>
public sealed partial class Model
{
    private readonly ConcurrentBag<RowChunks> _chunks = [];
    private readonly Backend _backend;
    private SingleRow? _singleRow;
    private Parameters _parameters;

    /// <summary>A model with initial numbers.</summary>
    /// <param name="network">What it is.</param>
    /// <param name="pipeline">How rows become numbers; null for a model that is fed with numbers (<see cref="Dataset"/>).</param>
    /// <param name="seed">The seed of the initial numbers, and of training where the options name no other.</param>
    /// <param name="backend">Where predictions are computed; null takes <see cref="Backends.Backend.Default"/>.</param>
    /// <exception cref="OptionException">The pipeline's widths are not the network's.</exception>
    public Model(Network network, Pipeline? pipeline = null, ulong seed = 42, Backend? backend = null)
        : this(network, pipeline, Parameters.Initialize(network, seed), backend)
    {
        _provenance["seed"] = seed.ToString(CultureInfo.InvariantCulture);
    }

    private Model(Network network, Pipeline? pipeline, Parameters parameters, Backend? backend)
    {
        if (pipeline is not null && (pipeline.Inputs != network.Inputs || pipeline.Outputs != network.Outputs))
            throw Errors.Option("FF1111", network.Inputs, network.Outputs, pipeline.Inputs, pipeline.Outputs);
        (Network, Pipeline, _parameters, _backend) = (network, pipeline, parameters, backend ?? Backend.Default);
    }

    /// <summary>What the network is.</summary>
    public Network Network { get; }

    /// <summary>How rows become numbers, or null.</summary>
    public Pipeline? Pipeline { get; }

    /// <summary>The network's numbers: one consistent set, replaced as a whole between epochs, never to be changed.</summary>
    public Parameters Parameters => Volatile.Read(ref _parameters);

    /// <summary>Why the last training ended.</summary>
    public StopReason StopReason { get; private set; }

    /// <summary>The best epoch of the last training by the watched number; 0 where there was none.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epochs of a training on tables, each computed when it is asked for; <c>break</c> ends it. See <see cref="Trainer"/> for what the model then holds.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows to watch, or null.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <exception cref="DataException">Rows that do not fit the pipeline.</exception>
    /// <exception cref="OptionException">Options that make no sense together.</exception>
    /// <exception cref="DivergenceException">A number became NaN or infinite (raised by the enumeration).</exception>
    public IEnumerable<Epoch> Epochs(
        Table train, Table? validation, TrainingOptions options, IProgress<Step>? progress = null, CancellationToken cancellation = default) =>
        Epochs(RequirePipeline().Apply(train), validation is null ? null : RequirePipeline().Apply(validation), options, progress, cancellation);

    /// <summary>The epochs of a training on numbers: see the other overload.</summary>
    public IEnumerable<Epoch> Epochs(
        Dataset train, Dataset? validation, TrainingOptions options, IProgress<Step>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var trainer = new Trainer(Network, Parameters, options.Backend is null ? options with { Backend = _backend } : options);
        return Publish(trainer, trainer.Epochs(train, validation, progress, cancellation), options, train);
    }

    private IEnumerable<Epoch> Publish(Trainer trainer, IEnumerable<Epoch> epochs, TrainingOptions options, Dataset train)
    {
        Describe(options, train);
        try
        {
            foreach (var epoch in epochs)
            {
                Volatile.Write(ref _parameters, trainer.Parameters);
                BestEpoch = trainer.BestEpoch;
                yield return epoch;
            }
        }
        finally
        {
            Volatile.Write(ref _parameters, trainer.Parameters);
            (StopReason, BestEpoch) = (trainer.StopReason, trainer.BestEpoch);
        }
    }

    /// <summary>Trains to the end and returns all epochs.</summary>
    public IReadOnlyList<Epoch> Train(
        Table train, Table? validation, TrainingOptions options, IProgress<Step>? progress = null, CancellationToken cancellation = default) =>
        [.. Epochs(train, validation, options, progress, cancellation)];

    /// <summary>Trains to the end and returns all epochs.</summary>
    public IReadOnlyList<Epoch> Train(
        Dataset train, Dataset? validation, TrainingOptions options, IProgress<Step>? progress = null, CancellationToken cancellation = default) =>
        [.. Epochs(train, validation, options, progress, cancellation)];

    /// <summary>Measures the model on rows whose answers are known.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cost">The cost to report; null takes the one that the model was trained with, else the one that goes with the output.</param>
    /// <param name="notices">Receives what is worth knowing about the rows.</param>
    /// <exception cref="DataException">Rows that do not fit the pipeline, or without answers.</exception>
    public Evaluation Evaluate(Table rows, Cost? cost = null, ICollection<Notice>? notices = null) =>
        Evaluate(RequirePipeline().Apply(rows, notices), cost);

    /// <summary>Measures the model on rows of numbers whose answers are known.</summary>
    public Evaluation Evaluate(Dataset rows, Cost? cost = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Network.Inputs) throw Errors.Data("FF2311", Network.Inputs, rows.Columns);
        if (!rows.HasTargets) throw Errors.Data("FF2312");
        if (rows.Outputs != Network.Outputs) throw Errors.Data("FF2313", Network.Outputs, rows.Outputs);
        cost ??= TrainedCost ?? Cost.DefaultFor(Network.Output);
        cost.Require(Network.Output);
        TrainingOptions.RequireTargets(cost, rows);
        return new Evaluator(_backend, Network, cost).Evaluate(Parameters, rows);
    }

    /// <summary>The same model with each layer without activation merged into the next (T2): faster, equal outputs within rounding.</summary>
    public Model Fold()
    {
        var (network, parameters) = LinearFold.Fold(Network, Parameters);
        var model = new Model(network, Pipeline, parameters, _backend);
        foreach (var (key, value) in _provenance) model._provenance[key] = value;
        return model;
    }

    /// <summary>For example <c>4 → 32 relu → 3 softmax</c>.</summary>
    public override string ToString() => Network.Summary();

    /// <summary>The cost of the last training as the provenance names it, if it makes sense.</summary>
    private Cost? TrainedCost => Cost.All.FirstOrDefault(c => c.Name == _provenance.GetValueOrDefault("cost") && c.Accepts(Network.Output));

    private Pipeline RequirePipeline() => Pipeline ?? throw Errors.Option("FF1112");
}
