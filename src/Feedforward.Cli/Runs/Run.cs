namespace Feedforward.Cli;

/// <summary>Everything about a run that is known before its first epoch. The rows are there as the numbers that are trained on, and only so.</summary>
internal sealed class Run
{
    /// <summary>What the model file is called after.</summary>
    internal required string Name { get; init; }

    /// <summary>A file that the model could predict.</summary>
    internal required string Example { get; init; }

    /// <summary>What people are told about where the data comes from.</summary>
    internal required string Title { get; init; }

    /// <summary>All rows that were read.</summary>
    internal required int Rows { get; init; }

    /// <summary>Whether the test rows are watched as validation rows, so that there is no test.</summary>
    internal required bool WatchesTest { get; init; }

    /// <summary>Whether the data came with test rows of their own.</summary>
    internal bool HasOwnTest { get; init; }

    /// <summary>How the rows were split.</summary>
    internal required SplitName Rule { get; init; }

    internal required Pipeline Pipeline { get; init; }

    internal required Model Model { get; init; }

    internal required TrainingOptions Options { get; set; }

    /// <summary>What was read.</summary>
    internal required IReadOnlyList<RunData> Data { get; init; }

    /// <summary>SHA-256 of the split.</summary>
    internal required string SplitHash { get; init; }

    /// <summary>What people call the validation rows, and the test rows: the numbers of their lines.</summary>
    internal required (int[] Validation, int[] Test) Numbers { get; init; }

    internal required Dataset Train { get; init; }

    internal required Dataset? Validation { get; init; }

    internal required Dataset? Test { get; init; }

    /// <summary>What is odd about the data.</summary>
    internal required IReadOnlyList<Notice> Notices { get; init; }

    /// <summary>Where a run goes on; null where it begins.</summary>
    internal Checkpoint? ResumedFrom { get; init; }

    /// <summary>The runs that measure on folds before this one, where they are asked for.</summary>
    internal FoldRuns? Folds { get; init; }

    /// <summary>The cost that training makes small.</summary>
    internal Cost Cost => Options.Cost ?? Cost.DefaultFor(Model.Network.Output);

    /// <summary>Threads that share the work.</summary>
    internal int Threads => (Options.Backend ?? Backends.Backend.Default).Threads;

    /// <summary>Whether training may end before its last epoch.</summary>
    internal bool MayStopEarly => Validation is not null && Options.EarlyStopping is { Patience: > 0 };

    /// <summary>The training rows of each class, in the order of the classes; empty where there are none.</summary>
    internal int[] ClassCounts()
    {
        var counts = new int[Pipeline.Classes.Count];
        foreach (int c in Train.Classes) counts[c]++;
        return counts;
    }
}

/// <summary>How rows were split: a word that is the same in every language, and the column that it may name.</summary>
internal sealed record SplitName(string Word, string? Column = null)
{
    /// <summary>For example <c>time:date</c>.</summary>
    public override string ToString() => Column is null ? Word : $"{Word}:{Column}";
}

/// <summary>Told what happens in a run, in this order.</summary>
internal interface IRunObserver
{
    /// <summary>Everything is ready.</summary>
    void Begin(Run run, IReadOnlyList<string> words);

    /// <summary>Networks are going to be measured on folds.</summary>
    void BeginFolds(FoldRuns folds)
    {
    }

    /// <summary>A network was trained without the rows of a fold and measured on them.</summary>
    void Fold(FoldResult fold)
    {
    }

    /// <summary>All folds are measured; the run goes on with the model that is kept.</summary>
    void CrossValidated(CrossValidation result)
    {
    }

    /// <summary>A batch is done.</summary>
    void Progress(Step step);

    /// <summary>An epoch is done.</summary>
    void Epoch(Epoch epoch);

    /// <summary>Training ended, and the model is saved.</summary>
    void Stop(Model model, string path);

    /// <summary>Where the time of the training went, if somebody asked for it.</summary>
    void Profile(TrainingProfile profile);

    /// <summary>The test rows were measured.</summary>
    void Test(Evaluation evaluation);

    /// <summary>All is over.</summary>
    void End(Model model, string path);

    /// <summary>Something a person should know.</summary>
    void Warn(Notice notice);

    /// <summary>An error ended the run before its time.</summary>
    void Fail(Notice notice, int exitCode);
}
