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
}
