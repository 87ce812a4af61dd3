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
    private Trainer? _trainer;

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

    /// <summary>A model with numbers that are known.</summary>
    /// <param name="network">What it is.</param>
    /// <param name="parameters">Its numbers, which are copied.</param>
    /// <param name="pipeline">How rows become numbers; null for a model that is fed with numbers (<see cref="Dataset"/>).</param>
    /// <param name="backend">Where predictions are computed; null takes <see cref="Backends.Backend.Default"/>.</param>
    /// <exception cref="OptionException">The numbers' layout or the pipeline's widths are not the network's.</exception>
    public Model(Network network, Parameters parameters, Pipeline? pipeline = null, Backend? backend = null)
        : this(network, pipeline, Fitting(network, parameters).Clone(), backend)
    {
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
    /// <param name="resume">
    /// Where to go on; null begins anew. The epochs that are left follow, an epoch that was under way with the record that it would have had. Epochs, patience
    /// and learning rate may be others than before, and what is measured beside; all else must be the same, and so must the rows.
    /// </param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <exception cref="DataException">Rows that do not fit the pipeline.</exception>
    /// <exception cref="OptionException">Options that make no sense together, or that are not those of the training to go on with.</exception>
    /// <exception cref="DivergenceException">A number became NaN or infinite (raised by the enumeration).</exception>
    public IEnumerable<Epoch> Epochs(
        Table train, Table? validation, TrainingOptions options, IProgress<Step>? progress = null, Checkpoint? resume = null, CancellationToken cancellation = default) =>
        Epochs(RequirePipeline().Apply(train), validation is null ? null : RequirePipeline().Apply(validation), options, progress, resume, cancellation);

    /// <summary>The epochs of a training on numbers: see the other overload.</summary>
    public IEnumerable<Epoch> Epochs(
        Dataset train, Dataset? validation, TrainingOptions options, IProgress<Step>? progress = null, Checkpoint? resume = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var trainer = TrainerFor(options);
        return Publish(trainer, trainer.Epochs(train, validation, progress, resume?.State, cancellation), options, train, resume);
    }

    /// <summary>
    /// The training as it is now: between two epochs, after the end, after a cancellation or a <c>break</c>, or between two batches from within
    /// <see cref="IProgress{T}.Report"/>. (<see cref="Progress{T}"/> reports on other threads; implement the interface instead.)
    /// For its sake a model keeps the last training's rows and memory until the next training.
    /// </summary>
    /// <param name="notes">Texts that are kept with it.</param>
    /// <exception cref="OptionException">FF1253, FF1254: there is no training, an error ended it within a step, or a step is under way on another thread.</exception>
    /// <exception cref="DivergenceException">A number is not finite any more.</exception>
    public Checkpoint Capture(IReadOnlyDictionary<string, string>? notes = null) =>
        Checkpoint.Of(this, (_trainer ?? throw Errors.Option("FF1253")).Capture(), notes);

    private IEnumerable<Epoch> Publish(Trainer trainer, IEnumerable<Epoch> epochs, TrainingOptions options, Dataset train, Checkpoint? resume)
    {
        _trainer = trainer;
        if (resume is not null) TakeProvenance(resume.Provenance);
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
        Table train, Table? validation, TrainingOptions options, IProgress<Step>? progress = null, Checkpoint? resume = null, CancellationToken cancellation = default) =>
        [.. Epochs(train, validation, options, progress, resume, cancellation)];

    /// <summary>Trains to the end and returns all epochs.</summary>
    public IReadOnlyList<Epoch> Train(
        Dataset train, Dataset? validation, TrainingOptions options, IProgress<Step>? progress = null, Checkpoint? resume = null, CancellationToken cancellation = default) =>
        [.. Epochs(train, validation, options, progress, resume, cancellation)];

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
        return new Evaluator(_backend, Network, CostFor(rows, cost)).Evaluate(Parameters, rows);
    }

    /// <summary>The cost of each row, whatever its weight, without penalty: the rows that a model finds hardest cost most. NaN for a class that it does not know.</summary>
    /// <param name="rows">Rows with answers.</param>
    /// <param name="cost">The cost; null takes the one that the model was trained with, else the one that goes with the output.</param>
    /// <exception cref="DataException">Rows that do not fit the network, or without answers.</exception>
    public double[] Costs(Dataset rows, Cost? cost = null) => new Evaluator(_backend, Network, CostFor(rows, cost)).Costs(Parameters, rows);

    /// <summary>The cost to measure rows by, which must have answers.</summary>
    private Cost CostFor(Dataset rows, Cost? cost)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Network.Inputs) throw Errors.Data("FF2311", Network.Inputs, rows.Columns);
        if (!rows.HasTargets) throw Errors.Data("FF2312");
        if (rows.Outputs != Network.Outputs) throw Errors.Data("FF2313", Network.Outputs, rows.Outputs);
        cost ??= TrainedCost ?? Cost.DefaultFor(Network.Output);
        cost.Require(Network.Output);
        TrainingOptions.RequireTargets(cost, rows);
        return cost;
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

    /// <summary>A trainer that begins with the model's numbers and does not change them.</summary>
    internal Trainer TrainerFor(TrainingOptions options) =>
        new(Network, Parameters, options.Backend is null ? options with { Backend = _backend } : options);

    private static Parameters Fitting(Network network, Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        var needed = new ParameterLayout(network);
        var shapes = parameters.Layout.Blocks.Select(block => (block.Rows, block.Columns));
        return shapes.SequenceEqual(needed.Blocks.Select(block => (block.Rows, block.Columns))) ? parameters : throw Errors.Option("FF1113", needed.Count, parameters.Layout.Count);
    }

    internal Backend Backend => _backend;

    internal Pipeline RequirePipeline() => Pipeline ?? throw Errors.Option("FF1112");
}
