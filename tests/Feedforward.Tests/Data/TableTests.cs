namespace Feedforward.Tests.Data;

public class TableTests
{
    private static readonly Table Flowers = Table.FromColumns("flowers.csv",
        new NumberColumn("length", [5.1, double.NaN, 4.7, 6.0]),
        new TextColumn("species", ["lily", "iris", null, "lily"]));

    [Fact]
    public void A_cell_is_a_number_a_text_or_blank()
    {
        Assert.Equal(5.1, Flowers.Number(0, "length"));
        Assert.Null(Flowers.Number(1, "length"));
        Assert.Equal("iris", Flowers.Text(1, "species"));
        Assert.Null(Flowers.Text(2, "species"));
        Assert.Equal("6", Flowers.Text(3, "length"));
        Assert.Equal((object?)5.1, Flowers[0]["length"]);
        Assert.Null(Flowers[2]["species"]);
    }

    [Fact]
    public void An_unknown_column_lists_the_columns_and_the_nearest_name()
    {
        var error = Assert.Throws<OptionException>(() => Flowers["specie"]);
        Assert.Equal("FF1203", error.Code);
        Assert.Contains("No column \"specie\" in flowers.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains("length, species", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"species\"?", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", Assert.Throws<OptionException>(() => Flowers["weight"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_is_a_view_that_keeps_its_places()
    {
        var odd = Flowers.Select([1, 3]);
        Assert.Equal(2, odd.Rows);
        Assert.Equal(3, odd.Origin(1));
        Assert.Equal(6.0, odd.Number(1, "length"));
        Assert.Equal("flowers.csv:4:2", odd.Place(1, "species"));
        var last = odd.Select([1]);
        Assert.Equal("lily", last.Text(0, "species"));
        Assert.Equal("flowers.csv:4:1", last.Place(0, "length"));
        Assert.Equal(1, last["length"].Rows);
    }

    [Fact]
    public void A_table_without_a_column_keeps_the_positions_of_the_others()
    {
        var rest = Flowers.Select([0, 3]).Without("length");
        Assert.Equal(["species"], rest.Columns.Select(c => c.Name));
        Assert.Equal(2, rest.Rows);
        Assert.Equal("flowers.csv:4:2", rest.Place(1, "species"));
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => Flowers.Without("colour")).Code);
    }

    [Fact]
    public void Objects_make_typed_columns_without_reflection()
    {
        var table = Table.From(
            [(Name: "a", Age: (int?)3, Day: new DateOnly(2026, 1, 31)), (Name: "", Age: null, Day: new DateOnly(2026, 2, 1))],
            ("name", x => x.Name), ("age", x => x.Age), ("day", x => x.Day), ("adult", x => x.Age > 18));
        Assert.Equal([ColumnKind.Text, ColumnKind.Number, ColumnKind.Text, ColumnKind.Text], table.Columns.Select(c => c.Kind));
        Assert.Equal("2026-01-31", table.Text(0, "day"));
        Assert.Equal("false", table.Text(0, "adult"));
        Assert.True(table["name"].IsBlank(1));
        Assert.Equal(3.0, table.Number(0, "age"));
        Assert.Null(table.Number(1, "age"));
    }

    [Fact]
    public void Objects_that_are_no_table_are_refused()
    {
        Assert.Equal("FF2033", Assert.Throws<DataException>(() => Table.From<object>([1.0, "one"], ("x", x => x))).Code);
        Assert.Equal("FF2034", Assert.Throws<DataException>(() => Table.From<object>([new object()], ("x", x => x))).Code);
        Assert.Equal("FF2030", Assert.Throws<DataException>(() => Table.From([1.0, double.PositiveInfinity], ("x", x => x))).Code);
        Assert.Equal("FF2031", Assert.Throws<DataException>(() =>
            Table.FromColumns(null, new NumberColumn("a", [1]), new NumberColumn("b", [1, 2]))).Code);
        Assert.Equal("FF2032", Assert.Throws<DataException>(() =>
            Table.FromColumns(null, new NumberColumn("a", [1]), new NumberColumn("a", [2]))).Code);
        Assert.Equal("FF2035", Assert.Throws<DataException>(() => Table.From(["a"], new double[1, 2])).Code);
        Assert.Equal("FF1204", Assert.Throws<OptionException>(() => Flowers.Number(0, "species")).Code);
    }

    [Fact]
    public void One_row_is_made_from_names_and_values()
    {
        var row = TableRow.From(("length", 5.5f), ("species", "lily"), ("width", null));
        Assert.Equal((object?)5.5, row["length"]);
        Assert.Equal("lily", row["species"]);
        Assert.Null(row["width"]);
    }

    [Fact]
    public void Rows_of_numbers_make_a_table()
    {
        var table = Table.From(["a", "b"], new[,] { { 1, 2 }, { double.NaN, 4 } });
        Assert.Equal(2, table.Rows);
        Assert.Null(table.Number(1, "a"));
        Assert.Equal(4, table.Number(1, "b"));
    }

    [Fact]
    public void Columns_of_a_view_make_a_table_of_their_own()
    {
        var view = Flowers.Select([3, 0]);
        var table = Table.FromColumns("copy", view["species"], view["length"]);
        Assert.Equal("copy:2:2", table.Place(1, "length"));
        Assert.Equal(5.1, table.Select([1]).Number(0, "length"));
    }
}
