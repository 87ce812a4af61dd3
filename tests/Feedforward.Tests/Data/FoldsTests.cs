namespace Feedforward.Tests.Data;

public class FoldsTests
{
    private static Table Numbered(int rows, Func<int, object?>? second = null) => Table.From(
        Enumerable.Range(0, rows), ("id", i => i), ("c", second ?? (i => i % 3 == 0 ? "rare" : "usual")));

    private static int[] Ids(Table table) => [.. Enumerable.Range(0, table.Rows).Select(i => (int)table.Number(i, "id")!.Value)];

    public static TheoryData<string, int, int> Rules => new MatrixTheoryData<string, int, int>(["random", "stratified:c", "group:c"], [2, 3, 7], [21, 50]);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_row_is_held_out_exactly_once_and_trains_in_all_other_folds(string rule, int k, int rows)
    {
        var table = Numbered(rows, i => "g" + (i % 11));
        var folds = table.Folds(k, SplitRule.Parse(rule), 7);
        Assert.Equal(k, folds.Count);
        Assert.Equal(Enumerable.Range(0, rows), folds.SelectMany(f => Ids(f.HeldOut)).Order());
        foreach (var (train, heldOut) in folds)
        {
            Assert.NotEqual(0, heldOut.Rows);
            Assert.Equal(Enumerable.Range(0, rows), Ids(train).Concat(Ids(heldOut)).Order());
            Assert.Equal(Ids(train).Order(), Ids(train));
        }
        if (rule != "group:c") Assert.InRange(folds.Max(f => f.HeldOut.Rows) - folds.Min(f => f.HeldOut.Rows), 0, 1);
    }

    [Fact]
    public void The_seed_decides_the_folds()
    {
        var table = Numbered(40);
        int[][] Folds(ulong seed) => [.. table.Folds(4, null, seed).Select(f => Ids(f.HeldOut))];
        Assert.Equal(Folds(1), Folds(1));
        Assert.NotEqual(Folds(1), Folds(2));
    }

    [Fact]
    public void Strata_are_spread_evenly_and_groups_stay_whole()
    {
        foreach (var (_, heldOut) in Numbered(90).Folds(5, new StratifiedSplit("c")))
            Assert.Equal(6, Enumerable.Range(0, heldOut.Rows).Count(i => heldOut.Text(i, "c") == "rare"));
        var groups = Numbered(60, i => "g" + (i % 10)).Folds(4, new GroupSplit("c"));
        var seen = groups.Select(f => Enumerable.Range(0, f.HeldOut.Rows).Select(i => f.HeldOut.Text(i, "c")).Distinct().ToArray()).ToList();
        Assert.Equal(10, seen.Sum(s => s.Length));
        Assert.Equal([12, 12, 18, 18], groups.Select(f => f.HeldOut.Rows).Order());
    }

    [Fact]
    public void Time_trains_only_on_what_was_before()
    {
        var table = Numbered(12, i => 100 - i);
        var folds = table.Folds(3, new TimeSplit("c"));
        Assert.Equal([[6, 7, 8], [3, 4, 5], [0, 1, 2]], folds.Select(f => Ids(f.HeldOut)));
        Assert.Equal([[9, 10, 11], [6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11]], folds.Select(f => Ids(f.Train)));
    }

    [Fact]
    public void Equal_rows_are_in_one_fold_and_few_rows_of_a_class_are_told()
    {
        var table = Table.From(Enumerable.Range(0, 300), ("id", i => i == 299 ? 0 : i), ("c", i => i % 150 == 0 || i == 299 ? "rare" : "usual"));
        var folds = table.Folds(5, new StratifiedSplit("c"), 3);
        Assert.Single(folds, f => Ids(f.HeldOut).Contains(0));
        Assert.Equal(2, folds.Single(f => Ids(f.HeldOut).Contains(0)).HeldOut is var held ? Ids(held).Count(id => id == 0) : 0);
        Assert.Contains(folds[0].Train.Notices, n => n.Code == "FF2470" && n.Sentence.Contains("rare", StringComparison.Ordinal));
        Assert.All(folds.Skip(1), f => Assert.Empty(f.Train.Notices));
    }

    [Fact]
    public void Too_few_rows_or_groups_or_folds_are_refused()
    {
        Assert.Equal("FF1001", Assert.Throws<OptionException>(() => Numbered(9).Folds(1)).Code);
        Assert.Equal("FF2471", Assert.Throws<DataException>(() => Numbered(4).Folds(5)).Code);
        Assert.Equal("FF2471", Assert.Throws<DataException>(() => Numbered(5).Folds(5, new TimeSplit("id"))).Code);
        Assert.Equal("FF2472", Assert.Throws<DataException>(() => Numbered(9).Folds(3, new GroupSplit("c"))).Code);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Numbered(9).Folds(3, new GroupSplit("d"))).Code);
        Assert.All(Numbered(5).Folds(5), f => Assert.Equal((4, 1), (f.Train.Rows, f.HeldOut.Rows)));
    }
}
