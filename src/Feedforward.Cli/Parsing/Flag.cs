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

/// <summary>What a value of a configuration may be in JSON; a flag may take several of these.</summary>
[Flags]
internal enum Shape
{
    None = 0,
    Text = 1,
    Whole = 2,
    Number = 4,
    Truth = 8,
    List = 16,
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

    /// <summary>Whether it may be given many times.</summary>
    internal bool Many { get; init; }

    /// <summary>What its value may be in a configuration: by default what the word for its value in the help says.</summary>
    internal Shape Shape { get; init; } = Value is null ? Shape.Truth : Value.Split('|').Aggregate(Shape.None, (shape, word) => shape | ShapeOf(word));

    /// <summary>The part of a configuration in which it stands; null where it says nothing about data, network or training.</summary>
    internal string? Section => Group switch
    {
        FlagGroup.Data => "data",
        FlagGroup.Network => "model",
        FlagGroup.Training or FlagGroup.Overfitting => "train",
        _ => null,
    };

    /// <summary>Its name in a configuration: <c>weight_decay</c>.</summary>
    internal string Member => Name.TrimStart('-').Replace('-', '_');

    /// <summary>Its whole name in a configuration: <c>train.weight_decay</c>.</summary>
    internal string Path => $"{Section}.{Member}";

    /// <summary>Whether a value of this flag is a path: of a flag that takes other values too, what is neither one of its words nor a size.</summary>
    internal bool IsPath(string value) => Value is "FILE" or "FOLDER" || (Value is not null && Value.Split('|').Contains("FILE")
        && value.Any(char.IsLetter) && !value.StartsWith("last:", StringComparison.Ordinal) && !Value.Split('|').Contains(value));

    /// <summary>A new option of the parser.</summary>
    internal Option Symbol() => Many
        ? new Option<string[]>(Name, [.. Short, .. Synonyms]) { Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false }
        : new Option<string>(Name, [.. Short, .. Synonyms]) { Arity = Value is null ? ArgumentArity.Zero : ArgumentArity.ExactlyOne };

    private static Shape ShapeOf(string word) => word switch
    {
        "N" or "ROWS" or "EPOCHS" => Shape.Whole,
        "RATE" or "M" or "R" or "B" or "E" or "STRENGTH" or "NORM" or "SHARE" or "LAMBDA" => Shape.Number,
        "SIZE" => Shape.Number | Shape.Text,
        "COLUMNS" => Shape.List | Shape.Text,
        "UNITS" => Shape.List | Shape.Text | Shape.Whole,
        "COLUMN" or "NAME" or "RULE" or "FILE" or "FOLDER" or "RUN" => Shape.Text,
        _ when word.All(char.IsAsciiDigit) => Shape.Whole,
        _ when word.All(c => !char.IsAsciiLetterUpper(c)) => Shape.Text,
        _ => Shape.Text | Shape.Number | Shape.List,
    };
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
