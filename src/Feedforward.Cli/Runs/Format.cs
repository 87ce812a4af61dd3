using System.Globalization;

namespace Feedforward.Cli;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Format
{
    /// <summary>95.7 %.</summary>
    internal static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits or so: 0.1234, 12.35, 4512.</summary>
    internal static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        0 => "0",
        < 1e-4 or >= 1e7 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 1000 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>Thousands apart: 79,510.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>0.4 s, 75 s, 9m50s.</summary>
    internal static string Time(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        < 120 => seconds.ToString("0 s", CultureInfo.InvariantCulture),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}m{(int)seconds % 60:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600}h{(int)seconds / 60 % 60:00}m"),
    };

    /// <summary>The optimiser with its numbers: <c>sgd lr 0.1 momentum 0.9</c>.</summary>
    internal static string Of(Optimizer optimizer) => string.Create(CultureInfo.InvariantCulture, $"{optimizer.Name} ") + (optimizer switch
    {
        Sgd { Momentum: > 0 } s => string.Create(CultureInfo.InvariantCulture, $"lr {s.LearningRate} momentum {s.Momentum}{(s.Nesterov ? " nesterov" : "")}"),
        RmsProp r => string.Create(CultureInfo.InvariantCulture, $"lr {r.LearningRate} rho {r.Rho}"),
        AdamW a => string.Create(CultureInfo.InvariantCulture, $"lr {a.LearningRate} weight decay {a.WeightDecay}"),
        Lbfgs l => string.Create(CultureInfo.InvariantCulture, $"history {l.History}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"lr {optimizer.LearningRate}"),
    });

    /// <summary>The result of some rows in one line, beside what a constant answer would reach.</summary>
    internal static string Of(Evaluation evaluation) => evaluation switch
    {
        { Correct: { } correct } => Texts.Get("result.classes", Percent(evaluation.Accuracy!.Value), Count(correct), Count(evaluation.Rows),
            Percent(evaluation.AccuracyInterval!.Value.Low), Percent(evaluation.AccuracyInterval.Value.High), Number(evaluation.Cost), Percent(evaluation.Baseline)),
        { ExactMatches: { } matches } => Texts.Get("result.labels", Percent(evaluation.Accuracy!.Value), Percent(evaluation.ExactMatch!.Value), Count(matches),
            Count(evaluation.Rows), Number(evaluation.MicroF1!.Value), Number(evaluation.MacroF1!.Value), Number(evaluation.Cost), Percent(evaluation.Baseline)),
        _ => Texts.Get(evaluation.Numbers.Count > 1 ? "result.several" : "result.numbers", Number(evaluation.Rmse!.Value), Number(evaluation.Mae!.Value),
            Number(evaluation.RSquared!.Value), Texts.Counted("data.rows", evaluation.Rows), Number(evaluation.Baseline)),
    };

    /// <summary>The metrics of a fold: <c>accuracy 96.0 % · baseline 34.8 % · cost 0.1180</c>.</summary>
    internal static string Metrics(Evaluation evaluation) => string.Join(" · ",
        evaluation.Metrics.OrderBy(m => m.Name == "cost").Select(m => $"{Named(m.Name, evaluation)} {Metric(m.Name, m.Value, evaluation)}"));

    /// <summary>The metrics of all folds: <c>accuracy 95.3 % ± 2.1 % · baseline 34.8 % ± 0.2 % · cost 0.1120 ± 0.0310</c>.</summary>
    internal static string Metrics(CrossValidation result) => string.Join(" · ",
        result.Metrics.OrderBy(m => m.Name == "cost").Select(m =>
            $"{Named(m.Name, result.Folds[0])} {Metric(m.Name, m.Mean, result.Folds[0])} ± {Metric(m.Name, m.Deviation, result.Folds[0])}"));

    /// <summary>The word for what a pipeline's network learns, the same in every language.</summary>
    internal static string Task(Pipeline pipeline) => pipeline.Task switch
    {
        LearningTask.Classification => pipeline.Classes.Count == 2 ? "binary" : "classification",
        LearningTask.MultiLabel => "multi-label",
        _ => "regression",
    };

    /// <summary>The names of target columns, as messages show them.</summary>
    internal static string Targets(Pipeline pipeline) => NearestName.List(pipeline.Targets.Select(t => Evidence.Of(t.Name)));

    private static string Named(string metric, Evaluation evaluation) =>
        Texts.Get(metric == "accuracy" && evaluation.Labels.Count > 0 ? "metric.labels" : $"metric.{metric}");

    private static string Metric(string name, double value, Evaluation evaluation) =>
        evaluation.Accuracy is not null && (name is "accuracy" or "exact_match" or "baseline") ? Percent(value) : Number(value);
}
