namespace Feedforward.Studio.Sessions;

/// <summary>
/// One training that goes a step at a time. It runs the ordinary <see cref="Trainer"/> on a thread of its own, which waits between two steps
/// for leave to go on: what is seen is the training that every other user of the library has.
/// </summary>
public sealed class Lane : IProgress<Step>, IDisposable
{
    private readonly SemaphoreSlim _leave = new(0), _done = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _closing;
    private readonly Trainer _trainer;
    private readonly List<Epoch> _epochs = [];
    private readonly Thread _thread;
    private int _steps;

    public Lane(LaneSetup setup)
    {
        Setup = setup;
        _closing = _end.Token;
        _trainer = new Trainer(setup.Network, setup.Start, setup.Options);
        Timeline = new Timeline(new Moment(0, 0, double.NaN, setup.Start, null));
        _thread = new Thread(Run) { IsBackground = true, Name = "lane" };
        _thread.Start();
    }

    public LaneSetup Setup { get; }

    public Timeline Timeline { get; }

    /// <summary>Why it cannot go on; None while it can.</summary>
    public StopReason Ended { get; private set; }

    /// <summary>What made it stop: a number that is not finite any more, for example.</summary>
    public Notice? Failure { get; private set; }

    /// <summary>The best epoch by the watched number; 0 before there is one.</summary>
    public int BestEpoch => _trainer.BestEpoch;

    /// <summary>What remains when the training has ended: the best epoch's numbers, or the last ones.</summary>
    public Parameters Result => _trainer.Parameters;

    /// <summary>All epochs so far.</summary>
    public IReadOnlyList<Epoch> Epochs
    {
        get { lock (_epochs) return [.. _epochs]; }
    }

    /// <summary>Takes one more step, or epoch, and waits for it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Advance()
    {
        if (Ended != StopReason.None) return false;
        int before = Timeline.Newest.Index;
        _leave.Release();
        _done.Wait(_closing);
        return Timeline.Newest.Index > before;
    }

    public void Report(Step value)
    {
        // The last batch's moment is the end of the epoch, which brings its measurements.
        if (Setup.Recording == Recording.Epochs || value.Row >= value.Rows) return;
        Add(new Moment(++_steps, value.Epoch, value.Cost, _trainer.Snapshot(), null));
    }

    public void Dispose()
    {
        _end.Cancel();
        if (_thread != Thread.CurrentThread) _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        try
        {
            _leave.Wait(_closing);
            foreach (var epoch in _trainer.Epochs(Setup.Train, Setup.Validation, this, _closing))
            {
                lock (_epochs) _epochs.Add(epoch);
                if (epoch.Number > 0) Add(new Moment(++_steps, epoch.Number, epoch.TrainingCost, _trainer.Parameters, epoch));
            }
            Ended = _trainer.StopReason;
        }
        catch (OperationCanceledException)
        {
            Ended = StopReason.Interrupted;
        }
        catch (FeedforwardException e)
        {
            (Failure, Ended) = (e.Notice, StopReason.Interrupted);
        }
        if (!_closing.IsCancellationRequested) _done.Release();
    }

    private void Add(Moment moment)
    {
        Timeline.Add(moment);
        _done.Release();
        _leave.Wait(_closing);
    }
}
