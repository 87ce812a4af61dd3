namespace Feedforward;

/// <summary>Sums up columns.</summary>
internal static class Summaries
{
    private const int Shown = 5;

    internal static ColumnSummary Of(CheckedColumn column)
    {
        if (column.Numbers is { } numbers)
        {
            var summary = new ColumnSummary(column.Name, column.Type, column.Role, numbers.Blanks, numbers.Distinct);
            return numbers.Count == 0 ? summary : summary with { Low = numbers.Low, Median = numbers.At(0.5), High = numbers.High };
        }
        var texts = column.Texts;
        int filled = 0;
        var counts = new (string Value, int Rows)[texts.Count];
        for (int d = 0; d < counts.Length; d++)
        {
            counts[d] = (texts[d], texts.Cells(d));
            filled += texts.Cells(d);
        }
        Array.Sort(counts, (a, b) => a.Rows != b.Rows ? b.Rows.CompareTo(a.Rows) : string.CompareOrdinal(a.Value, b.Value));
        return new ColumnSummary(column.Name, column.Type, column.Role, column.Column.Rows - filled, counts.Length) { Top = counts[..Math.Min(Shown, counts.Length)] };
    }
}
