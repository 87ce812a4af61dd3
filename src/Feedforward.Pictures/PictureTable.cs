namespace Feedforward.Pictures;

/// <summary>The numbers behind a picture, as rows of texts: shown as a table, and copied as CSV.</summary>
/// <param name="Headers">One name for each column.</param>
/// <param name="Rows">As many cells each.</param>
public sealed record PictureTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Comma-separated, a line for each row; a cell that a spreadsheet would take for a formula is written as text.</summary>
    public string ToCsv() => string.Concat(Rows.Prepend(Headers).Select(row => string.Join(',', row.Select(Cell)) + "\r\n"));

    private static string Cell(string text)
    {
        string value = text.Replace('−', '-');
        if (value.Length > 0 && value[0] is '=' or '+' or '@' or '\t' or '\r') value = "'" + value;
        else if (value.Length > 0 && value[0] == '-' && !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
