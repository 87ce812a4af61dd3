namespace Feedforward.Formats;

/// <summary>Makes a table of gathered columns, or says what is wrong with their cells.</summary>
internal static class GatheredTable
{
    private const int ColumnsShown = 5;

    /// <summary>The table.</summary>
    /// <param name="columns">Its columns, equally long.</param>
    /// <param name="lines">Where its rows begin.</param>
    /// <param name="errors">The errors of its file.</param>
    /// <exception cref="DataException">FF2001: a column of numbers has a cell that is none; of several the one in the first row.</exception>
    internal static Table Of(IReadOnlyList<GatheredColumn> columns, RowNumbers lines, CsvErrors errors)
    {
        if (columns.Where(c => c.Wrong is not null).MinBy(c => c.Wrong!.Line) is { } wrong)
            throw NoNumber(wrong, wrong.Wrong!, errors);
        var notices = new List<Notice>();
        AddList(notices, "FF2050", columns.Where(c => c.Missing > 0).Select(c => Errors.Text("FF2050.rows", c.Name, c.Missing)), errors);
        AddList(notices, "FF2021", columns.SelectMany(c => c.Tokens.Select(t => Errors.Text("FF2021.cells", c.Name, t.Key, t.Value))), errors);
        foreach (var column in columns)
            if (column.Inexact is var (text, line))
                notices.Add(errors.Notice(line, column.Position - 1, "FF2022", column.Name, text));
        return new Table(errors.Source, [.. columns.Select(c => c.Finish())], null, lines, notices);
    }

    private static DataException NoNumber(GatheredColumn column, CsvSeen seen, CsvErrors errors)
    {
        string more = seen.Count > 1 ? Errors.Text("FF2001.more", seen.Count - 1) : "";
        return errors.At(seen.Line, column.Position - 1, $"FF2001.{seen.Form}", column.Name, Evidence.Of(seen.Text), more);
    }

    private static void AddList(List<Notice> notices, string code, IEnumerable<string> items, CsvErrors errors)
    {
        string[] found = [.. items];
        if (found.Length > 0)
            notices.Add(errors.Notice(null, null, code, string.Join(", ", found.Take(ColumnsShown)) + (found.Length > ColumnsShown ? ", …" : "")));
    }
}
