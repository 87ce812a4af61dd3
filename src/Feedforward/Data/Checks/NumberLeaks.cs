namespace Feedforward;

/// <summary>
/// Finds input columns from which a target number follows, by least squares on one, two or three of them, from one matrix of correlations.
/// At most <see cref="MostRows"/> rows, evenly spaced, and the <see cref="MostColumns"/> columns that go best with the target are looked at.
/// </summary>
internal static class NumberLeaks
{
    internal const int MostRows = 50_000, MostColumns = 64;

    /// <summary>With fewer rows than this three columns fit anything.</summary>
    private const int FewestRows = 40;

    /// <summary>Shares of the target's variance that are explained: all but exactly, and more than is usual.</summary>
    private const double Exact = 0.9999, Strong = 0.8, StrongOnScale = 0.6;

    /// <summary>A column lies on the target's own scale where the deviations are in this ratio at most, and the means differ by less than this part of the target's.</summary>
    private const double MostRatio = 1.5, MostShift = 0.5;

    /// <summary>Sets of columns that depend on each other so much say nothing of their own.</summary>
    private const double LeastPivot = 1e-6;

    internal static void Find(CheckedTable check)
    {
        if (check.Target is not NumberColumn target || target.Rows < FewestRows) return;
        int stride = (target.Rows + MostRows - 1) / MostRows;
        var y = Standardised.Of(target, stride);
        if (y is null) return;
        var columns = new List<Candidate>();
        foreach (var column in check.Columns)
        {
            if (column.AsNumbers is { } numbers && Standardised.Of(numbers, stride) is { } x) columns.Add(new Candidate(column.Name, x, x.Dot(y)));
            else if (column.IsCategories) Report(check, column.Name, Explained(check.Cells(column.Column), column.Type, y, stride), null, y);
        }
        columns.Sort((a, b) => Math.Abs(b.R).CompareTo(Math.Abs(a.R)));
        if (columns.Count > MostColumns)
        {
            check.Add(Severity.Info, Errors.Notice("FF2447", MostColumns, columns.Count));
            columns.RemoveRange(MostColumns, columns.Count - MostColumns);
        }
        bool found = false;
        foreach (var c in columns) found |= Report(check, c.Name, c.R * c.R, c.X, y);
        if (!found) FindSets(check, columns);
    }

    /// <summary>Says what one column explains; tells whether it is all.</summary>
    private static bool Report(CheckedTable check, string name, double share, Standardised? x, Standardised y)
    {
        string target = check.Target!.Name;
        bool onScale = x is not null && IsOnScale(x, y);
        if (share > Exact) check.Add(Severity.Warning, Errors.Notice("FF2412", name, target, CheckedTable.Four(share)));
        else if (onScale && share > StrongOnScale) check.Add(Severity.Warning, Errors.Notice("FF2415", name, target, CheckedTable.Four(share)));
        else if (share > Strong) check.Add(Severity.Warning, Errors.Notice("FF2414", name, target, CheckedTable.Four(share)));
        return share > Exact;
    }

    private static bool IsOnScale(Standardised x, Standardised y) =>
        x.Deviation / y.Deviation is > 1 / MostRatio and < MostRatio && Math.Abs(x.Mean - y.Mean) < MostShift * y.Deviation;

    /// <summary>The first two columns that explain all, or else the first three; the best of each number.</summary>
    private static void FindSets(CheckedTable check, List<Candidate> columns)
    {
        int d = columns.Count;
        var r = new double[d, d];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < i; j++) r[i, j] = r[j, i] = columns[i].X.Dot(columns[j].X);
        double best = Exact;
        int[]? set = null;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < i; j++)
                if (Pair(columns[i].R, columns[j].R, r[i, j]) is var share && share > best) (best, set) = (share, [j, i]);
        for (int i = 0; i < d && set is not { Length: 2 }; i++)
            for (int j = 0; j < i; j++)
                for (int k = 0; k < j; k++)
                    if (Triple(columns[i].R, columns[j].R, columns[k].R, r[i, j], r[i, k], r[j, k]) is var share && share > best) (best, set) = (share, [k, j, i]);
        if (set is null) return;
        string names = NearestName.List(Array.ConvertAll(set, i => columns[i].Name));
        check.Add(Severity.Warning, Errors.Notice("FF2413", names, check.Target!.Name, CheckedTable.Four(best), names.Replace(", ", ",", StringComparison.Ordinal)));
    }

    /// <summary>R² on two columns, from their correlations with the target and with each other.</summary>
    private static double Pair(double a, double b, double ab)
    {
        double pivot = 1 - (ab * ab), rest = b - (ab * a);
        return pivot < LeastPivot ? 0 : (a * a) + (rest * rest / pivot);
    }

    /// <summary>R² on three columns, one after the other: what each explains of what those before it left.</summary>
    private static double Triple(double a, double b, double c, double ab, double ac, double bc)
    {
        double pivotB = 1 - (ab * ab);
        if (pivotB < LeastPivot) return 0;
        double restB = b - (ab * a), crossed = (bc - (ab * ac)) / pivotB, pivotC = 1 - (ac * ac) - (crossed * crossed * pivotB);
        if (pivotC < LeastPivot) return 0;
        double restC = c - (ac * a) - (crossed * restB);
        return (a * a) + (restB * restB / pivotB) + (restC * restC / pivotC);
    }

    /// <summary>The share of the target's variance that lies between categories (η²).</summary>
    private static double Explained(Cells cells, ColumnType type, Standardised y, int stride)
    {
        var sums = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        for (int i = 0; i < y.Values.Length; i++)
        {
            string key = cells.Text(i * stride) ?? "";
            if (type == ColumnType.Boolean) key = key.ToUpperInvariant();
            var (sum, count) = sums.GetValueOrDefault(key);
            sums[key] = (sum + y.Values[i], count + 1);
        }
        if ((long)sums.Count * 5 > y.Values.Length) return 0;
        double share = 0;
        foreach (var (sum, count) in sums.Values) share += sum * sum / count;
        return share;
    }

    private sealed record Candidate(string Name, Standardised X, double R);
}

/// <summary>Numbers less their mean, divided so that their squares sum to 1; a blank is the mean.</summary>
internal sealed class Standardised
{
    private Standardised(double[] values, double mean, double deviation) => (Values, Mean, Deviation) = (values, mean, deviation);

    internal double[] Values { get; }

    internal double Mean { get; }

    internal double Deviation { get; }

    /// <summary>Every so many rows of a column; null where they do not differ, or too far for their squares.</summary>
    internal static Standardised? Of(NumberColumn column, int stride)
    {
        var values = new double[(column.Rows + stride - 1) / stride];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column.Raw(i * stride);
            if (double.IsNaN(values[i])) continue;
            sum += values[i];
            count++;
        }
        double mean = sum / count, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.IsNaN(values[i]) ? 0 : values[i] - mean;
            squares += values[i] * values[i];
        }
        double root = Math.Sqrt(squares);
        if (!(root > 0) || !double.IsFinite(root)) return null;
        for (int i = 0; i < values.Length; i++) values[i] /= root;
        return new Standardised(values, mean, root / Math.Sqrt(count));
    }

    internal double Dot(Standardised other)
    {
        double sum = 0;
        for (int i = 0; i < Values.Length; i++) sum += Values[i] * other.Values[i];
        return sum;
    }
}
