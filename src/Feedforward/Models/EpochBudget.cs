using System.Diagnostics;

namespace Feedforward;

/// <summary>
/// How many epochs fit into a time: the number is fixed before a training begins, because schedules and repeatable runs need it. It depends on the machine
/// and on its other work; a training with that number of epochs does not.
/// </summary>
public static class EpochBudget
{
    /// <summary>What part of the time is spent on measuring, at most: 3 %, or 0.3 s, in which code is compiled, but no more than a quarter.</summary>
    private const double MeasuredShare = 0.03, SecondsOfCompiling = 0.3, LargestShare = 0.25;

    /// <summary>Epochs and seconds after which more would not make the answer better.</summary>
    private const int EnoughEpochs = 3, EnoughSeconds = 1;

    /// <summary>Trains a copy for a short while and returns the epochs, with the measuring of validation rows, that fit into the time: at least 1.</summary>
    /// <param name="model">What is to be trained; it does not change.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows to watch, or null.</param>
    /// <param name="options">How; the number of epochs in it does not matter.</param>
    /// <param name="time">The time for all, with what this takes of it.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <exception cref="OptionException">A time that is not more than 0; options that make no sense together.</exception>
    /// <exception cref="DataException">Rows that do not fit the pipeline.</exception>
    /// <exception cref="DivergenceException">A number became NaN or infinite.</exception>
    public static int Measure(
        Model model, Table train, Table? validation, TrainingOptions options, TimeSpan time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var pipeline = model.RequirePipeline();
        return Measure(model, pipeline.Apply(train), validation is null ? null : pipeline.Apply(validation), options, time, cancellation);
    }

    /// <summary>The same for rows of numbers: see the other overload.</summary>
    public static int Measure(
        Model model, Dataset train, Dataset? validation, TrainingOptions options, TimeSpan time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (time <= TimeSpan.Zero) throw Errors.Option("FF1256", time.TotalSeconds);
        var watch = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pace = new Pace(watch, Math.Max(MeasuredShare * time.TotalSeconds, Math.Min(SecondsOfCompiling, LargestShare * time.TotalSeconds)), stop);
        var trainer = model.TrainerFor(options with { EarlyStopping = null, Epochs = int.MaxValue });
        try
        {
            foreach (var epoch in trainer.Epochs(train, validation, pace, stop.Token))
                if (epoch.Number > 0 && pace.EndEpoch()) break;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        double seconds = pace.SecondsOfEpoch ?? (pace.SecondsOfRow * train.Rows) + Measured(train, validation, options).Sum(rows => SecondsOf(model, rows, options, pace.Allowance));
        return (int)Math.Clamp((time - watch.Elapsed).TotalSeconds / seconds, 1, int.MaxValue);
    }

    /// <summary>The rows that are measured after each epoch.</summary>
    private static IEnumerable<Dataset> Measured(Dataset train, Dataset? validation, TrainingOptions options)
    {
        if (options.MeasureTraining) yield return train;
        if (validation is not null) yield return validation;
    }

    /// <summary>The time to measure rows, from those that can be measured within an allowance.</summary>
    private static double SecondsOf(Model model, Dataset rows, TrainingOptions options, double allowance)
    {
        var chunks = new RowChunks(options.Backend ?? model.Backend, model.Network);
        var watch = Stopwatch.StartNew();
        int done = 0;
        foreach (var chunk in chunks.Run(model.Parameters, rows, options.CostFor(model.Network), finite: false))
        {
            done = chunk.First + chunk.Workspace.Rows;
            if (watch.Elapsed.TotalSeconds >= allowance) break;
        }
        return watch.Elapsed.TotalSeconds * rows.Rows / done;
    }

    /// <summary>Takes the time of epochs and, where none comes to its end, of batches; the first half is left out, while code is still being compiled.</summary>
    private sealed class Pace(Stopwatch watch, double allowance, CancellationTokenSource stop) : IProgress<Step>
    {
        private readonly List<double> _epochEnds = [watch.Elapsed.TotalSeconds];
        private (double Seconds, int Rows)? _from, _to;

        internal double Allowance => allowance;

        /// <summary>The mean over the later half of the epochs; null where none was finished.</summary>
        internal double? SecondsOfEpoch
        {
            get
            {
                int later = _epochEnds.Count / 2;
                return later == 0 ? null : (_epochEnds[^1] - _epochEnds[^(later + 1)]) / later;
            }
        }

        internal double SecondsOfRow => (_to!.Value.Seconds - _from!.Value.Seconds) / (_to.Value.Rows - _from.Value.Rows);

        public void Report(Step value)
        {
            var now = (Seconds: watch.Elapsed.TotalSeconds, value.Row);
            if (_from is null || (_from.Value.Seconds < allowance / 2 && now.Seconds >= allowance / 2)) (_from, _to) = (now, null);
            else _to = now;
            if (now.Seconds >= allowance && _to is not null) stop.Cancel();
        }

        /// <summary>Whether enough has been measured.</summary>
        internal bool EndEpoch()
        {
            double now = watch.Elapsed.TotalSeconds;
            _epochEnds.Add(now);
            return now >= allowance || (_epochEnds.Count > EnoughEpochs && now >= EnoughSeconds);
        }
    }
}
