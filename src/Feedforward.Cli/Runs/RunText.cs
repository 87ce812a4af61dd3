using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Feedforward.Cli;

/// <summary>
/// Tells people about a run. On a terminal: one live line, and a line that stays for improvements; elsewhere: plain lines, one every few seconds.
/// </summary>
internal sealed class RunText(Screen screen, bool live) : IRunObserver
{
    private const double SecondsBetweenLines = 2, SecondsBetweenImprovements = 0.5, SecondsBetweenFrames = 0.1;

    private const int MostClassesCounted = 10;

    private static readonly (ColumnType Type, string Key)[] ColumnWords =
    [
        (ColumnType.Numeric, "data.numbers"), (ColumnType.Categorical, "data.texts"), (ColumnType.Boolean, "data.booleans"), (ColumnType.DateTime, "data.dates"),
    ];

    private static readonly Style Good = new(Color.Green);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private Run? _run;
    private Epoch? _last, _best;
    private Pace _pace = new();
    private int _bestEpoch;
    private double _lineAt = double.NegativeInfinity, _frameAt;
    private bool _lastShown;

    /// <summary>What the texts call the metric that is watched beside the cost.</summary>
    private string Watched => _run!.Pipeline.Task switch
    {
        LearningTask.Classification => "accuracy",
        LearningTask.MultiLabel => "labels",
        _ => "rmse",
    };

    private double Elapsed => _watch.Elapsed.TotalSeconds;

    public void Begin(Run run, IReadOnlyList<string> words)
    {
        _run = run;
        _bestEpoch = run.ResumedFrom?.BestEpoch ?? 0;
        screen.Labelled(Texts.Get("label.data"), Describe(run));
        if (run.Pipeline.Decision is { } decision) Hint(decision);
        foreach (var notice in run.Notices) Warn(notice);
        screen.Labelled(Texts.Get("label.split"), DescribeSplit(run));
        screen.Labelled(Texts.Get("label.model"), Texts.Get("model", run.Model.Network.Summary(), Format.Count(run.Model.Network.ParameterCount)));
        screen.Labelled(Texts.Get("label.train"), DescribeTraining(run));
        screen.Line();
        if (live && run.Folds is null) screen.Line(Header());
        StartClock(run.ResumedFrom?.Epoch ?? 0);
    }

    public void BeginFolds(FoldRuns folds) => screen.Labelled(
        Texts.Get("label.folds"), Texts.Get(_run!.Test is null ? "folds" : "folds.tested", folds.Each.Count, Format.Count(folds.Rows)));

    public void Fold(FoldResult fold)
    {
        screen.Labelled(Texts.Get("fold", fold.Number, fold.Count), Format.Metrics(fold.Evaluation), Style.Plain, indent: 12);
        StartClock();
        _frameAt = 0;
    }

    public void CrossValidated(CrossValidation result)
    {
        screen.Labelled(Texts.Get("label.crossValidation"), Format.Metrics(result), new Style(Color.Green, decoration: Decoration.Bold), indent: 12);
        screen.Labelled("", Texts.Get("folds.kept"), indent: 12);
        screen.Line();
        if (live) screen.Line(Header());
    }

    public void Progress(Step step)
    {
        _pace.Reach(step.Epoch - 1, Elapsed);
        if (!live || Elapsed - _frameAt < SecondsBetweenFrames) return;
        _frameAt = Elapsed;
        screen.Live(Bar(step));
    }

    public void Epoch(Epoch epoch)
    {
        _last = epoch;
        if (epoch.Number == 0) return;
        _pace.Reach(epoch.Number, Elapsed);
        if (epoch.IsBest) (_best, _bestEpoch) = (epoch, epoch.Number);
        double pause = live ? SecondsBetweenImprovements : SecondsBetweenLines;
        _lastShown = (!live || epoch.IsBest || _run!.Validation is null) && Elapsed - _lineAt >= pause;
        if (_lastShown) Show(epoch);
    }

    public void Stop(Model model, string path)
    {
        if (_last is { Number: > 0 } last)
        {
            if (live && _best is not null) Row(_best, Texts.Get("best"));
            else if (!_lastShown) Show(last);
        }
        screen.ClearLive();
        string kept = model.BestEpoch > 0 ? Texts.Get("kept.best", model.BestEpoch) : Texts.Get("kept.last");
        screen.Labelled(Texts.Get("label.stop"), Texts.Get("stop", Texts.Get($"stop.{model.StopReason}"), Format.Time(Elapsed), kept));
    }

    public void Profile(TrainingProfile profile) => ProfileText.Write(profile, screen);

    public void Test(Evaluation evaluation)
    {
        screen.Labelled(Texts.Get("label.test"), Format.Of(evaluation), new Style(Color.Green, decoration: Decoration.Bold));
        if (evaluation.UnknownClassRows > 0) screen.Labelled("", Texts.Get("unknownRows", evaluation.UnknownClassRows));
    }

    public void End(Model model, string path)
    {
        bool folder = RunFolder.IsRun(path);
        string where = folder ? string.Join("   ", Evidence.Path(path), string.Join(" · ", FilesOf(path))) : Evidence.Path(path);
        screen.Labelled(Texts.Get("label.saved"), Texts.Get("saved", where, model.WeightsHash[..12]));
        if (folder && model.StopReason == StopReason.Interrupted)
        {
            screen.Labelled(Texts.Get("label.next"), $"{CommandLine.Name} train --resume {Evidence.Path(path)}");
            return;
        }
        screen.Labelled(Texts.Get("label.next"), $"{CommandLine.Name} predict {Evidence.Path(path)} {_run!.Example}");
    }

    /// <summary>The files of a run that are of use, as far as they are there.</summary>
    private static IEnumerable<string> FilesOf(string run) =>
        new[] { RunFolder.BestFile, RunFolder.LastFile, RunFolder.PredictionsFile }.Where(file => File.Exists(Path.Combine(run, file)));

    public void Fail(Notice notice, int exitCode)
    {
    }

    /// <summary>A warning, below the line that it belongs to.</summary>
    public void Warn(Notice notice) =>
        screen.Notice($"  {screen.Glyph("⚠", "!")} {notice.Code}", new Style(Color.Yellow), notice, indent: 4);

    private void Hint(Notice notice)
    {
        screen.Labelled("", notice.Sentence);
        if (notice.Fix is not null) screen.Labelled("", notice.Fix);
    }

    private static string Describe(Run run)
    {
        var pipeline = run.Pipeline;
        var parts = new List<string> { Evidence.Path(run.Title), Texts.Counted("data.rows", run.Rows) };
        if (pipeline.ImageShape is { } shape) parts.Add(Texts.Get(shape.Channels == 1 ? "data.images" : "data.colorImages", shape.Height, shape.Width));
        foreach (var (type, key) in ColumnWords)
            if (pipeline.Columns.Count(c => c.Type == type) is > 0 and var count) parts.Add(Texts.Counted(key, count));
        parts.Add(pipeline.Task switch
        {
            LearningTask.Classification => Classes(run),
            LearningTask.MultiLabel => Texts.Get("data.with", Texts.Counted("data.labels", pipeline.Outputs), Format.Targets(pipeline)),
            _ when pipeline.Outputs > 1 => Texts.Get("data.targets", pipeline.Outputs, Format.Targets(pipeline)),
            _ => Texts.Get("data.target", Evidence.Of(pipeline.Target!)),
        });
        if (pipeline.WeightColumn is { } weight) parts.Add(Texts.Get("data.weights", Evidence.Of(weight)));
        return string.Join(" · ", parts);
    }

    private static string Classes(Run run)
    {
        int count = run.Pipeline.Classes.Count;
        string classes = Texts.Get(count == 2 ? "data.binary" : "data.classes", count);
        return count <= MostClassesCounted ? Texts.Get("data.with", classes, string.Join('/', run.ClassCounts())) : classes;
    }

    private static string DescribeSplit(Run run)
    {
        var parts = new List<string> { Texts.Get("split.train", Format.Count(run.Train.Rows)) };
        if (run.Validation is { } validation) parts.Add(run.WatchesTest ? Texts.Counted("split.testWatched", validation.Rows) : Texts.Get("split.validation", Format.Count(validation.Rows)));
        if (run.Test is { } test) parts.Add(Texts.Get("split.test", Format.Count(test.Rows)));
        return Texts.Get("split", string.Join(" · ", parts), Texts.Get($"rule.{run.Rule.Word}", run.Rule.Column), run.Options.Seed);
    }

    private static string DescribeTraining(Run run)
    {
        var options = run.Options;
        var parts = new List<string> { run.Cost.Name, Format.Of(options.Optimizer) };
        if (options.Schedule != Schedule.Constant) parts.Add(options.Schedule.ToString());
        if (options.Penalty.L1Strength > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"l1 {options.Penalty.L1Strength}"));
        if (options.Penalty.L2Strength > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"l2 {options.Penalty.L2Strength}"));
        if (options.LabelSmoothing > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"smoothing {options.LabelSmoothing}"));
        if (run.Train.WeightedBy is { } weights) parts.Add(Texts.Get("train.classWeights", weights));
        if (options.Clip is { } clip) parts.Add(string.Create(CultureInfo.InvariantCulture, $"clip {clip}"));
        if (options.MaxNorm is { } norm) parts.Add(string.Create(CultureInfo.InvariantCulture, $"max norm {norm}"));
        if (options.Optimizer is not Lbfgs) parts.Add(options.Batch == 0 ? Texts.Get("train.wholeBatch") : Texts.Get("train.batch", options.Batch));
        parts.Add(Texts.Get(run.MayStopEarly ? "train.epochsPatience" : "train.epochs", options.Epochs, options.EarlyStopping?.Patience));
        if (run.Validation is not null && options.RestoreBest) parts.Add(Texts.Get("train.bestKept"));
        return string.Join(" · ", parts);
    }

    private void Show(Epoch epoch)
    {
        _lineAt = Elapsed;
        if (live) Row(epoch, epoch.IsBest ? screen.Glyph("★", "*") : "");
        else screen.Line(Plain(epoch));
    }

    private string Header() => Columns(Texts.Get("column.epoch"), Texts.Get("column.trainCost"),
        _run!.Validation is null ? "" : Texts.Get("column.validationCost"),
        _run.Validation is null ? "" : Texts.Get($"column.validation.{Watched}"), Texts.Get("column.time"));

    private void Row(Epoch epoch, string mark) => screen.Line(
        Columns(epoch.Number.ToString(CultureInfo.InvariantCulture), Format.Number(epoch.TrainingCost), Cost(epoch), Metric(epoch), Format.Time(Elapsed)) + "  " + mark,
        mark.Length > 0 ? Good : Style.Plain);

    private static string Columns(string epoch, string train, string cost, string metric, string time) =>
        TextWrap.PadLeft(epoch, 6) + TextWrap.PadLeft(train, 14) + TextWrap.PadLeft(cost, 14) + TextWrap.PadLeft(metric, 14) + TextWrap.PadLeft(time, 10);

    private static string Cost(Epoch epoch) => epoch.Validation is { } v ? Format.Number(v.Cost) : "";

    private static string Metric(Epoch epoch) => epoch.Validation switch
    {
        { Accuracy: { } accuracy } => Format.Percent(accuracy),
        { Rmse: { } rmse } => Format.Number(rmse),
        _ => "",
    };

    /// <summary>A line for logs; its words are the same in every language.</summary>
    private string Plain(Epoch epoch)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Number}/{_run!.Options.Epochs} train_cost={Format.Number(epoch.TrainingCost)}");
        if (epoch.Training is { } measured) line += $" measured_cost={Format.Number(measured.Cost)}";
        if (epoch.Validation is not null) line += $" val_cost={Cost(epoch)} {(epoch.Validation.Rmse is null ? "val_acc" : "val_rmse")}={Metric(epoch).Replace(" ", "", StringComparison.Ordinal)}";
        if (_bestEpoch > 0) line += string.Create(CultureInfo.InvariantCulture, $" best={_bestEpoch}");
        line += $" elapsed={Plain(Elapsed)}";
        return _pace.Seconds(_run.Options.Epochs - epoch.Number) is { } left ? line + $" eta={Plain(left)}" : line;
    }

    private static string Plain(double seconds) => Format.Time(seconds).Replace(" ", "", StringComparison.Ordinal);

    private void StartClock(int epochsDone = 0)
    {
        _pace = new Pace(epochsDone);
        _watch.Restart();
    }

    private string Bar(Step step)
    {
        const int Cells = 20;
        double done = step.Epoch - 1 + ((double)step.Row / step.Rows);
        int full = (int)(Cells * done / step.Epochs);
        string bar = string.Concat(Enumerable.Repeat(screen.Glyph("━", "#"), full)) + string.Concat(Enumerable.Repeat(screen.Glyph("─", "-"), Cells - full));
        string metric = _last is { Validation: not null } ? Texts.Get(_last.Validation.Rmse is null ? "live.accuracy" : "live.rmse", Metric(_last)) : "";
        string left = _pace.Seconds(step.Epochs - done) is { } seconds ? Texts.Get("live.left", Format.Time(seconds)) : "";
        return $" {bar} " + Texts.Get("live", step.Epoch, step.Epochs, Format.Number(step.Cost), metric, left);
    }
}
