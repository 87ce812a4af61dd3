namespace Feedforward.Formats;

/// <summary>
/// How the numbers of a file are believed to be written, and why. Points are believed first; a column of numbers with a cell such as 3,5 or
/// 1.234,56 speaks for commas, unless a column of numbers has a cell such as 4.5: then points are believed after all, and the comma is an error.
/// </summary>
/// <param name="Style">What is believed.</param>
/// <param name="IsSettled">Whether cells can no more change it.</param>
/// <param name="Notice">What a person is told of it, or null.</param>
internal sealed record CsvNumbersSeen(CsvNumberStyle Style, bool IsSettled, Notice? Notice)
{
    /// <summary>What is believed before any cell is seen.</summary>
    internal static CsvNumbersSeen Of(CsvOptions options) => new(CsvNumberStyle.Of(options), options.Decimal is not null, null);

    /// <summary>Whether the cells of columns, which were read as is believed, say otherwise; they are then to be read again.</summary>
    internal bool Reconsider(IEnumerable<CsvColumn> columns, CsvErrors errors, out CsvNumbersSeen next)
    {
        next = this;
        if (IsSettled)
            return false;
        var numbers = columns.OfType<CsvNumbers>().Where(c => c.Tally().Kind == ColumnKind.Number).ToArray();
        if (Style == CsvNumberStyle.Commas)
        {
            if (numbers.All(c => c.Tally().Of(CellForm.DecimalPoint) is null))
                return false;
            next = new CsvNumbersSeen(CsvNumberStyle.Points, true, null);
            return true;
        }
        var commas = numbers.Select(c => (Column: c, Seen: c.Tally().Of(CellForm.DecimalComma) ?? c.Tally().Of(CellForm.PointThousands)));
        var (column, seen) = commas.Where(c => c.Seen is not null).OrderBy(c => c.Seen!.Line).FirstOrDefault();
        if (seen is null)
            return false;
        var notice = errors.Notice(seen.Line, column.Position - 1, "FF2040", Evidence.Of(seen.Text), CsvNumberStyle.Commas.Show(seen.Text));
        next = new CsvNumbersSeen(CsvNumberStyle.Commas, false, notice);
        return true;
    }
}
