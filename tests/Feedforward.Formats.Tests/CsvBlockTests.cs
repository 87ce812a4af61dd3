using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>A file is cut into blocks that several threads read: neither where it is cut nor by how many is to be seen.</summary>
public class CsvBlockTests
{
    /// <summary>Files that are awkward to cut.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "quotes over lines", "a,b,c\r\n1,\"x\n\n\"\"y\"\",\",2\r\n\r\n3, \"\r\n\" ,4\r\n5,\"\",NA\r\n\"6\",\"z\"\"\",7.25" },
        { "a byte order mark, a name over lines", "\uFEFFa,\"b, or\nc\",d\n1,\"\"\"\"\"\",é\n\n2,中文,ü\n" },
        { "carriage returns", "a,b\r1,x\r\r2,\"y\r\"\r3,z" },
        { "one column with blank lines", "\n \na\n\n1\n \n\n2\n3\n\n\n4\n\n \n" },
        { "one column, blank at the end", "a\n1\n\n\n" },
        { "only a header", "a,b\r\n" },
        { "large integers, labels", "a,b\n1,007\n9007199254740993,8\n2,9\n123456789012345678901,10\n" },
        { "separators at the ends of lines", "a,b,,\n1,x,,\n2,\"y\n\",,\n" },
        { "a row too short after quotes", "a,b\n\"x\ny\",1\n2,3\nz,4\n5\n6,7\n" },
        { "a row too long", "a,b\n1,2\n\n3,4\n4,5,6\n7,8\n" },
        { "a quote inside a cell", "a,b\n\"x\n\",2\n3,4\" x\n5,\"6\n7,8\n" },
        { "text after a quote", "a,b\n1,2\n3,\"4\"5\n6,\"7\n8\"\n" },
        { "a quote that is not closed", "a,b\n1,\"2\"\n3,4\n5,\"6\n7,8\n9,0\n" },
        { "the header again", "a,b\nx,1\n\ny,2\na,b\nz,3\n" },
        { "a value without a name", "a,b,\n1,2,\n3,4,\n\n5,6,7\n" },
        { "texts among numbers", "a,b\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n10,$10\n11,11\nx,12\n13,$13\n" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Wherever_a_file_is_cut_and_whoever_reads_it_the_answer_is_the_same(string name, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string expected = Read(bytes, bytes.Length + 1000, 1, null);
        for (int block = 1; block <= bytes.Length + 1; block++)
            foreach (int threads in new[] { 1, 2, 3 })
                Assert.True(expected == Read(bytes, block + CsvBlocks.Padding, threads, null), $"{name}, blocks of {block} bytes, {threads} threads");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_first_rows_are_those_of_the_whole_file(string name, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int limit = 1; limit < 8; limit++)
        {
            string expected = Read(bytes, bytes.Length + 1000, 1, limit);
            for (int block = 1; block <= bytes.Length + 1; block += 3)
                Assert.True(expected == Read(bytes, block + CsvBlocks.Padding, 2, limit), $"{name}, blocks of {block} bytes, {limit} rows");
        }
    }

    [Fact]
    public void Batches_do_not_depend_on_blocks_and_threads()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("n,t\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i * 0.25},\"t{i % 7}\n\"\n")));
        var kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number };
        string[] Batches(int block, int threads) =>
        [
            .. Csv.ReadBatches(new MemoryStream(bytes), new CsvOptions { Kinds = kinds, KeepText = true, BlockBytes = block, Threads = threads }, 64)
                .Select(Describe),
        ];
        string[] expected = Batches(1 << 20, 1);
        Assert.Equal((5000 / 64) + 1, expected.Length);
        foreach (int block in new[] { 100, 1000, 7000, 30_000 })
            foreach (int threads in new[] { 1, 2, 5 })
                Assert.Equal(expected, Batches(block, threads));
    }

    [Fact]
    public void Whoever_takes_only_the_first_batch_leaves_no_thread_behind()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("n\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}\n")));
        var first = Csv.ReadBatches(new MemoryStream(bytes), new CsvOptions { BlockBytes = 1000, Threads = 4 }, 10).First();
        Assert.Equal("9", first.Text(9, "n"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_number_of_threads_that_cannot_be_is_refused(int threads) =>
        Assert.Equal("FF1001", Assert.Throws<OptionException>(() => new CsvOptions { Threads = threads }).Code);

    /// <summary>The table with all that is said about it, or the error.</summary>
    private static string Read(byte[] bytes, int block, int threads, int? limit)
    {
        var options = new CsvOptions { Separator = ',', BlockBytes = block, Threads = threads, Limit = limit, KeepText = true, Source = "f.csv" };
        try
        {
            return Describe(Csv.Read(new MemoryStream(bytes), options));
        }
        catch (DataException error)
        {
            return error.Message + error.Notice.Place;
        }
    }

    private static string Describe(Table table) => CsvGoodDataTests.Describe(table)
        + string.Concat(Enumerable.Range(0, table.Rows).Select(row => $"|{table.RowNumber(row)} {string.Join('¦', table.Columns.Select(c => table.Original(row, c.Name)))}"))
        + string.Concat(table.Notices.Select(n => $"|{n.Place} {n.Code} {n.Sentence}"));
}
