namespace Feedforward.Tests.Data;

public class SplitTests
{
    private static Table Numbered(int rows, Func<int, object?>? label = null) =>
        Table.From(Enumerable.Range(0, rows), ("id", i => i), ("label", i => label is null ? i % 3 : label(i)));

    private static int[] Ids(Table table) => [.. Enumerable.Range(0, table.Rows).Select(row => (int)table.Number(row, "id")!)];

    [Fact]
    public void A_random_split_gives_every_row_to_one_part_in_the_order_of_the_file()
    {
        var (train, validation, test) = Numbered(100).Split(0.70, 0.15, 0.15, seed: 42);
        Assert.Equal((70, 15, 15), (train.Rows, validation.Rows, test.Rows));
        Assert.Equal(Enumerable.Range(0, 100), Ids(train).Concat(Ids(validation)).Concat(Ids(test)).Order());
        Assert.Equal(Ids(train).Order(), Ids(train));
        Assert.NotEqual(Enumerable.Range(85, 15), Ids(test));
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        Assert.Equal(Ids(Numbered(50).Split(0.5, 0.25, 0.25, 7).Test), Ids(Numbered(50).Split(0.5, 0.25, 0.25, 7).Test));
        Assert.NotEqual(Ids(Numbered(50).Split(0.5, 0.25, 0.25, 7).Test), Ids(Numbered(50).Split(0.5, 0.25, 0.25, 8).Test));
    }

    [Theory]
    [InlineData(0.7, 0.2, 0.2)]
    [InlineData(1.1, -0.1, 0)]
    [InlineData(0, 0.5, 0.5)]
    [InlineData(double.NaN, 0.5, 0.5)]
    public void Shares_that_do_not_make_one_are_refused(double train, double validation, double test) =>
        Assert.Equal("FF2102", Assert.Throws<OptionException>(() => Numbered(10).Split(train, validation, test)).Code);

    [Fact]
    public void A_part_without_rows_is_an_error_only_where_it_was_asked_for()
    {
        Assert.Equal("FF2101", Assert.Throws<DataException>(() => Numbered(3).Split(0.8, 0.1, 0.1)).Code);
        Assert.Equal("FF2101", Assert.Throws<DataException>(() => Numbered(3).Split(new SplitOptions { Test = SplitSize.Of(3) })).Code);
        Assert.Equal("FF2101", Assert.Throws<DataException>(() => Numbered(0).Split(0.5, 0.25, 0.25)).Code);
        Assert.Equal(0, Numbered(3).Split(1, 0, 0).Test.Rows);
    }

    [Fact]
    public void The_last_rows_of_the_file_can_be_a_part()
    {
        var (train, validation, test) = Numbered(20).Split(new SplitOptions { Validation = SplitSize.Last(3), Test = SplitSize.Of(5) });
        Assert.Equal([17, 18, 19], Ids(validation));
        Assert.Equal((12, 5), (train.Rows, test.Rows));
        (_, validation, test) = Numbered(20).Split(new SplitOptions { Validation = SplitSize.Last(3), Test = SplitSize.Last(5) });
        Assert.Equal([12, 13, 14], Ids(validation));
        Assert.Equal([15, 16, 17, 18, 19], Ids(test));
    }

    [Fact]
    public void A_stratified_split_keeps_the_proportions_of_the_classes()
    {
        var table = Numbered(200, i => i % 10 == 0 ? "rare" : i % 2 == 0 ? "even" : "odd");
        var (train, validation, test) = table.Split(Stratified(0.15, 0.25));
        Assert.Equal((120, 30, 50), (train.Rows, validation.Rows, test.Rows));
        foreach (var (part, share) in new[] { (train, 0.6), (validation, 0.15), (test, 0.25) })
        {
            Assert.InRange(Count(part, "rare"), (20 * share) - 1, (20 * share) + 1);
            Assert.InRange(Count(part, "even"), (80 * share) - 1, (80 * share) + 1);
            Assert.InRange(Count(part, "odd"), (100 * share) - 1, (100 * share) + 1);
        }
        Assert.Equal(Enumerable.Range(0, 200), Ids(train).Concat(Ids(validation)).Concat(Ids(test)).Order());
    }

    [Fact]
    public void A_class_with_fewer_than_five_rows_stays_in_training()
    {
        var (train, validation, test) = Numbered(104, i => i < 4 ? "few" : i % 2 == 0 ? "a" : "b").Split(Stratified(0.2, 0.2));
        Assert.Equal((4, 0, 0), (Count(train, "few"), Count(validation, "few"), Count(test, "few")));
        var notice = Assert.Single(train.Notices);
        Assert.Equal("FF2106", notice.Code);
        Assert.Contains("\"few\" with 4 rows, fewer than 5", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void S28_a_stratified_split_of_single_members_says_which_class_has_only_one()
    {
        var error = Assert.Throws<DataException>(() => Numbered(6, i => i == 5 ? "alone" : "ab"[i % 2].ToString()).Split(Stratified(0.2, 0.2)));
        Assert.Equal("FF2107", error.Code);
        Assert.Contains("least populated class, \"alone\", has only 1 member", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_by_time_tests_on_the_latest_rows()
    {
        // when: 0 7 4 1 8 5 2 9 6 3
        var table = Table.From(Enumerable.Range(0, 10), ("id", i => i), ("when", i => i * 7 % 10));
        var (train, validation, test) = table.Split(ByTime(2, 3));
        Assert.Equal([0, 2, 3, 6, 9], Ids(train));
        Assert.Equal([5, 8], Ids(validation));
        Assert.Equal([1, 4, 7], Ids(test));
    }

    [Fact]
    public void Dates_are_ordered_as_they_follow_each_other()
    {
        string[] days = ["2026-02-01", "2025-12-31", "2026-01-15T08:00", "2026-01-15"];
        var table = Table.FromColumns("t.csv", new NumberColumn("id", [0, 1, 2, 3]), new TextColumn("when", days));
        var (train, validation, test) = table.Split(ByTime(1, 1));
        Assert.Equal([1, 3], Ids(train));
        Assert.Equal([2], Ids(validation));
        Assert.Equal([0], Ids(test));
    }

    [Theory]
    [InlineData(null, "FF2108", "blank")]
    [InlineData("31.01.2026", "FF2109", "31.01.2026")]
    public void A_cell_that_is_no_time_is_named(string? when, string code, string words)
    {
        var table = Table.FromColumns("t.csv", new TextColumn("when", ["2026-01-01", when, "2026-01-03"]));
        var error = Assert.Throws<DataException>(() => table.Split(ByTime(0, 1)));
        Assert.Equal((code, "t.csv:2:1"), (error.Code, error.Notice.Place));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_group_stay_together()
    {
        var table = Numbered(300, i => $"patient {i / 10}");
        var (train, validation, test) = table.Split(Options(0.2, 0.2) with { Rule = new GroupSplit("label") });
        string[][] groups = [.. new[] { train, validation, test }.Select(t => Labels(t).Distinct().ToArray())];
        Assert.Equal(30, groups.Sum(g => g.Length));
        Assert.Equal(30, groups.SelectMany(g => g).Distinct().Count());
        Assert.Equal((180, 60, 60), (train.Rows, validation.Rows, test.Rows));
    }

    [Fact]
    public void A_few_equal_rows_are_joined_on_one_side()
    {
        var cells = Enumerable.Range(0, 1000).Select(i => i is 700 or 800 ? 5.0 : i).ToArray();
        var (train, validation, test) = Table.FromColumns("t.csv", new NumberColumn("id", cells)).Split(0.34, 0.33, 0.33, seed: 1);
        Assert.Equal(1, new[] { train, validation, test }.Count(t => Ids(t).Contains(5)));
        Assert.Equal(1000, train.Rows + validation.Rows + test.Rows);
        var notice = Assert.Single(train.Notices);
        Assert.Equal("FF2104", notice.Code);
        Assert.Contains("3 duplicate rows", notice.Sentence, StringComparison.Ordinal);
        Assert.Contains("(rows 6, 701, 801)", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_equal_rows_stay_where_they_are_and_their_share_is_told()
    {
        var (train, validation, test) = Table.From(Enumerable.Range(0, 100), ("id", i => i % 80)).Split(0.6, 0.2, 0.2);
        Assert.Equal((60, 20, 20), (train.Rows, validation.Rows, test.Rows));
        var notice = Assert.Single(train.Notices);
        Assert.Equal("FF2105", notice.Code);
        Assert.Contains("20 of 100 rows (20 %)", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_of_a_selection_keeps_the_places_of_the_file()
    {
        var table = Table.FromColumns("t.csv", new NumberColumn("id", [.. Enumerable.Range(0, 40).Select(i => (double)i)]));
        var (train, _, test) = table.Select([.. Enumerable.Range(20, 20)]).Split(0.5, 0.25, 0.25);
        Assert.All(Enumerable.Range(0, train.Rows), row => Assert.Equal($"t.csv:{train.Number(row, "id") + 1}:1", train.Place(row, "id")));
        Assert.All(Ids(test), id => Assert.InRange(id, 20, 39));
    }

    [Theory]
    [InlineData("0.15", 0.15, 0, false)]
    [InlineData("1000", 0, 1000, false)]
    [InlineData("last:50", 0, 50, true)]
    [InlineData("0", 0, 0, false)]
    public void A_size_is_a_share_a_number_of_rows_or_the_last_rows(string text, double share, int rows, bool last)
    {
        var size = SplitSize.Parse(text);
        Assert.Equal((share, rows, last), (size.Share, size.Count, size.IsLast));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("15%")]
    [InlineData("0,15")]
    [InlineData("last:0.5")]
    [InlineData("99999999999")]
    public void Another_text_is_no_size(string text) => Assert.Equal("FF2103", Assert.Throws<OptionException>(() => SplitSize.Parse(text)).Code);

    [Fact]
    public void A_rule_is_read_from_its_text()
    {
        Assert.Equal(new RandomSplit(), SplitRule.Parse("random"));
        Assert.Equal(new StratifiedSplit("species"), SplitRule.Parse("stratified", target: "species"));
        Assert.Equal(new StratifiedSplit("sex"), SplitRule.Parse("stratified:sex", target: "species"));
        Assert.Equal(new TimeSplit("day"), SplitRule.Parse("time:day"));
        Assert.Equal(new GroupSplit("a:b"), SplitRule.Parse("group:a:b"));
        foreach (string text in new[] { "", "time", "group:", "random:x", "stratified" })
            Assert.Equal("FF2110", Assert.Throws<OptionException>(() => SplitRule.Parse(text)).Code);
    }

    [Fact]
    public void A_rule_of_an_unknown_column_names_it() =>
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Numbered(10).Split(Options(0.2, 0.2) with { Rule = new GroupSplit("day") })).Code);

    private static SplitOptions Options(double validation, double test) =>
        new() { Validation = SplitSize.Fraction(validation), Test = SplitSize.Fraction(test) };

    private static SplitOptions Stratified(double validation, double test) => Options(validation, test) with { Rule = new StratifiedSplit("label") };

    private static SplitOptions ByTime(int validation, int test) =>
        new() { Validation = SplitSize.Of(validation), Test = SplitSize.Of(test), Rule = new TimeSplit("when") };

    private static string[] Labels(Table table) => [.. Enumerable.Range(0, table.Rows).Select(row => table.Text(row, "label")!)];

    private static int Count(Table table, string label) => Labels(table).Count(l => l == label);
}
