using Feedforward.Backends;

namespace Feedforward;

/// <summary>Why a run of epochs ended.</summary>
public enum StopReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The watched number did not improve for the given patience.</summary>
    Patience,

    /// <summary>The schedule made the learning rate too small to go on.</summary>
    LearningRate,

    /// <summary>L-BFGS found no further descent: a minimum, within the precision of floats.</summary>
    Converged,

    /// <summary>L-BFGS used up its evaluations before it converged.</summary>
    Evaluations,

    /// <summary>The caller broke off, cancelled, or an error ended it.</summary>
    Interrupted,
}

/// <summary>
/// Trains a network: <c>foreach (var epoch in trainer.Epochs(train, validation))</c>. Stopping is <c>break</c>. However the sequence ends,
/// <see cref="Parameters"/> then holds the best epoch's numbers (with validation rows and <see cref="TrainingOptions.RestoreBest"/>), else the last finite ones.
/// </summary>
public sealed class Trainer
{
    /// <summary>How many of the first training rows <see cref="TrainingOptions.MeasureGradients"/> looks at.</summary>
    public const int ProbeRows = 1000;

    private readonly Network _network;
    private readonly TrainingOptions _options;
    private Parameters _parameters;
    private TrainingRun? _run;

    /// <summary>A trainer that starts from the given numbers, which it never changes.</summary>
    public Trainer(Network network, Parameters start, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        (_network, _parameters, _options) = (network, start, options);
    }

    /// <summary>The network's numbers as of the last finished epoch: one consistent set, replaced as a whole, never changed.</summary>
    public Parameters Parameters => Volatile.Read(ref _parameters);

    /// <summary>
    /// A copy of the network's numbers as they are now: between two batches from within <see cref="IProgress{T}.Report"/>, or between two epochs.
    /// (<see cref="Progress{T}"/> reports on other threads; implement the interface instead.)
    /// </summary>
    /// <exception cref="OptionException">FF1253, FF1254: no run has begun, or a step is under way on another thread.</exception>
    public Parameters Snapshot() => (_run ?? throw Errors.Option("FF1253")).Snapshot();

    /// <summary>Why the last run ended.</summary>
    public StopReason StopReason { get; private set; }

    /// <summary>The number of the best epoch by the watched number; 0 before there is one.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epochs, each computed when it is asked for.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows to watch, or null.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <exception cref="OptionException">Options that make no sense together.</exception>
    /// <exception cref="DataException">Data that do not fit the network.</exception>
    /// <exception cref="DivergenceException">A number became NaN or infinite (raised by the enumeration).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled (raised by the enumeration).</exception>
    public IEnumerable<Epoch> Epochs(
        Dataset train, Dataset? validation = null, IProgress<Step>? progress = null, CancellationToken cancellation = default) =>
        Epochs(train, validation, progress, resume: null, cancellation);

    /// <summary>The epochs that are left after a state.</summary>
    /// <exception cref="OptionException">The options or the rows are not those of the state.</exception>
    internal IEnumerable<Epoch> Epochs(
        Dataset train, Dataset? validation, IProgress<Step>? progress, TrainingState? resume, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(train);
        _options.Require(_network, train, validation);
        if (resume is not null) TrainingIdentity.Require(resume, TrainingIdentity.Of(_network, _options, train, validation), _options);
        return Run(train, validation, progress, resume, cancellation);
    }

    /// <summary>The state of the last run, between two batches or two epochs, or after its end.</summary>
    /// <exception cref="OptionException">No run has begun, an error ended it in the middle of a step, or a step is under way on another thread.</exception>
    internal TrainingState Capture() => (_run ?? throw Errors.Option("FF1253")).Capture();

    private IEnumerable<Epoch> Run(
        Dataset train, Dataset? validation, IProgress<Step>? progress, TrainingState? resume, CancellationToken cancellation)
    {
        var run = resume is null
            ? new TrainingRun(_network, Parameters, _options, train, validation)
            : TrainingRun.From(resume, _network, Parameters, _options, train, validation);
        (_run, StopReason, BestEpoch) = (run, StopReason.Interrupted, run.BestEpoch);
        Volatile.Write(ref _parameters, run.Latest);
        try
        {
            if (_options.MeasureGradients && resume is null) yield return run.Start();
            while (run.Ended == StopReason.None)
            {
                var epoch = run.Next(progress, cancellation);
                Volatile.Write(ref _parameters, run.Latest);
                BestEpoch = run.BestEpoch;
                yield return epoch;
            }
            StopReason = run.Ended;
        }
        finally
        {
            Volatile.Write(ref _parameters, run.Final());
        }
    }
}
