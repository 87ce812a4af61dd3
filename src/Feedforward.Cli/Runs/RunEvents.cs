using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>Tells programs about a run: one JSON object a line on the standard output, its names the same in every language.</summary>
internal sealed class RunEvents(Stream output) : IRunObserver
{
    private readonly JsonLines _lines = new(output);
    private Run? _run;

    public void Begin(Run run, IReadOnlyList<string> words)
    {
        _run = run;
        Write("start", json =>
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
        Write("data", json => Data(json, run));
        Write("split", json =>
        {
            json.WriteNumber("train", run.Train.Rows);
            json.WriteNumber("validation", run.Validation?.Rows ?? 0);
            json.WriteNumber("test", run.Test?.Rows ?? 0);
            json.WriteString("by", run.Rule.ToString());
            json.WriteBoolean("watches_test", run.WatchesTest);
        });
        foreach (var notice in run.Notices) Warn(notice);
    }

    public void Fold(FoldResult fold) => Write("fold", json =>
    {
        json.WriteNumber("fold", fold.Number);
        json.WriteNumber("folds", fold.Count);
        json.WriteNumber("train", fold.Run.Train.Rows);
        json.WriteNumber("validation", fold.Run.Validation?.Rows ?? 0);
        json.WriteNumber("epochs", fold.Epochs);
        json.WriteNumber("best", fold.Run.Model.BestEpoch);
        json.Evaluation(fold.Evaluation, fold.Run.Pipeline);
    });

    public void CrossValidated(CrossValidation result) => Write("cv", json =>
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

    public void Epoch(Epoch epoch)
    {
        Write("epoch", json =>
        {
            json.WriteNumber("epoch", epoch.Number);
            json.WriteNumber("step", epoch.Step);
            json.WriteStartObject("train");
            json.Number("cost", epoch.TrainingCost);
            json.WriteEndObject();
            json.Measured("training", epoch.Training);
            json.Measured("validation", epoch.Validation);
            json.Number("penalty", epoch.Penalty);
            json.WriteNumber("lr", (float)epoch.LearningRate);
            json.Numbers("grad_norm", epoch.GradientNorms);
            json.Numbers("delta_norm", epoch.ErrorNorms);
            json.Numbers("weight_norm", epoch.WeightNorms);
            json.WriteNumber("zero", epoch.ZeroWeights);
            json.Number("sec", Math.Round(epoch.Seconds, 4));
        });
        if (!epoch.IsBest) return;
        Write("best", json =>
        {
            json.WriteNumber("epoch", epoch.Number);
            json.Measured("validation", epoch.Validation);
        });
    }

    public void Stop(Model model, string path) => Write("stop", json =>
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

    public void Profile(TrainingProfile profile) => Write("profile", json =>
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

    public void Test(Evaluation evaluation) => Write("test", json => json.Evaluation(evaluation, _run!.Pipeline));

    public void End(Model model, string path)
    {
    }

    /// <summary>A warning.</summary>
    internal void Warn(Notice notice) => Write("warn", json => json.Notice(notice));

    /// <summary>What ended the run before its time.</summary>
    internal void Error(Exception failure)
    {
        var (notice, code) = Failures.Judge(failure);
        Write("error", json =>
        {
            json.Notice(notice);
            json.WriteNumber("exit", code);
        });
    }

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

    private void Write(string type, Action<Utf8JsonWriter> members) => _lines.Write(json =>
    {
        json.WriteString("t", type);
        members(json);
    });
}
