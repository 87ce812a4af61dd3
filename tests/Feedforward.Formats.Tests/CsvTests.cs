namespace Feedforward.Formats.Tests;

public class CsvTests
{
    private static Table Read(string text) => Csv.Read(new StringReader(text));

    [Fact]
    public void A_file_becomes_typed_columns()
    {
        var table = Read("length,species\n5.1,lily\n,iris\n-4e-1,\n");
        Assert.Equal(3, table.Rows);
        Assert.Equal([ColumnKind.Number, ColumnKind.Text], table.Columns.Select(c => c.Kind));
        Assert.Equal(5.1, table.Number(0, "length"));
        Assert.Null(table.Number(1, "length"));
        Assert.Equal(-0.4, table.Number(2, "length"));
        Assert.Equal("iris", table.Text(1, "species"));
        Assert.Null(table.Text(2, "species"));
    }

    [Fact]
    public void Quoted_cells_hold_separators_line_ends_and_quotes()
    {
        var table = Read("a,b\r\n\"1,5 \"\"in\"\"\",\"two\r\nlines\"\r\nx,y\r\n");
        Assert.Equal("1,5 \"in\"", table.Text(0, "a"));
        Assert.Equal("two\r\nlines", table.Text(0, "b"));
        Assert.Equal("input:2:1", table.Place(0, "a"));
        Assert.Equal("input:4:2", table.Place(1, "b"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_line_end_is_read_also_across_the_edges_of_the_buffer(string end)
    {
        string text = "n,t" + end + string.Concat(Enumerable.Range(0, 150_000).Select(i => $"{i},t{i % 7}{end}"));
        var table = Read(text);
        Assert.Equal(150_000, table.Rows);
        for (int row = 0; row < table.Rows; row++)
            Assert.Equal((row, $"t{row % 7}"), ((int)table.Number(row, "n")!, table.Text(row, "t")));
        Assert.Equal(150_001, table.RowNumber(149_999));
    }
}
