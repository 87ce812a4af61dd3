using System.CommandLine;
using System.Globalization;

namespace Feedforward.Cli;

/// <summary>The whole command line: finds the command, runs it, and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    internal const string Name = "feedforward";

    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    internal static IReadOnlyList<CliCommand> Commands() =>
    [
        new TrainCommand(), new EvaluateCommand(), new PredictCommand(), new InspectCommand(), new GradCheckCommand(), new InitCommand(), new RunsCommand(),
        new DataCommand(), new CheckCommand(), new StudioCommand(), new DoctorCommand(), new BenchCommand(),
    ];

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(string[] args, Terminal terminal)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            Language.Use(null, terminal.Variable);
            return Dispatch(args, terminal);
        }
        catch (Exception e)
        {
            return Failures.Report(e, terminal);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    private static int Dispatch(string[] args, Terminal terminal)
    {
        var commands = Commands();
        var root = new Command(Name);
        foreach (var command in commands) root.Add(args.Contains(command.Name) ? command.Symbol() : new Command(command.Name));
        foreach (var flag in GeneralFlags.All.Append(GeneralFlags.Version)) root.Add(flag.Symbol());
        var parsed = root.Parse(args, Parsing);
        var chosen = commands.FirstOrDefault(c => c.Name == parsed.CommandResult.Command.Name);
        var arguments = new Arguments(parsed, chosen, terminal.Notes);
        Language.Use(arguments.Language, terminal.Variable);
        if (arguments.Has(GeneralFlags.Help)) return Help.Write(chosen, commands, terminal.Report);
        if (chosen is null && arguments.Has(GeneralFlags.Version)) return WriteVersion(terminal.Report);
        if (chosen is null && parsed.UnmatchedTokens.Count == 0)
        {
            Help.Write(null, commands, terminal.Notes);
            return ExitCode.Usage;
        }
        UsageErrors.Require(args, parsed, chosen, commands);
        return chosen!.Run(arguments, terminal);
    }

    private static int WriteVersion(Screen screen)
    {
        screen.Line(Model.Version);
        return ExitCode.Ok;
    }
}
