namespace Feedforward;

public sealed partial class Table
{
    /// <summary>
    /// Divides the rows into folds for cross-validation: k pairs of the rows of one fold, held out, and of the others, which train. Each part keeps
    /// the order of the file. Every row is held out exactly once; by time, the rows are k + 1 blocks one after the other, each but the first is held
    /// out, and only the blocks before it train.
    /// <code>
    /// var folds = table.Folds(5, new StratifiedSplit("species")).Select(fold =>
    /// {
    ///     var (train, validation, _) = fold.Train.Split(0.85, 0.15, 0);
    ///     var pipeline = Pipeline.Fit(train, "species");
    ///     var model = new Model(new Network(pipeline.Inputs, new Dense(16, Activation.ReLU), new Dense(pipeline.Outputs, Activation.Softmax)), pipeline);
    ///     model.Train(train, validation, options);
    ///     return model.Evaluate(fold.HeldOut);
    /// });
    /// Console.WriteLine(new CrossValidation(folds));
    /// </code>
    /// </summary>
    /// <param name="k">The folds, at least 2.</param>
    /// <param name="rule">
    /// Which rows go together: any; those of a class in equal shares in every fold; those of a group in one fold; by time. Null is any.
    /// Where under 1 % of the rows repeat another, equal rows go to the same fold (random and stratified).
    /// </param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <returns>The pairs; the notices of the folds are those of the first training part.</returns>
    /// <exception cref="OptionException">FF1001: k is below 2. FF1203: the rule names a column that is not there.</exception>
    /// <exception cref="DataException">FF2471, FF2472: fewer rows or groups than folds. FF2108, FF2109: no order of time.</exception>
    public IReadOnlyList<(Table Train, Table HeldOut)> Folds(int k, SplitRule? rule = null, ulong seed = 42)
    {
        var folds = new FoldSplitter(this, k, rule ?? new RandomSplit(), seed);
        return [.. Enumerable.Range(0, k).Select(fold => (
            Part(row => folds.Trains(row, fold), fold == 0 ? folds.Notices : []),
            Part(row => folds.Parts[row] == fold, [])))];
    }
}

/// <summary>Rows on their way into folds: for every row of the table the fold that holds it out, counted from 0; −1 for none.</summary>
internal sealed class FoldSplitter
{
    private readonly Table _table;
    private readonly int _folds;
    private readonly ulong _seed;
    private readonly SplitRule _rule;

    internal FoldSplitter(Table table, int folds, SplitRule rule, ulong seed)
    {
        (_table, _folds, _rule, _seed) = (table, Check.Range("folds", folds, folds >= 2, "≥ 2"), rule, seed);
        int least = rule is TimeSplit ? folds + 1 : folds;
        if (table.Rows < least) throw Errors.Data("FF2471", folds, least, table.Rows);
        Parts = new int[table.Rows];
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        switch (rule)
        {
            case StratifiedSplit stratified: Stratify(rows, stratified.Column); break;
            case TimeSplit time: Cut(TimeOrder.Of(table, rows, time.Column), folds + 1, first: -1); break;
            case GroupSplit group: TakeGroups(rows, table[group.Column], group.Column); break;
            default: Random(0).Shuffle(rows); Cut(rows, folds, first: 0); break;
        }
        if (rule is RandomSplit or StratifiedSplit) JoinDuplicates();
    }

    internal int[] Parts { get; }

    internal List<Notice> Notices { get; } = [];

    /// <summary>Whether a row trains what is measured on a fold.</summary>
    internal bool Trains(int row, int fold) => _rule is TimeSplit ? Parts[row] < fold : Parts[row] != fold;

    private RandomStream Random(int stream) => new(_seed, Purpose.Folds, epoch: stream);

    /// <summary>Consecutive blocks whose sizes differ by at most one row.</summary>
    private void Cut(int[] rows, int blocks, int first)
    {
        for (int i = 0; i < rows.Length; i++) Parts[rows[i]] = first + (int)((long)i * blocks / rows.Length);
    }

    /// <summary>The rows of each class in random order, dealt like cards: no fold has more than one row of a class more than another, nor of all classes.</summary>
    private void Stratify(int[] rows, string name)
    {
        var column = _table[name];
        int next = 0, stream = 0;
        foreach (int[] members in rows.GroupBy(column.Key).Select(g => g.ToArray()))
        {
            if (members.Length < _folds) Notices.Add(Errors.Notice("FF2470", name, Evidence.Of(column.Show(members[0])), members.Length, _folds));
            Random(++stream).Shuffle(members);
            foreach (int row in members) Parts[row] = next++ % _folds;
        }
    }

    /// <summary>Whole groups, the largest first, equal ones in random order, each into the fold that has the fewest rows.</summary>
    private void TakeGroups(int[] rows, Column column, string name)
    {
        int[][] groups = [.. rows.GroupBy(column.Key).Select(g => g.ToArray())];
        if (groups.Length < _folds) throw Errors.Data("FF2472", _folds, name, groups.Length);
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        Random(0).Shuffle(order);
        var sizes = new int[_folds];
        foreach (int index in order.OrderByDescending(g => groups[g].Length))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            foreach (int row in groups[index]) Parts[row] = fold;
            sizes[fold] += groups[index].Length;
        }
    }

    /// <summary>Equal rows go to one fold, unless that would leave a fold without rows.</summary>
    private void JoinDuplicates()
    {
        int[] before = (int[])Parts.Clone();
        var notices = new List<Notice>();
        EqualRows.Join(_table, Parts, mayMove: true, notices);
        if (Parts.Distinct().Count() == _folds) Notices.AddRange(notices);
        else before.CopyTo(Parts, 0);
    }
}
