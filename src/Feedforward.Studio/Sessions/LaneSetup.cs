namespace Feedforward.Studio.Sessions;

/// <summary>How often a lane keeps what it was.</summary>
public enum Recording
{
    /// <summary>After each mini-batch.</summary>
    Steps,

    /// <summary>After each epoch.</summary>
    Epochs,
}

/// <summary>One training of a lab: all that a lane needs to run it, and to run it again with the same numbers.</summary>
/// <param name="Network">What is trained.</param>
/// <param name="Start">Its first numbers.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Validation">Rows to watch, or null.</param>
/// <param name="Options">How.</param>
public sealed record LaneSetup(Network Network, Parameters Start, Dataset Train, Dataset? Validation, TrainingOptions Options)
{
    /// <summary>How often it is kept.</summary>
    public Recording Recording { get; init; } = Recording.Steps;

    /// <summary>The cost in force.</summary>
    public Cost Cost => Options.Cost ?? Cost.DefaultFor(Network.Output);
}
