using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>Tells programs about a run: one JSON object a line, its names the same in every language.</summary>
internal sealed class RunEvents(RunLog log) : IRunObserver
{
    private Run? _run;

    /// <summary>What was told before goes on.</summary>
    internal void Resume(Run run) => _run = run;

    public void Begin(Run run, IReadOnlyList<string> words)
    {
        _run = run;
        log.Write("start", json =>
        {
            json.WriteString("version", Model.Version);
            json.Strings("command", words);
            json.WriteString("network", run.Model.Network.Summary());
            json.WriteNumber("parameters", run.Model.Network.ParameterCount);
            json.WriteString("cost", run.Cost.Name);
            json.WriteString("optimizer", run.Options.Optimizer.Name);
            json.WriteNumber("lr", run.Options.Optimizer.LearningRate);
            json.WriteString("schedule", run.Options.Schedule.ToString());
            json.WriteNumber("l1", run.Options.Penalty.L1Strength);
            json.WriteNumber("l2", run.Options.Penalty.L2Strength);
            json.WriteNumber("batch", run.Options.Batch);
            json.WriteNumber("epochs", run.Options.Epochs);
            json.WriteNumber("patience", run.MayStopEarly ? run.Options.EarlyStopping!.Patience : 0);
            json.WriteNumber("seed", run.Options.Seed);
            if (run.Train.WeightedBy is { } weights) json.WriteString("class_weights", weights);
        });
        log.Write("data", json => Data(json, run));
        log.Write("split", json =>
        {
            json.WriteNumber("train", run.Train.Rows);
            json.WriteNumber("validation", run.Validation?.Rows ?? 0);
            json.WriteNumber("test", run.Test?.Rows ?? 0);
            json.WriteString("by", run.Rule.ToString());
            json.WriteBoolean("watches_test", run.WatchesTest);
        });
        foreach (var notice in run.Notices) Warn(notice);
    }

    public void Fold(FoldResult fold) => log.Write("fold", json =>
    {
        json.WriteNumber("fold", fold.Number);
        json.WriteNumber("folds", fold.Count);
        json.WriteNumber("train", fold.Run.Train.Rows);
        json.WriteNumber("validation", fold.Run.Validation?.Rows ?? 0);
        json.WriteNumber("epochs", fold.Epochs);
        json.WriteNumber("best", fold.Run.Model.BestEpoch);
        json.Evaluation(fold.Evaluation, fold.Run.Pipeline);
    });

    public void CrossValidated(CrossValidation result) => log.Write("cv", json =>
    {
        json.WriteNumber("folds", result.Folds.Count);
        foreach (var metric in result.Metrics)
        {
            json.WriteStartObject(metric.Name);
            json.Number("mean", metric.Mean);
            json.Number("deviation", metric.Deviation);
            json.WriteEndObject();
        }
    });

    public void Progress(Step step)
    {
    }

    public void Epoch(Epoch epoch) => log.Epoch(epoch);

    public void Stop(Model model, string path) => log.Write("stop", json =>
    {
        json.WriteString("reason", model.StopReason switch
        {
            StopReason.LearningRate => "learning_rate",
            var other => other.ToString().ToLowerInvariant(),
        });
        json.WriteNumber("best", model.BestEpoch);
        json.WriteString("model", path);
        json.WriteString("weights_hash", model.WeightsHash);
    });

    public void Profile(TrainingProfile profile) => log.Write("profile", json =>
    {
        json.Number("seconds", profile.Seconds);
        json.Number("outside_seconds", profile.OutsideSeconds);
        json.WriteNumber("threads", profile.Threads);
        json.Number("limit_gflops", profile.Limit);
        json.WriteStartArray("operations");
        foreach (var operation in profile.Operations)
        {
            json.WriteStartObject();
            json.WriteString("name", operation.Name);
            json.WriteString("shape", operation.Shape);
            json.WriteNumber("calls", operation.Calls);
            json.Number("seconds", operation.Seconds);
            json.Number("share", profile.Share(operation.Seconds));
            json.WriteNumber("flops", operation.Flops);
            json.WriteNumber("bytes", operation.Bytes);
            json.Number("gflops", operation.GigaflopsPerSecond);
            json.Number("share_of_limit", profile.ShareOfLimit(operation));
            json.Number("gigabytes_per_second", operation.GigabytesPerSecond);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public void Test(Evaluation evaluation) => log.Test(evaluation, _run!.Pipeline);

    public void End(Model model, string path)
    {
    }

    public void Warn(Notice notice) => log.Warn(notice);

    public void Fail(Notice notice, int exitCode) => log.Write("error", json =>
    {
        json.Notice(notice);
        json.WriteNumber("exit", exitCode);
    });

    private static void Data(Utf8JsonWriter json, Run run)
    {
        json.WriteString("name", run.Title);
        json.WriteNumber("rows", run.Rows);
        json.WriteString("task", Format.Task(run.Pipeline));
        if (run.Pipeline.Targets.Count == 1) json.WriteString("target", run.Pipeline.Target);
        else if (run.Pipeline.Targets.Count > 1) json.Strings("targets", run.Pipeline.Targets.Select(t => t.Name));
        if (run.Pipeline.WeightColumn is { } weight) json.WriteString("weight_column", weight);
        json.WriteNumber("inputs", run.Pipeline.Inputs);
        json.Strings("columns", run.Pipeline.Columns.Select(c => c.Name));
        json.Strings("classes", run.Pipeline.Classes);
    }
}
