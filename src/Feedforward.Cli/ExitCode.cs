namespace Feedforward.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Ok = 0;

    /// <summary>A fault of the program.</summary>
    internal const int Internal = 1;

    /// <summary>The request makes no sense; nothing was started.</summary>
    internal const int Usage = 2;

    /// <summary>The data or the model file cannot be used.</summary>
    internal const int Data = 3;

    /// <summary>Training diverged, or a result could not be written.</summary>
    internal const int Lost = 4;

    /// <summary>A check that was asked for did not hold, such as a gradient check.</summary>
    internal const int NotMet = 5;

    /// <summary>Interrupted, and what there was is saved.</summary>
    internal const int Interrupted = 130;
}
