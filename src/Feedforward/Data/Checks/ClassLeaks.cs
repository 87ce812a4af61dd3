namespace Feedforward;

/// <summary>
/// Finds input columns that give the class away: the class that is most frequent for each category, or in each of a few intervals of a number. At most
/// <see cref="MostRows"/> rows, evenly spaced, are looked at.
/// </summary>
internal static class ClassLeaks
{
    internal const int MostRows = 20_000;

    /// <summary>With fewer rows than this intervals fit anything.</summary>
    private const int FewestRows = 40;

    /// <summary>Categories with fewer rows than this on average say nothing of their own.</summary>
    private const int RowsOfCategory = 5;

    /// <summary>Of the rows beyond the largest class, the share that is named right: all but exactly, and more than is usual.</summary>
    private const double Exact = 0.999, Strong = 0.98;

    /// <summary>Of two classes, an area under the curve that is more than is usual.</summary>
    private const double StrongArea = 0.99;

    internal static void Find(CheckedTable check, TargetClasses classes)
    {
        int stride = (check.Table.Rows + MostRows - 1) / MostRows;
        var ofRows = new int[(check.Table.Rows + stride - 1) / stride];
        if (ofRows.Length < FewestRows) return;
        for (int i = 0; i < ofRows.Length; i++) ofRows[i] = classes.OfRows[i * stride];
        int k = classes.Names.Length, largest = Largest(ofRows, k);
        if (largest == ofRows.Length) return;
        foreach (var column in check.Columns)
        {
            if (column.AsNumbers is { } numbers)
            {
                var intervals = new ClassIntervals(numbers, ofRows, k, stride);
                Report(check, column.Name, Beyond(intervals.Correct(), largest, ofRows.Length), k == 2 ? intervals.Area() : 0.5);
            }
            else if (column.IsCategories)
            {
                Report(check, column.Name, Beyond(OfCategories(check.Cells(column.Column), ofRows, k, stride), largest, ofRows.Length), 0.5);
            }
        }
    }

    private static void Report(CheckedTable check, string name, double share, double area)
    {
        string target = check.Target!.Name;
        if (share >= Exact) check.Add(Severity.Warning, Errors.Notice("FF2416", name, target, CheckedTable.Percent(share, 1)));
        else if (share >= Strong) check.Add(Severity.Info, Errors.Notice("FF2417", name, target, CheckedTable.Percent(share, 1)));
        else if (Math.Max(area, 1 - area) >= StrongArea) check.Add(Severity.Info, Errors.Notice("FF2418", name, target, CheckedTable.Four(Math.Max(area, 1 - area))));
    }

    private static double Beyond(int correct, int largest, int rows) => (double)(correct - largest) / (rows - largest);

    private static int Largest(int[] ofRows, int k)
    {
        var counts = new int[k];
        foreach (int c in ofRows) counts[c]++;
        return ClassIntervals.Most(counts);
    }

    /// <summary>Rows whose class is the most frequent one of their category.</summary>
    private static int OfCategories(Cells cells, int[] ofRows, int k, int stride)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<int[]>();
        for (int i = 0; i < ofRows.Length; i++)
        {
            string key = cells.Text(i * stride) ?? "";
            if (!places.TryGetValue(key, out int place))
            {
                places.Add(key, place = counts.Count);
                counts.Add(new int[k]);
                if (counts.Count * RowsOfCategory > ofRows.Length) return 0;
            }
            counts[place][ofRows[i]]++;
        }
        int correct = 0;
        foreach (var of in counts) correct += ClassIntervals.Most(of);
        return correct;
    }
}

/// <summary>The classes along the sorted numbers of a column; a blank comes first.</summary>
internal sealed class ClassIntervals
{
    /// <summary>No interval has fewer rows.</summary>
    private const int FewestRows = 5;

    private readonly double[] _values;
    private readonly int[] _ofRows;
    private readonly int _classes;

    internal ClassIntervals(NumberColumn column, int[] ofRows, int classes, int stride)
    {
        _values = new double[ofRows.Length];
        for (int i = 0; i < _values.Length; i++) _values[i] = column.Raw(i * stride) is var x && double.IsNaN(x) ? double.NegativeInfinity : x;
        _ofRows = [.. ofRows];
        _classes = classes;
        Array.Sort(_values, _ofRows);
    }

    internal static int Most(int[] counts)
    {
        int most = 0;
        foreach (int count in counts) most = Math.Max(most, count);
        return most;
    }

    /// <summary>Rows whose class is the most frequent one of their interval, of twice as many intervals as there are classes, split where they are least pure.</summary>
    internal int Correct()
    {
        var done = new List<Interval>();
        var open = new List<Interval> { Of(0, _values.Length) };
        while (open.Count > 0)
        {
            int worst = 0;
            for (int i = 1; i < open.Count; i++)
                if (open[i].Errors > open[worst].Errors) worst = i;
            var interval = open[worst];
            open.RemoveAt(worst);
            int cut = interval.Errors > 0 && done.Count + open.Count + 1 < 2 * _classes ? Cut(interval) : 0;
            if (cut == 0) done.Add(interval);
            else open.AddRange([Of(interval.First, cut), Of(cut, interval.End)]);
        }
        int correct = _values.Length;
        foreach (var interval in done) correct -= interval.Errors;
        return correct;
    }

    /// <summary>Of two classes: the share of pairs, one row of each, in which the second class has the greater number; equal numbers count a half.</summary>
    internal double Area()
    {
        double above = 0;
        long zeros = 0, ones = 0;
        for (int first = 0, end; first < _values.Length; first = end)
        {
            long zerosHere = 0, onesHere = 0;
            for (end = first; end < _values.Length && _values[end] == _values[first]; end++)
            {
                if (_ofRows[end] == 1) onesHere++;
                else zerosHere++;
            }
            above += onesHere * (zeros + (zerosHere / 2.0));
            (zeros, ones) = (zeros + zerosHere, ones + onesHere);
        }
        return above / ((double)zeros * ones);
    }

    private Interval Of(int first, int end)
    {
        var counts = new int[_classes];
        for (int i = first; i < end; i++) counts[_ofRows[i]]++;
        return new Interval(first, end, counts, end - first - Most(counts));
    }

    /// <summary>Where the two sides are purest: Σ nₖ²/n of both is greatest (Gini); 0 where there is no place.</summary>
    private int Cut(Interval interval)
    {
        var left = new int[_classes];
        int[] right = [.. interval.Counts];
        double leftSquares = 0, rightSquares = 0, best = 0;
        foreach (int count in right) rightSquares += (double)count * count;
        int cut = 0, rows = interval.End - interval.First;
        for (int i = interval.First; i < interval.End - 1; i++)
        {
            int c = _ofRows[i], before = i + 1 - interval.First;
            leftSquares += (2.0 * left[c]++) + 1;
            rightSquares -= (2.0 * right[c]--) - 1;
            if (before < FewestRows || rows - before < FewestRows || _values[i] == _values[i + 1]) continue;
            double purity = (leftSquares / before) + (rightSquares / (rows - before));
            if (purity > best) (best, cut) = (purity, i + 1);
        }
        return cut;
    }

    private sealed record Interval(int First, int End, int[] Counts, int Errors);
}
