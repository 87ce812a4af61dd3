namespace Feedforward.Formats;

/// <summary>Says what is wrong, or worth knowing, about the cells of columns.</summary>
internal sealed class CsvVerdict(CsvErrors errors, CsvNumberStyle style)
{
    private const int ColumnsShown = 5;

    /// <summary>The notices of the columns, whose cells were all added.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="given">The kinds that were given, not inferred.</param>
    /// <exception cref="DataException">FF2001: a column of numbers has a cell that is none; of several the one in the first row.</exception>
    internal List<Notice> Of(CsvColumn[] columns, IReadOnlyDictionary<string, ColumnKind> given)
    {
        var numbers = columns.OfType<CsvNumbers>().ToArray();
        var (wrong, seen) = numbers.Select(c => (Column: c, Seen: Wrong(c.Tally()))).Where(c => c.Seen is not null).OrderBy(c => c.Seen!.Line).FirstOrDefault();
        if (seen is not null)
            throw NoNumber(wrong, seen);
        var notices = new List<Notice>();
        AddTokens(notices, numbers);
        foreach (var column in numbers)
            if (column.Inexact is var (text, line))
                notices.Add(errors.Notice(line, column.Position - 1, "FF2022", column.Name, text));
        foreach (var column in columns.OfType<CsvTexts>().Where(c => !given.ContainsKey(c.Name)))
            if (column.Tally() is { IsAllDigits: true } tally)
                notices.Add(errors.Notice(null, column.Position - 1, "FF2023", column.Name, tally.LeadingZero!.Text));
        return notices;
    }

    /// <summary>The first cell of a column that is no number, or may be either of two.</summary>
    private CsvSeen? Wrong(CsvTally tally)
    {
        var ambiguous = style.IsGiven ? null : tally.Ambiguous;
        return tally.NoNumber is { } none && !(ambiguous?.Line < none.Line) ? none : ambiguous;
    }

    private DataException NoNumber(CsvNumbers column, CsvSeen seen)
    {
        string more = seen.Count > 1 ? Errors.Text("FF2001.more", seen.Count - 1) : "";
        return errors.At(seen.Line, column.Position - 1, $"FF2001.{seen.Form}", column.Name, Evidence.Of(seen.Text), more);
    }

    private static void AddTokens(List<Notice> notices, CsvNumbers[] columns)
    {
        string[] found =
        [
            .. from column in columns
               from token in column.Tally().Tokens
               select Errors.Text("FF2021.cells", column.Name, token.Key, token.Value),
        ];
        if (found.Length > 0)
            notices.Add(Errors.Notice("FF2021", string.Join(", ", found.Take(ColumnsShown)) + (found.Length > ColumnsShown ? ", …" : "")));
    }
}
