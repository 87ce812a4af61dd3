using Spectre.Console;

namespace Feedforward.Cli;

/// <summary>The help, in the reader's language.</summary>
internal static class Help
{
    private const int FlagCells = 32;

    /// <summary>Writes the help of a command, or of all of them.</summary>
    internal static int Write(CliCommand? command, IReadOnlyList<CliCommand> commands, Screen screen)
    {
        if (command is null) WriteOverview(commands, screen);
        else WriteCommand(command, screen);
        return ExitCode.Ok;
    }

    private static void WriteOverview(IReadOnlyList<CliCommand> commands, Screen screen)
    {
        screen.Line(Texts.Get("help.product"));
        Heading(Texts.Get("help.usage"), screen);
        screen.Line($"  {CommandLine.Name} {Texts.Get("help.overviewUsage")}");
        Heading(Texts.Get("help.commands"), screen);
        foreach (var command in commands)
            Row($"{command.Name} {string.Join(' ', command.Operands)}", Texts.Get($"command.{command.Name}"), screen);
        Heading(Texts.Get("group.General"), screen);
        foreach (var flag in GeneralFlags.All.Append(GeneralFlags.Version)) Row(Label(flag), Texts.Get(flag.Key), screen);
        Heading(Texts.Get("help.examples"), screen);
        Examples("overview", screen);
    }

    private static void WriteCommand(CliCommand command, Screen screen)
    {
        screen.Line(Texts.Get($"command.{command.Name}"));
        Heading(Texts.Get("help.usage"), screen);
        screen.Line($"  {CommandLine.Name} {command.Name} {string.Join(' ', command.Operands)} {Texts.Get("help.flags")}");
        if (command.Operands.Count > 0) screen.Line();
        foreach (var operand in command.Operands)
            Row(operand.ToString(), Texts.Get($"operand.{command.Name}-{operand.Name}"), screen);
        foreach (var group in command.Flags.Concat(GeneralFlags.All).GroupBy(f => f.Group))
        {
            Heading(Texts.Get($"group.{group.Key}"), screen);
            foreach (var flag in group) Row(Label(flag), Texts.Get(flag.Key), screen);
        }
        Heading(Texts.Get("help.examples"), screen);
        Examples(command.Name, screen);
    }

    private static void Heading(string text, Screen screen)
    {
        screen.Line();
        screen.Line(text, new Style(decoration: Decoration.Bold));
    }

    private static void Row(string label, string text, Screen screen)
    {
        string first = TextWrap.Pad("  " + label, FlagCells);
        if (first[^1] != ' ')
        {
            screen.Line(first);
            first = new string(' ', FlagCells);
        }
        screen.Beside(first, text, FlagCells);
    }

    private static void Examples(string key, Screen screen)
    {
        foreach (string line in Texts.Get($"example.{key}").Split('\n', StringSplitOptions.TrimEntries)) screen.Line("  " + line);
    }

    private static string Label(Flag flag) =>
        string.Join(", ", flag.Short.Where(s => s != "-?").Append(flag.Name)) + (flag.Value is null ? "" : " " + flag.Value);
}
