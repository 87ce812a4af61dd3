using System.Diagnostics;

namespace Feedforward.Cli;

/// <summary>
/// Writes a run into its folder: the events as they come; a checkpoint at the end of an epoch and now and then within one, with the best model so far;
/// at the end the models, the predictions and the figures.
/// </summary>
internal sealed class RunRecorder : IRunObserver
{
    private const string LogLength = "log";

    /// <summary>Within an epoch a checkpoint every 30 s.</summary>
    private const float UsualSeconds = 30;

    /// <summary>At the ends of epochs one a second at most: a save takes longer than a small epoch.</summary>
    private const float SecondsBetweenEpochs = 1;

    private readonly RunFolder _folder;
    private readonly RunEvents _events;
    private readonly Run _run;
    private readonly bool _resumed;
    private readonly double _within, _between, _secondsBefore;
    private readonly Stopwatch _watch = Stopwatch.StartNew(), _sinceSave = Stopwatch.StartNew();
    private readonly SortedDictionary<string, double> _metrics;
    private int _savedBest;
    private bool _folding;

    /// <param name="folder">The folder, which this closes at the end.</param>
    /// <param name="run">What is trained.</param>
    /// <param name="resumed">Where it goes on, or null.</param>
    /// <param name="seconds">Seconds from checkpoint to checkpoint within an epoch; 0 = after every batch.</param>
    internal RunRecorder(RunFolder folder, Run run, Checkpoint? resumed, float? seconds)
    {
        (_folder, _run, _resumed) = (folder, run, resumed is not null);
        _within = seconds ?? UsualSeconds;
        _between = Math.Min(_within, SecondsBetweenEpochs);
        _events = new RunEvents(folder.Log);
        _secondsBefore = folder.Record.Seconds;
        _metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        _folding = run.Folds is not null && resumed is null;
        if (resumed is null) return;
        folder.CutLog(long.Parse(resumed.Notes[LogLength], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, value) in folder.Record.Metrics.Where(m => !m.Key.StartsWith("test.", StringComparison.Ordinal))) _metrics[name] = value;
        _savedBest = resumed.BestEpoch;
    }

    public void Begin(Run run, IReadOnlyList<string> words)
    {
        _folder.Update(record => record with
        {
            Status = RunStatus.Running,
            Ended = null,
            Error = null,
            Resumed = record.Resumed + (_resumed ? 1 : 0),
            Command = _resumed ? record.Command : words,
            Machine = RunMachine.Current,
            Threads = run.Threads,
            Data = _resumed ? record.Data : run.Data,
            Columns = run.Pipeline.Columns,
            Target = run.Pipeline.Targets.Count == 0 ? null : string.Join(',', run.Pipeline.Targets.Select(t => t.Name)),
            SplitHash = run.SplitHash,
            Network = run.Model.Network.Summary(),
            Parameters = run.Model.Network.ParameterCount,
        });
        if (_resumed) _events.Resume(run);
        else _events.Begin(run, words);
    }

    public void Fold(FoldResult fold) => _events.Fold(fold);

    public void CrossValidated(CrossValidation result)
    {
        _events.CrossValidated(result);
        _folding = false;
        foreach (var metric in result.Metrics)
        {
            Add($"cv.{metric.Name}", metric.Mean);
            Add($"cv.{metric.Name}.deviation", metric.Deviation);
        }
    }

    public void Progress(Step step)
    {
        if (!_folding && _sinceSave.Elapsed.TotalSeconds >= _within) SaveCheckpoint();
    }

    public void Epoch(Epoch epoch)
    {
        _events.Epoch(epoch);
        if (epoch.Number == 0) return;
        if (epoch.IsBest || epoch.Validation is null) Note(epoch);
        if (_sinceSave.Elapsed.TotalSeconds >= _between) SaveCheckpoint();
    }

    public void Stop(Model model, string path)
    {
        SaveCheckpoint();
        var last = model.Capture().ToModel();
        last.Save(_folder.At(RunFolder.LastFile), overwrite: true);
        model.Save(_folder.At(RunFolder.BestFile), overwrite: true);
        _events.Stop(model, path);
    }

    public void Profile(TrainingProfile profile) => _events.Profile(profile);

    public void Test(Evaluation evaluation)
    {
        _events.Test(evaluation);
        Add("test.cost", evaluation.Cost);
        Add("test.accuracy", evaluation.Accuracy);
        Add("test.rmse", evaluation.Rmse);
        Add("test.mae", evaluation.Mae);
        Add("test.r_squared", evaluation.RSquared);
        Add("test.baseline", evaluation.Baseline);
    }

    public void End(Model model, string path)
    {
        bool interrupted = model.StopReason == StopReason.Interrupted;
        if (!interrupted && (_run.Validation is not null || _run.Test is not null))
            _folder.Save(RunFolder.PredictionsFile, stream => PredictionsFile.Write(stream, _run, model));
        _folder.SynchronizeLog();
        Close(interrupted ? RunStatus.Interrupted : RunStatus.Finished, model, null);
    }

    public void Warn(Notice notice) => _events.Warn(notice);

    public void Fail(Notice notice, int exitCode)
    {
        try
        {
            _events.Fail(notice, exitCode);
            Close(RunStatus.Failed, null, notice);
        }
        catch (Exception e) when (e is StorageException or IOException or ObjectDisposedException)
        {
            // The error that led here is the one to report.
        }
    }

    private void SaveCheckpoint()
    {
        var notes = new Dictionary<string, string> { [LogLength] = _folder.SynchronizeLog().ToString(System.Globalization.CultureInfo.InvariantCulture) };
        var checkpoint = _run.Model.Capture(notes);
        checkpoint.Save(_folder.Path);
        if (checkpoint.BestEpoch > _savedBest && _run.Model.StopReason == StopReason.None)
        {
            checkpoint.ToBestModel()?.Save(_folder.At(RunFolder.BestFile), overwrite: true);
            _savedBest = checkpoint.BestEpoch;
        }
        _folder.Update(record => record with
        {
            Seconds = _secondsBefore + _watch.Elapsed.TotalSeconds,
            Epochs = checkpoint.Epoch,
            BestEpoch = checkpoint.BestEpoch,
            Metrics = new SortedDictionary<string, double>(_metrics, StringComparer.Ordinal),
        });
        _sinceSave.Restart();
    }

    private void Close(RunStatus status, Model? model, Notice? error) => _folder.Update(record => record with
    {
        Status = status,
        Ended = TimeProvider.System.GetLocalNow(),
        Seconds = _secondsBefore + _watch.Elapsed.TotalSeconds,
        StopReason = model?.StopReason ?? StopReason.Interrupted,
        WeightsHash = model?.WeightsHash ?? record.WeightsHash,
        Metrics = _metrics,
        Error = error,
    });

    private void Note(Epoch epoch)
    {
        Add("train.cost", epoch.TrainingCost);
        Add("validation.cost", epoch.Validation?.Cost);
        Add("validation.accuracy", epoch.Validation?.Accuracy);
        Add("validation.rmse", epoch.Validation?.Rmse);
    }

    private void Add(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _metrics[name] = number;
    }
}
