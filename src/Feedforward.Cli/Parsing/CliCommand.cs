using System.CommandLine;

namespace Feedforward.Cli;

/// <summary>A command: what it takes, and what it does. A shell around the library: it parses, calls and shows.</summary>
internal abstract class CliCommand(string name)
{
    /// <summary>For example <c>train</c>.</summary>
    internal string Name { get; } = name;

    /// <summary>The words that stand without a flag, in their order.</summary>
    internal abstract IReadOnlyList<Operand> Operands { get; }

    /// <summary>Its flags, in the order of the help.</summary>
    internal abstract IReadOnlyList<Flag> Flags { get; }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    internal abstract int Run(Arguments arguments, Terminal terminal);

    /// <summary>A new command of the parser.</summary>
    internal Command Symbol()
    {
        var command = new Command(Name);
        foreach (var operand in Operands) command.Add(operand.Symbol());
        foreach (var flag in Flags.Concat(GeneralFlags.All)) command.Add(flag.Symbol());
        return command;
    }
}

/// <summary>Flags that every command takes.</summary>
internal static class GeneralFlags
{
    internal static readonly Flag Lang = new("--lang", FlagGroup.General, "en|zh-CN");

    internal static readonly Flag Help = new("--help", FlagGroup.General) { Short = ["-h", "-?"] };

    internal static readonly IReadOnlyList<Flag> All = [Lang, Help];

    internal static readonly Flag Version = new("--version", FlagGroup.General);
}
