using System.Diagnostics;

namespace Feedforward.Studio.Sessions;

/// <summary>
/// What a lab plays: one training, or two that go in step, with a position on their common timeline. Going back shows what was;
/// going forward shows it again and, at the end, trains on. Trainings run on their own threads, and a page asks for what it shows.
/// </summary>
public sealed class TrainingSession : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private TaskCompletionSource _changed = New();
    private CancellationTokenSource? _pause;
    private int _position;

    /// <param name="lanes">One or two.</param>
    /// <param name="stepsPerSecond">How fast it plays at speed 1.</param>
    public TrainingSession(IReadOnlyList<LaneSetup> lanes, double stepsPerSecond)
    {
        Lanes = [.. lanes.Select(setup => new Lane(setup))];
        StepsPerSecond = stepsPerSecond;
    }

    public IReadOnlyList<Lane> Lanes { get; }

    public double StepsPerSecond { get; }

    /// <summary>What the steps a second are multiplied by.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Which moment is shown.</summary>
    public int Position => Volatile.Read(ref _position);

    /// <summary>The last moment that was computed.</summary>
    public int Newest => Lanes.Max(lane => lane.Timeline.Newest.Index);

    public bool IsPlaying => _pause is { IsCancellationRequested: false };

    /// <summary>Whether no lane can go on and the last moment is shown.</summary>
    public bool IsAtEnd => Lanes.All(lane => lane.Ended != StopReason.None) && Position >= Newest;

    /// <summary>Grows with each change that a page may want to show.</summary>
    public long Version { get; private set; }

    /// <summary>Ends when there is something newer than what the caller has seen.</summary>
    public Task Changed(long seen)
    {
        lock (_lock) return Version > seen ? Task.CompletedTask : _changed.Task;
    }

    public void Play() => Play(() => StepsPerSecond * Speed);

    /// <summary>One step a second, for readers who want no motion.</summary>
    public void PlaySlowly() => Play(() => 1);

    private void Play(Func<double> rate)
    {
        if (IsPlaying || IsAtEnd) return;
        var pause = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _pause = pause;
        _ = Task.Run(() => PlayUntil(rate, pause.Token));
        Tell();
    }

    public void Pause()
    {
        _pause?.Cancel();
        Tell();
    }

    /// <summary>So many steps forward; or one back.</summary>
    public async Task Step(int steps)
    {
        Pause();
        await Exclusively(() =>
        {
            // A lane that ended before the other has no moments to go back over yet.
            if (steps < 0) MoveTo(Lanes.Max(lane => lane.Timeline.Before(Position).Index));
            for (int i = 0; i < steps && Forward(); i++) { }
        });
    }

    /// <summary>To the end of the epoch that comes next.</summary>
    public async Task NextEpoch()
    {
        Pause();
        int epoch = Shown(0).Epoch + (Shown(0).Record is null && Position > 0 ? 0 : 1);
        await Exclusively(() =>
        {
            while (Forward() && Shown(0) is { } moment && (moment.Epoch < epoch || (moment.Epoch == epoch && moment.Record is null))) { }
        });
    }

    /// <summary>Shows a moment that was computed before.</summary>
    public void Seek(int position)
    {
        Pause();
        MoveTo(Math.Clamp(position, 0, Newest));
    }

    /// <summary>The moment of a lane that is shown: its last one, where it ended before the other.</summary>
    public Moment Shown(int lane) => Lanes[lane].Timeline.At(Position);

    public void Dispose()
    {
        _end.Cancel();
        _pause?.Cancel();
        foreach (var lane in Lanes) lane.Dispose();
        Tell();
    }

    private async Task PlayUntil(Func<double> rate, CancellationToken pause)
    {
        var clock = Stopwatch.StartNew();
        double owed = 0, last = 0;
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1.0 / 30), pause);
                double now = clock.Elapsed.TotalSeconds;
                owed = Math.Min(owed + ((now - last) * rate()), Math.Max(1, rate()));
                last = now;
                bool more = true;
                await Exclusively(() =>
                {
                    // From when it begins: on a busy machine that may be later than a frame after it was asked for.
                    double until = clock.Elapsed.TotalSeconds + (1.0 / 30);
                    for (; owed >= 1 && more && !pause.IsCancellationRequested && clock.Elapsed.TotalSeconds < until; owed--) more = Forward();
                });
                if (!more) Pause();
            }
        }
        catch (OperationCanceledException)
        {
            // Paused or closed.
        }
    }

    /// <summary>One moment on: the next kept one, else a new step of each lane that still can.</summary>
    private bool Forward()
    {
        if (_end.IsCancellationRequested) return false;
        if (Position >= Newest && !Lanes.Select(lane => lane.Advance()).ToList().Contains(true))
        {
            Tell();
            return false;
        }
        MoveTo(Lanes.Select(lane => lane.Timeline.After(Position)?.Index ?? int.MaxValue).Min());
        return true;
    }

    private async Task Exclusively(Action action)
    {
        try
        {
            await _work.WaitAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        try
        {
            await Task.Run(action);
        }
        catch (OperationCanceledException)
        {
            // Closed meanwhile.
        }
        finally
        {
            _work.Release();
        }
    }

    private void MoveTo(int position)
    {
        Volatile.Write(ref _position, position);
        Tell();
    }

    private void Tell()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            Version++;
            (changed, _changed) = (_changed, New());
        }
        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
