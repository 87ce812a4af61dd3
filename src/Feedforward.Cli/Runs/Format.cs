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

    /// <summary>The result of some rows in one line, beside what a constant answer would reach. Rows of unknown classes have no cost.</summary>
    internal static string Of(Evaluation evaluation) => evaluation.Correct is { } correct
        ? Texts.Get("result.classes", Percent(evaluation.Accuracy!.Value), Count(correct), Count(evaluation.Rows),
            Percent(evaluation.AccuracyInterval!.Value.Low), Percent(evaluation.AccuracyInterval.Value.High), evaluation.UnknownClassRows == evaluation.Rows ? "–" : Number(evaluation.Cost), Percent(evaluation.Baseline))
        : Texts.Get("result.numbers", Number(evaluation.Rmse!.Value), Number(evaluation.Mae!.Value), Number(evaluation.RSquared!.Value),
            Count(evaluation.Rows), Number(evaluation.Baseline));
}
