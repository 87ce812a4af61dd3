using System.Globalization;

namespace Feedforward;

/// <summary>What a training must have in common with the one that it goes on from, as named texts.</summary>
internal static class TrainingIdentity
{
    internal static IReadOnlyDictionary<string, string> Of(Network network, TrainingOptions options, Dataset train, Dataset? validation)
    {
        var stopping = options.EarlyStopping ?? new EarlyStopping(0);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["network"] = network.ToJson(),
            ["cost"] = options.CostFor(network).ToString(),
            ["optimizer"] = options.Optimizer.WithoutRate,
            ["schedule"] = options.Schedule.ToString(),
            ["l1"] = Text(options.Penalty.L1Strength),
            ["l2"] = Text(options.Penalty.L2Strength),
            ["batch"] = Text(options.Batch),
            ["clip"] = Text(options.Clip),
            ["max norm"] = Text(options.MaxNorm),
            ["smoothing"] = Text(options.LabelSmoothing),
            ["shuffle"] = Text(options.Shuffle),
            ["seed"] = Text(options.Seed),
            ["restore best"] = Text(options.RestoreBest),
            ["early stopping metric"] = stopping.Metric.ToString(),
            ["minimum improvement"] = Text(stopping.MinimumImprovement),
            ["training rows"] = Rows(train),
            ["validation rows"] = validation is null ? Text(null) : Rows(validation),
        };
    }

    /// <summary>Refuses to go on with something else, or for a number of epochs that the state cannot lead to.</summary>
    /// <exception cref="OptionException">
    /// FF1250: something differs that may not. FF1251: other epochs, and the schedule depends on them. FF1252: fewer epochs than were begun.
    /// </exception>
    internal static void Require(TrainingState saved, IReadOnlyDictionary<string, string> now, TrainingOptions options)
    {
        foreach (var (name, value) in now)
        {
            string before = saved.Identity.GetValueOrDefault(name, "–");
            if (before != value) throw Errors.Option("FF1250", name, Evidence.Of(before), Evidence.Of(value));
        }
        int planned = saved.Whole("epochs"), begun = saved.Whole("epoch") + (saved.Whole("batch") > 0 ? 1 : 0);
        if (options.Schedule.HasHorizon && options.Epochs != planned) throw Errors.Option("FF1251", options.Schedule, planned, options.Epochs);
        if (options.Epochs < begun) throw Errors.Option("FF1252", options.Epochs, begun);
    }

    private static string Rows(Dataset data) => string.Create(CultureInfo.InvariantCulture, $"{data.Rows} (SHA-256 {data.Digest})");

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "–";
}
