using System.Globalization;
using Feedforward.Studio.Learn;

namespace Feedforward.Studio.Runs;

/// <summary>One column of a row that is tried on a model.</summary>
public sealed class TriedInput
{
    private TriedInput(string name, ColumnKind kind) => (Name, Kind) = (name, kind);

    /// <summary>The column.</summary>
    public string Name { get; }

    /// <summary>Numbers or texts.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Least and greatest value that is offered; equal where no numbers are known.</summary>
    public double Low { get; private init; }

    /// <summary>See <see cref="Low"/>.</summary>
    public double High { get; private init; }

    /// <summary>Whether only whole numbers make sense.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>The texts that are offered; none for numbers.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The value as text; empty is blank.</summary>
    public string Value { get; set; } = "";

    /// <summary>The value as a row takes it.</summary>
    public object? Cell => Value.Length == 0 ? null
        : Kind == ColumnKind.Number && double.TryParse(Value, CultureInfo.InvariantCulture, out double number) ? number : Value;

    /// <summary>A column with the values that its rows have.</summary>
    internal static TriedInput Of(PipelineColumn column, ColumnSummary? summary, int mostWords)
    {
        if (column.Kind == ColumnKind.Number && summary is { Low: { } low, High: { } high, Median: { } median })
            return new(column.Name, column.Kind) { Low = low, High = high, IsWhole = low == Math.Floor(low) && high == Math.Floor(high) && median == Math.Floor(median), Value = NumberKnob.Text(median) };
        string[] words = [.. (summary?.Top ?? []).Select(t => t.Value).Take(mostWords)];
        return new(column.Name, column.Kind) { Words = words, Value = words.FirstOrDefault() ?? (column.Kind == ColumnKind.Number ? "0" : "") };
    }
}
