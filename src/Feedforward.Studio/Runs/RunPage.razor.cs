using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Build;
using Microsoft.AspNetCore.Components;

namespace Feedforward.Studio.Runs;

/// <summary>One run, while it goes on or afterwards: whoever started it, here or on a command line.</summary>
public partial class RunPage
{
    private const int LooksPerSecond = 4;

    private readonly CancellationTokenSource _closed = new();
    private RunSummary? _summary;
    private RunEventsReader? _reader;
    private LoggedRun _log = new();
    private Notice? _failure, _startFailure;
    private int? _epochs, _picked;
    private bool _stopping, _numbers, _opened;

    /// <summary>The run's name.</summary>
    [Parameter] public string Name { get; set; } = "";

    private string Command => "feedforward " + string.Join(' ', _summary!.Record.Command.Select(BuildPage.Quoted));

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Look();
        _ = Follow();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks again and again, and draws only what has changed.</summary>
    private async Task Follow()
    {
        while (!_closed.IsCancellationRequested)
        {
            await Task.Delay(1000 / LooksPerSecond);
            if (Look()) await InvokeAsync(StateHasChanged);
        }
    }

    private bool Look()
    {
        try
        {
            string path = Files.Resolve(RunFolder.DefaultRoot + "/" + Name);
            if (!RunFolder.IsRun(path)) return true;
            var summary = RunSummary.Read(path);
            _reader ??= new RunEventsReader(Path.Combine(path, RunFolder.MetricsFile));
            var log = _reader.Read();
            bool changed = !ReferenceEquals(log, _log) || _summary is null || summary.Status != _summary.Status || summary.IsLive != _summary.IsLive || summary.Record.Epochs != _summary.Record.Epochs;
            (_summary, _log, _failure) = (summary, log, null);
            if (!summary.IsLive) _stopping = false;
            return changed;
        }
        catch (FeedforwardException e)
        {
            // Not there yet, where it was started a moment ago.
            if (Trainings.Of(Name) is null) _failure = e.Notice;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Stop() => _stopping = RunFolder.RequestStop(_summary!.Path);

    private void Resume()
    {
        try
        {
            Trainings.Resume(Name, _epochs);
            _startFailure = null;
        }
        catch (OptionException e)
        {
            _startFailure = e.Notice;
        }
    }

    private void Pick(ChangeEventArgs e)
    {
        if (!int.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)) return;
        _picked = epoch >= _log.Epochs[^1].Number ? null : epoch;
    }

    /// <summary>The epoch that is shown: the one that was picked, else the last.</summary>
    private LoggedEpoch? Shown() => _picked is { } epoch ? _log.Epochs.LastOrDefault(e => e.Number <= epoch) : _log.Epochs.Count > 0 ? _log.Epochs[^1] : null;

    private List<Series> Costs() => Curves(
        (Texts.Get("run.training"), e => e.Number > 0 || e.Training is null ? e.TrainingCost : e.Training.Cost), (Texts.Get("run.validation"), e => e.Validation?.Cost));

    private List<Series> Accuracy() => Curves((Texts.Get("run.training"), e => e.Training?.Accuracy), (Texts.Get("run.validation"), e => e.Validation?.Accuracy));

    private List<Series> Errors() => Curves((Texts.Get("run.training"), e => e.Training?.Rmse), (Texts.Get("run.validation"), e => e.Validation?.Rmse));

    private List<Series> Gradients() => CurvesOfLayers(e => e.GradientNorms);

    /// <summary>Empty where no unit ever died.</summary>
    private List<Series> DeadUnits() => _log.Epochs.Any(e => e.DeadUnits.Any(share => share > 0)) ? CurvesOfLayers(e => e.DeadUnits) : [];

    private List<Series> CurvesOfLayers(Func<LoggedEpoch, IReadOnlyList<double>> values)
    {
        const int MostCurves = 8;
        int layers = _log.Epochs.Count == 0 ? 0 : values(_log.Epochs[^1]).Count;
        return Curves([.. Enumerable.Range(0, Math.Min(layers, MostCurves)).Select(l =>
            (Texts.Get("run.layer", l + 1), (Func<LoggedEpoch, double?>)(e => l < values(e).Count ? values(e)[l] : null)))]);
    }

    private List<Series> Curves(params ReadOnlySpan<(string Name, Func<LoggedEpoch, double?> Value)> curves)
    {
        var series = new List<Series>();
        for (int i = 0; i < curves.Length; i++)
        {
            var value = curves[i].Value;
            CurvePoint[] points = [.. _log.Epochs.Where(e => value(e) is not null).Select(e => new CurvePoint(e.Number, value(e)!.Value))];
            if (points.Length > 0) series.Add(new Series(curves[i].Name, points, i));
        }
        return series;
    }

    /// <summary>From 0, so that a small change of a large cost does not look like much.</summary>
    private static (double, double)? RangeOf(List<Series> costs)
    {
        double high = costs.SelectMany(s => s.Points).Select(p => p.Y).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        return (0, high > 0 ? high * 1.05 : 1);
    }

    private CurveMark[] Now() => _picked is { } epoch ? [new CurveMark(epoch, "", "now")] : [];

    private CurveMark[] Marks() => _log.Best > 0 ? [.. Now(), new CurveMark(_log.Best, Texts.Get("run.best", _log.Best), "best")] : Now();

    private string Sentence()
    {
        if (_log.Epochs.Count == 0) return Texts.Get("run.noEpoch");
        var last = _log.Epochs[^1];
        string figure = last.Validation switch
        {
            { Accuracy: { } accuracy } => Numbers.Percent(accuracy),
            { Rmse: { } rmse } => "RMSE " + Numbers.Value(rmse),
            _ => Numbers.Value(last.TrainingCost),
        };
        return _summary!.Status switch
        {
            "running" => Texts.Get("run.now", last.Number, _log.Planned, figure, Math.Max(0, last.Number - _log.Best), _log.Patience),
            _ => Texts.Get("run.ended", last.Number, figure, _log.Best),
        };
    }

    private string TestSentence() =>
        _log.Test.TryGetValue("accuracy", out double accuracy) ? Texts.Get("run.testAccuracy", Numbers.Percent(accuracy), Numbers.Count(_log.Rows.Test), Numbers.Percent(_log.Test.GetValueOrDefault("baseline")))
        : Texts.Get("run.testError", Numbers.Value(_log.Test.GetValueOrDefault("rmse")), Numbers.Count(_log.Rows.Test), Numbers.Value(_log.Test.GetValueOrDefault("baseline")));
}
