using System.IO.Compression;
using System.Text;

namespace Feedforward.Formats.Tests;

public class CsvFileTests
{
    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_named()
    {
        Assert.Equal("FF2210", Assert.Throws<DataException>(() => Csv.Read("/nowhere/at all.csv")).Code);
        Assert.Equal("FF2211", Assert.Throws<DataException>(() => Csv.Read(Path.GetTempPath())).Code);
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_is_refused()
    {
        var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * i}\n"))));
        byte[] bytes = whole.ToArray();
        Assert.Equal(5000, Csv.Read(new MemoryStream(bytes)).Rows);
        foreach (int left in new[] { bytes.Length - 1, bytes.Length - 8, bytes.Length / 2, 11 })
            Assert.Equal("FF2214", Assert.Throws<DataException>(() => Csv.Read(new MemoryStream(bytes[..left]))).Code);
    }

    [Fact]
    public void A_table_written_and_read_is_the_same()
    {
        var table = Table.FromColumns("t",
            new NumberColumn("n,1", [1.5, double.NaN, -1e-300, 12345678.9]),
            new TextColumn("text", ["plain", "with \"quotes\"", " spaces ", null]),
            new TextColumn("mixed", ["line\nend", "semi;colon", null, "中文"]));
        var stream = new MemoryStream();
        Csv.Write(table, stream);
        Assert.Equal("\"n,1\",text,mixed\n1.5,plain,\"line\nend\"\n,\"with \"\"quotes\"\"\",\"semi;colon\"\n-1E-300,\" spaces \",\n12345678.9,,中文\n",
            Encoding.UTF8.GetString(stream.ToArray()));
        stream.Position = 0;
        Assert.Equal(CsvGoodDataTests.Describe(table), CsvGoodDataTests.Describe(Csv.Read(stream)));
    }

    [Fact]
    public void A_blank_cell_of_a_single_column_survives_writing()
    {
        var stream = new MemoryStream();
        Csv.Write(Table.FromColumns(null, new NumberColumn("n", [1, double.NaN])), stream);
        stream.Position = 0;
        Assert.Equal("N|1|_", CsvGoodDataTests.Describe(Csv.Read(stream)));
    }

    [Fact]
    public void Cells_that_were_kept_are_written_as_they_stood()
    {
        const string Text = "n,t\n1.50, a \n+2,b\n,NA\n";
        var table = Csv.Read(new StringReader(Text), new CsvOptions { KeepText = true });
        Assert.Equal("1.50", table.Original(0, "n"));
        Assert.Equal(1.5, table.Number(0, "n"));
        Assert.Equal("+2", table.Select([1]).Original(0, "n"));
        Assert.Equal("", table.Original(2, "n"));
        Assert.Equal(" a ", table.Original(0, "t"));
        Assert.Equal("a", table.Text(0, "t"));
    }

    [Fact]
    public void Batches_hold_all_rows_with_their_places()
    {
        string text = "n,t\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => $"{i},t{i % 3}\n"));
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number } };
        var batches = Csv.ReadBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), options, 1000).ToArray();
        Assert.Equal([1000, 1000, 500], batches.Select(b => b.Rows));
        Assert.Equal([0, 1000, 2000], batches.Select(b => (int)b.Number(0, "n")!));
        Assert.Equal("input:2002:2", batches[2].Place(0, "t"));
        Assert.Equal("t1", batches[1].Text(0, "t"));
        var empty = Assert.Single(Csv.ReadBatches(new MemoryStream("n,t\n"u8.ToArray()), options, 10));
        Assert.Equal(0, empty.Rows);
    }

    [Fact]
    public void A_bad_cell_in_a_later_batch_is_placed()
    {
        string text = "n,t\n" + string.Concat(Enumerable.Range(0, 20).Select(i => i == 17 ? "x,\n" : $"{i},t\n"));
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number } };
        var error = Assert.Throws<DataException>(() => Csv.ReadBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), options, 5).Count());
        Assert.Equal(("FF2001", "input:19:1"), (error.Code, error.Notice.Place));
    }
}
