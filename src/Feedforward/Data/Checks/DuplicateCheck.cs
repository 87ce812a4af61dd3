namespace Feedforward;

/// <summary>Finds rows and columns that repeat others.</summary>
internal static class DuplicateCheck
{
    /// <summary>Rows that are equal in every column: what a split does with them depends on their share.</summary>
    internal static void Rows(CheckedTable check)
    {
        int rows = check.Table.Rows, repeated = 0;
        var groups = EqualRows.Of(check.Table);
        foreach (var group in groups) repeated += group.Count - 1;
        if (repeated == 0) return;
        string percent = CheckedTable.Percent(repeated, rows);
        if (repeated >= Splitter.MostDuplicates * rows) check.Add(Severity.Warning, Errors.Notice("FF2105", repeated, rows, percent));
        else check.Add(Severity.Info, Errors.Notice("FF2410", repeated, rows, percent, check.Table.RowNumber(groups[0][0]), check.Table.RowNumber(groups[0][1])));
    }

    /// <summary>Input columns that hold the same cells as one before them.</summary>
    internal static void Columns(CheckedTable check)
    {
        var inputs = check.Columns.FindAll(c => c.Role == ColumnRole.Input);
        var known = new Dictionary<ulong, List<CheckedColumn>>();
        foreach (var column in inputs)
        {
            ulong hash = Hash(column.Column);
            if (!known.TryGetValue(hash, out var same)) known.Add(hash, same = []);
            if (same.Find(c => AreEqual(c.Column, column.Column)) is { } first) check.Add(Severity.Warning, Errors.Notice("FF2411", column.Name, first.Name));
            else same.Add(column);
        }
    }

    private static ulong Hash(Column column)
    {
        ulong hash = (ulong)column.Kind;
        for (int row = 0; row < column.Rows; row++) hash = Mixed(hash, (ulong)column.Key(row));
        return hash;
    }

    /// <summary>A hash with another number mixed in.</summary>
    internal static ulong Mixed(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }

    /// <summary>Equal cells in every row. Texts have equal codes where their columns first show the same texts in the same order.</summary>
    private static bool AreEqual(Column a, Column b)
    {
        if (a.Kind != b.Kind) return false;
        for (int row = 0; row < a.Rows; row++)
        {
            if (a.Key(row) != b.Key(row)) return false;
            if (a is TextColumn && a.Show(row) != b.Show(row)) return false;
        }
        return true;
    }
}
