namespace Feedforward;

/// <summary>The three sides of a split.</summary>
internal enum SplitPart : byte
{
    Train,
    Validation,
    Test,
}

/// <summary>One split at work: a part for every row of the table.</summary>
internal sealed class Splitter(Table table, SplitOptions options)
{
    /// <summary>A class with fewer rows than this cannot be in every part and stays in training.</summary>
    internal const int FewestOfClass = 5;

    /// <summary>Above this share of repeated rows the repetition belongs to the data and no row is moved.</summary>
    internal const double MostDuplicates = 0.01;

    private const int RowsShown = 5;

    private readonly RandomStream _random = new(options.Seed, Purpose.Split);
    private readonly int _validation = options.Validation.Of((long)table.Rows), _test = options.Test.Of((long)table.Rows);

    internal SplitPart[] Parts { get; } = new SplitPart[table.Rows];

    internal List<Notice> Notices { get; } = [];

    internal void Assign()
    {
        if (_validation + (long)_test >= table.Rows)
            throw Errors.Data("FF2101", Name(SplitPart.Train), table.Rows);
        int[] rows = TakeLast();
        switch (options.Rule)
        {
            case StratifiedSplit rule: Stratify(rows, rule.Column); break;
            case TimeSplit rule: TakeInOrder(TimeOrder.Of(table, rows, rule.Column)); break;
            case GroupSplit rule: TakeGroups(rows, table[rule.Column]); break;
            default: _random.Shuffle(rows); TakeInOrder(rows); break;
        }
    }

    internal void RequireRows()
    {
        Require(SplitPart.Train, true);
        Require(SplitPart.Validation, !options.Validation.IsNone);
        Require(SplitPart.Test, !options.Test.IsNone);
    }

    /// <summary>Rows that are equal in every column go to the side of the first of them, where few rows repeat another.</summary>
    internal void JoinDuplicates()
    {
        if (_validation == 0 && _test == 0) return;
        bool mayMove = options.Rule is RandomSplit or StratifiedSplit && !options.Validation.IsLast && !options.Test.IsLast;
        EqualRows.Join(table, Parts, mayMove, Notices);
    }

    /// <summary>Marks the parts that are the last rows of the file, test after validation, and returns the other rows.</summary>
    private int[] TakeLast()
    {
        int end = table.Rows;
        if (options.Test.IsLast)
            Parts.AsSpan((end -= _test), _test).Fill(SplitPart.Test);
        if (options.Validation.IsLast)
            Parts.AsSpan((end -= _validation), _validation).Fill(SplitPart.Validation);
        return [.. Enumerable.Range(0, end)];
    }

    private int Wanted(SplitPart part) => part switch
    {
        SplitPart.Validation => options.Validation.IsLast ? 0 : _validation,
        SplitPart.Test => options.Test.IsLast ? 0 : _test,
        _ => 0,
    };

    /// <summary>The last rows of the order test, those before them validate.</summary>
    private void TakeInOrder(int[] rows)
    {
        int end = rows.Length;
        for (var part = SplitPart.Test; part > SplitPart.Train; part--)
            for (int i = Wanted(part); i > 0; i--)
                Parts[rows[--end]] = part;
    }

    /// <summary>Whole groups in random order; a group joins a part where that brings the part nearer to its size.</summary>
    private void TakeGroups(int[] rows, Column column)
    {
        int[][] groups = [.. rows.GroupBy(column.Key).Select(g => g.ToArray())];
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        _random.Shuffle(order);
        int testing = 0, validating = 0, test = Wanted(SplitPart.Test), validation = Wanted(SplitPart.Validation);
        foreach (int index in order)
        {
            int[] group = groups[index];
            if (group.Length <= 2 * (test - testing))
                testing += Mark(group, SplitPart.Test);
            else if (group.Length <= 2 * (validation - validating))
                validating += Mark(group, SplitPart.Validation);
        }
    }

    private int Mark(int[] rows, SplitPart part)
    {
        foreach (int row in rows)
            Parts[row] = part;
        return rows.Length;
    }

    private void Stratify(int[] rows, string name)
    {
        var column = table[name];
        int[][] all = [.. rows.GroupBy(column.Key).Select(g => g.ToArray())];
        int[][] classes = [.. all.Where(c => c.Length >= FewestOfClass)];
        int test = Wanted(SplitPart.Test), validation = Wanted(SplitPart.Validation), eligible = classes.Sum(c => c.Length);
        if (test + (long)validation > eligible - classes.Length)
        {
            int[] least = all.MinBy(c => c.Length)!;
            throw Errors.Data("FF2107", name, Evidence.Of(column.Show(least[0])), least.Length, FewestOfClass);
        }
        foreach (int[] few in all.Where(c => c.Length < FewestOfClass))
            Notices.Add(Errors.Notice("FF2106", name, Evidence.Of(column.Show(few[0])), few.Length, FewestOfClass));
        int[] tests = Shares(classes, test, eligible), validations = Shares(classes, validation, eligible);
        Deal(classes, tests, validations);
    }

    private void Deal(int[][] classes, int[] tests, int[] validations)
    {
        for (int c = 0; c < classes.Length; c++)
        {
            new RandomStream(options.Seed, Purpose.Split, epoch: c + 1).Shuffle(classes[c]);
            Mark(classes[c][..tests[c]], SplitPart.Test);
            Mark(classes[c][tests[c]..Math.Min(tests[c] + validations[c], classes[c].Length)], SplitPart.Validation);
        }
    }

    /// <summary>So many rows of each class that they sum to the size: whole parts first, then the largest remainders.</summary>
    private static int[] Shares(int[][] classes, int wanted, int eligible)
    {
        long[] exact = [.. classes.Select(c => c.Length * (long)wanted)];
        int[] shares = [.. exact.Select(e => (int)(e / Math.Max(1, eligible)))];
        int left = wanted - shares.Sum();
        foreach (int c in Enumerable.Range(0, classes.Length).OrderByDescending(c => exact[c] % Math.Max(1, eligible)).Take(left))
            shares[c]++;
        return shares;
    }

    private void Require(SplitPart part, bool wanted)
    {
        if (wanted && !Parts.Contains(part))
            throw Errors.Data("FF2101", Name(part), table.Rows);
    }

    private static string Name(SplitPart part) => Errors.Text($"SplitPart.{part}");
}
