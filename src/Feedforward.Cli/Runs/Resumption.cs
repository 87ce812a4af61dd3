namespace Feedforward.Cli;

/// <summary>A run that goes on: what it was, and from where.</summary>
internal sealed class Resumption
{
    /// <summary>What may be said anew: how long, how fast, by how many threads, and what is shown. All else is what the run is.</summary>
    private static readonly Flag[] MayChange =
    [
        TrainFlags.Epochs, TrainFlags.Patience, TrainFlags.Time, TrainFlags.LearningRate, TrainFlags.Threads, TrainFlags.Backend, TrainFlags.DataDir,
        TrainFlags.Resume, TrainFlags.CheckpointEvery, TrainFlags.RunsDir, TrainFlags.Profile, TrainFlags.Json, TrainFlags.Quiet,
    ];

    /// <summary>What makes a finished run longer.</summary>
    private static readonly Flag[] Longer = [TrainFlags.Epochs, TrainFlags.Patience, TrainFlags.Time];

    private Resumption(RunSummary summary, Checkpoint checkpoint, IReadOnlyList<Notice> notices) =>
        (Summary, Checkpoint, Notices) = (summary, checkpoint, notices);

    internal RunSummary Summary { get; }

    internal Checkpoint Checkpoint { get; }

    /// <summary>What was odd about the checkpoint.</summary>
    internal IReadOnlyList<Notice> Notices { get; }

    /// <summary>The run's configuration.</summary>
    internal string Configuration => Path.Combine(Summary.Path, RunFolder.ConfigurationFile);

    /// <summary>The run that is to go on, or null where a new one is wanted.</summary>
    /// <exception cref="OptionException">FF1262, FF1266: no such run; FF9183, FF9184: something is said that cannot change.</exception>
    internal static Resumption? Of(Arguments arguments, Operand data)
    {
        if (arguments.Text(TrainFlags.Resume) is not { } word) return null;
        if (arguments.Word(data) is { } extra) throw Texts.Option("FF9184", Evidence.Path(extra), TrainFlags.Resume.Name);
        if (arguments.Typed.FirstOrDefault(flag => !MayChange.Contains(flag)) is { } fixedFlag)
            throw Texts.Option("FF9183", fixedFlag.Name, string.Join(", ", MayChange.Take(4).Select(f => f.Name)));
        var summary = arguments.Checked(TrainFlags.Resume, () => RunSummary.Find(word, arguments.Text(TrainFlags.RunsDir) ?? RunFolder.DefaultRoot));
        if (summary.Record.Status == RunStatus.Finished && !Longer.Any(arguments.Has))
            throw Texts.Option("FF9189", Evidence.Path(summary.Record.Name), summary.Record.Epochs);
        var notices = new List<Notice>();
        return new Resumption(summary, Checkpoint.Load(summary.Path, notices), notices);
    }

    /// <summary>Refuses data that are not those that the run was begun with.</summary>
    /// <exception cref="DataException">FF9185: a file has changed.</exception>
    internal void RequireSameData(Run run)
    {
        foreach (var (before, now) in Summary.Record.Data.Zip(run.Data))
            if (before.Sha256 != now.Sha256 || before.Rows != now.Rows)
                throw Texts.Data("FF9185", Evidence.Path(now.Name), Evidence.Path(Summary.Record.Name), before.Rows, now.Rows);
    }

    /// <summary>What is told when it goes on.</summary>
    internal string Describe(Run run)
    {
        string text = Texts.Get(Checkpoint.Batch > 0 ? "resume.within" : "resume", Checkpoint.Epoch + 1, Checkpoint.Batch + 1);
        return Checkpoint.Epochs == run.Options.Epochs ? text : text + " " + Texts.Get("resume.epochs", Checkpoint.Epochs, run.Options.Epochs);
    }
}
