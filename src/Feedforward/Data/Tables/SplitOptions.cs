namespace Feedforward;

/// <summary>Which rows may go where: a closed family.</summary>
public abstract record SplitRule
{
    private protected SplitRule()
    {
    }

    /// <summary>Reads <c>random</c>, <c>stratified:COLUMN</c>, <c>time:COLUMN</c>, <c>group:COLUMN</c>, or <c>stratified</c> by <paramref name="target"/>.</summary>
    /// <exception cref="OptionException">FF2110: the text is none of these.</exception>
    public static SplitRule Parse(string text, string? target = null)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string? column = colon < 0 ? null : text[(colon + 1)..];
        return (colon < 0 ? text : text[..colon], column) switch
        {
            ("random", null) => new RandomSplit(),
            ("stratified", null) when target is not null => new StratifiedSplit(target),
            ("stratified", { Length: > 0 }) => new StratifiedSplit(column),
            ("time", { Length: > 0 }) => new TimeSplit(column),
            ("group", { Length: > 0 }) => new GroupSplit(column),
            _ => throw Errors.Option("FF2110", text),
        };
    }
}

/// <summary>Any row anywhere.</summary>
public sealed record RandomSplit : SplitRule;

/// <summary>Every class of a column in every part, in the proportions of the whole. Classes with fewer than five rows stay in training.</summary>
public sealed record StratifiedSplit(string Column) : SplitRule;

/// <summary>The rows in the order of a column: the latest are tested on, those before them validate, the earliest train.</summary>
public sealed record TimeSplit(string Column) : SplitRule;

/// <summary>Rows with an equal cell stay together. The parts are as near to the sizes asked for as whole groups allow.</summary>
public sealed record GroupSplit(string Column) : SplitRule;

/// <summary>How a table is split; what is neither validation nor test is training.</summary>
public sealed record SplitOptions
{
    /// <summary>The validation part.</summary>
    public SplitSize Validation { get; init; }

    /// <summary>The test part.</summary>
    public SplitSize Test { get; init; }

    /// <summary>Which rows may go where.</summary>
    public SplitRule Rule { get; init; } = new RandomSplit();

    /// <summary>The seed of the random choice.</summary>
    public ulong Seed { get; init; } = 42;
}
