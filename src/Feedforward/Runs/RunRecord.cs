namespace Feedforward;

/// <summary>How far a run has come.</summary>
public enum RunStatus
{
    /// <summary>It is going on; or its program ended without a word, if nobody holds its lock.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It was stopped and can go on.</summary>
    Interrupted,

    /// <summary>An error ended it.</summary>
    Failed,
}

/// <summary>A file, or a set known by name, that a run read.</summary>
/// <param name="Role"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Name">As it was named.</param>
/// <param name="Bytes">The file's length; null where it is no file.</param>
/// <param name="Sha256">SHA-256 of its bytes in hexadecimal; null where it is no file.</param>
/// <param name="Rows">Rows that were read.</param>
public sealed record RunData(string Role, string Name, long? Bytes, string? Sha256, int Rows);

/// <summary>What <c>run.json</c> says: where a run comes from and what became of it.</summary>
public sealed record RunRecord
{
    /// <summary>The name, which is also the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What somebody wrote about it.</summary>
    public string Note { get; init; } = "";

    /// <summary>How far it has come.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it was started, by the machine's clock.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it ended, or was stopped last; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Seconds of training, in all its sessions; not by the clock, which may be set.</summary>
    public double Seconds { get; init; }

    /// <summary>How often it was resumed.</summary>
    public int Resumed { get; init; }

    /// <summary>The command as it was typed, word by word.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>What it was computed with.</summary>
    public RunMachine Machine { get; init; } = RunMachine.Current;

    /// <summary>Threads that shared the work.</summary>
    public int Threads { get; init; }

    /// <summary>The commit of the git repository in which it was started, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>What it read.</summary>
    public IReadOnlyList<RunData> Data { get; init; } = [];

    /// <summary>The columns that the pipeline reads; empty for images.</summary>
    public IReadOnlyList<PipelineColumn> Columns { get; init; } = [];

    /// <summary>What was predicted; null for images.</summary>
    public string? Target { get; init; }

    /// <summary>SHA-256 over the part (train, validation, test) of every row: equal hash, equal split.</summary>
    public string? SplitHash { get; init; }

    /// <summary>For example <c>4 → 16 relu → 3 softmax</c>.</summary>
    public string Network { get; init; } = "";

    /// <summary>Weights and biases.</summary>
    public long Parameters { get; init; }

    /// <summary>SHA-256 of the best model's weights; null before there is one.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>Epochs that are done.</summary>
    public int Epochs { get; init; }

    /// <summary>The best epoch by the watched number; 0 where none is watched.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why it ended.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>Figures by name, for example <c>validation.cost</c> of the best epoch and <c>test.accuracy</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What ended it, where that was an error.</summary>
    public Notice? Error { get; init; }
}
