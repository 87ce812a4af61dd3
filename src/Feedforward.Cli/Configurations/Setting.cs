namespace Feedforward.Cli;

/// <summary>Where a value comes from; the nearer one holds.</summary>
internal enum Origin
{
    CommandLine,
    Set,
    File,
    Preset,
    Recipe,
}

/// <summary>A value that a flag got from elsewhere than the command line.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Text">The value as it would be typed.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Place">What an error in it points at: <c>feedforward.json:3:12</c> or <c>--set train.lr</c>.</param>
internal sealed record Setting(Flag Flag, string Text, Origin Origin, string Place)
{
    /// <summary>The values of a list, which may have commas in them.</summary>
    internal IReadOnlyList<string>? Items { get; init; }

    /// <summary>The word that was written where it is not the flag's own name.</summary>
    internal string? Written { get; init; }

    /// <summary>Whether it switches something on or says something.</summary>
    internal bool IsGiven => Flag.Shape != Shape.Truth || Text == ConfigurationKeys.True;
}
