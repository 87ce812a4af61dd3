using System.CommandLine;

namespace Feedforward.Cli;

/// <summary>Under which heading the help shows a flag.</summary>
internal enum FlagGroup
{
    Data,
    Network,
    Training,
    Overfitting,
    Measurement,
    Output,
    General,
}

/// <summary>
/// A flag as the command line knows it. Values are texts here; what they mean, and what is wrong with them, is said where they are read.
/// </summary>
/// <param name="Name">For example <c>--lr</c>.</param>
/// <param name="Group">Its heading in the help.</param>
/// <param name="Value">What the help calls its value; null where it takes none.</param>
internal sealed record Flag(string Name, FlagGroup Group, string? Value = null)
{
    /// <summary>Short forms, which are shown.</summary>
    internal IReadOnlyList<string> Short { get; init; } = [];

    /// <summary>Words of other programs and books, which are understood, with a note.</summary>
    internal IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>The key of its line in the help.</summary>
    internal string Key { get; init; } = "flag" + Name.Replace("--", ".", StringComparison.Ordinal);

    /// <summary>A new option of the parser.</summary>
    internal Option Symbol() => new Option<string>(Name, [.. Short, .. Synonyms]) { Arity = Value is null ? ArgumentArity.Zero : ArgumentArity.ExactlyOne };
}

/// <summary>A word that stands without a flag, for example the data.</summary>
/// <param name="Name">What the help and the messages call it.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record Operand(string Name, bool Required = true)
{
    /// <summary>Whether any number of them may stand there, or none.</summary>
    internal bool Many { get; init; }

    /// <summary>A new argument of the parser.</summary>
    internal Argument Symbol() => Many
        ? new Argument<string[]>(Name) { Arity = ArgumentArity.ZeroOrMore }
        : new Argument<string>(Name) { Arity = Required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne };

    /// <summary>As the usage line shows it.</summary>
    public override string ToString() => Many ? $"[{Name}…]" : Required ? $"<{Name}>" : $"[{Name}]";
}
