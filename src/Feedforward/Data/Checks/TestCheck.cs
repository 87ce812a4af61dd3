namespace Feedforward;

/// <summary>Compares rows to test on with the rows that are trained on.</summary>
internal static class TestCheck
{
    /// <summary>What a pipeline of the training rows finds odd about the test rows, and which of these are among the training rows.</summary>
    internal static void Run(CheckedTable check, Table test, Pipeline pipeline)
    {
        var notices = new List<Notice>();
        try
        {
            _ = pipeline.Apply(test, notices);
        }
        catch (DataException e)
        {
            check.Add(Severity.Error, e.Notice);
            return;
        }
        foreach (var notice in notices) check.Add(Severity.Warning, notice);
        int common = Common(check.Table, test);
        if (common > 0) check.Add(Severity.Warning, Errors.Notice("FF2434", common, test.Rows, CheckedTable.Percent(common, test.Rows), test.Named));
    }

    /// <summary>Test rows that are equal to a training row in all columns that both tables have, compared by hashes of 64 bits.</summary>
    private static int Common(Table train, Table test)
    {
        ulong[] trained = new ulong[train.Rows], tested = new ulong[test.Rows];
        foreach (var column in train.Columns)
        {
            if (test.Find(column.Name) is not { } other || other.Kind != column.Kind) continue;
            for (int row = 0; row < trained.Length; row++) trained[row] = DuplicateCheck.Mixed(trained[row], (ulong)column.Key(row));
            var codes = column is TextColumn a && other is TextColumn b ? Codes(a, b) : null;
            for (int row = 0; row < tested.Length; row++)
            {
                long key = codes is null || other.IsBlank(row) ? other.Key(row) : codes[((TextColumn)other).Code(row)];
                tested[row] = DuplicateCheck.Mixed(tested[row], (ulong)key);
            }
        }
        var known = new HashSet<ulong>(trained);
        int common = 0;
        foreach (ulong hash in tested)
            if (known.Contains(hash)) common++;
        return common;
    }

    /// <summary>For each text of the second column its code in the first, or one that the first does not have.</summary>
    private static int[] Codes(TextColumn a, TextColumn b)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int code = 0; code < a.Values.Count; code++) places.TryAdd(a.Values[code], code);
        var codes = new int[b.Values.Count];
        for (int code = 0; code < codes.Length; code++) codes[code] = places.GetValueOrDefault(b.Values[code], int.MinValue);
        return codes;
    }
}
