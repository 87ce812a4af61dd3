using Spectre.Console;

namespace Feedforward.Cli;

/// <summary>Turns whatever went wrong into a code, a sentence, a place and advice, and into an exit code. Never a stack trace.</summary>
internal static class Failures
{
    internal const string DebugVariable = "FEEDFORWARD_DEBUG";

    private const int BrokenPipe = 32, BrokenPipeOnWindows = unchecked((int)0x8007006D), ClosingPipeOnWindows = unchecked((int)0x800700E8);

    /// <summary>Shows it.</summary>
    /// <returns>The exit code.</returns>
    internal static int Report(Exception failure, Terminal terminal)
    {
        terminal.Notes.ClearLive();
        if (IsClosedOutput(failure)) return ExitCode.Ok;
        var (notice, code) = Judge(failure);
        terminal.Notes.IsQuiet = false;
        terminal.Notes.Notice(Texts.Get("error", notice.Code), new Style(Color.Red, decoration: Decoration.Bold), notice, indent: 2);
        if (terminal.Variable(DebugVariable) == "1") terminal.Notes.Line(failure.ToString());
        return code;
    }

    /// <summary>The notice and the exit code of a failure.</summary>
    internal static (Notice Notice, int Code) Judge(Exception failure) => failure switch
    {
        OptionException e => (e.Notice, ExitCode.Usage),
        DataException e => (e.Notice, ExitCode.Data),
        ModelFileException e => (e.Notice, ExitCode.Data),
        StorageException e => (e.Notice, ExitCode.Lost),
        DivergenceException e => (e.Notice, ExitCode.Lost),
        AggregateException { InnerExceptions: [var only] } => Judge(only),
        OutOfMemoryException => (Texts.Notice("FF9002"), ExitCode.Usage),
        IOException or UnauthorizedAccessException => (Texts.Notice("FF9003", Evidence.Path(failure.Message)), ExitCode.Lost),
        _ => (Texts.Notice("FF9001", failure.GetType().Name, Evidence.Path(failure.Message)), ExitCode.Internal),
    };

    /// <summary>Whoever read the output has seen enough, as <c>head</c> does.</summary>
    private static bool IsClosedOutput(Exception failure) =>
        failure is IOException { HResult: BrokenPipe or BrokenPipeOnWindows or ClosingPipeOnWindows };
}
