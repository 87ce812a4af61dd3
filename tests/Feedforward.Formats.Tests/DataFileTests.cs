using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Parquet;

namespace Feedforward.Formats.Tests;

/// <summary>Files are told apart by what they hold; pipes, odd names and files that change are read or refused for what they are.</summary>
public class DataFileTests
{
    private const string Csv = "a;b\n1,5;x\n2;y\n", Json = "{\"a\":1.5,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n", Same = "NT|1.5¦x|2¦y";

    public static MatrixTheoryData<string, bool> Files => new(["t.csv", "t.txt", "no ending", "t.tsv", "t.jsonl", "t.csv ", "odd\nname ü 中.csv"], [false, true]);

    [Theory, MemberData(nameof(Files))]
    public void A_table_is_read_whatever_its_name(string name, bool isCompressed)
    {
        using var folder = new TemporaryFolder();
        foreach (string text in new[] { Csv, Csv.Replace(';', '\t'), Json })
        {
            if (text != Json && name == "t.jsonl")
                continue;
            string path = folder.Write(isCompressed ? name + ".gz" : name, isCompressed ? Gzip(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text));
            Assert.Equal(Same, CsvGoodDataTests.Describe(DataFile.ReadTable(path)));
            Assert.Equal(Same, CsvGoodDataTests.Describe(DataFile.Read(path).Table!));
            var kinds = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Number };
            Assert.Equal(Same, CsvGoodDataTests.Describe(DataFile.ReadTableBatches(path, new CsvOptions { Kinds = kinds }, 10).Single()));
            Assert.Equal(text == Json ? DataFormat.JsonLines : DataFormat.Csv, DataFile.FormatOf(path));
        }
    }

    public static TheoryData<string, byte[], string> Others => new()
    {
        { "zip", [.. "PK"u8, 3, 4, 20, 0, 0, 0], "ZIP" },
        { "xlsx", [.. "PK"u8, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, .. "[Content_Types].xml"u8], "Excel" },
        { "xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "Excel" },
        { "sqlite", [.. "SQLite format 3"u8, 0, 16, 0], "SQLite" },
        { "pdf", [.. "%PDF-1.7\n"u8], "PDF" },
        { "png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], "PNG" },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "JPEG" },
        { "gif", [.. "GIF89a"u8, 1, 0, 1, 0], "GIF" },
        { "bmp", [.. "BM"u8, 0x36, 0, 0, 0], "BMP" },
        { "npy", [0x93, .. "NUMPY"u8, 1, 0], "NumPy" },
        { "pickle", [0x80, 0x04, 0x95], "pickle" },
        { "arrow", [.. "ARROW1"u8, 0, 0], "Arrow" },
        { "html", [.. "<!DOCTYPE html>"u8], "web page" },
        { "orc", [.. "ORC"u8, 8, 3], "ORC" },
        { "zstd", [0x28, 0xB5, 0x2F, 0xFD, 4], "Zstandard" },
    };

    [Theory, MemberData(nameof(Others))]
    public void A_file_of_another_kind_is_refused_by_its_name(string name, byte[] bytes, string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("f." + name, bytes);
        foreach (var read in new Action[] { () => DataFile.ReadTable(path), () => DataFile.Read(path), () => _ = DataFile.ReadTableBatches(path, new CsvOptions(), 5).Count() })
        {
            var error = Assert.Throws<DataException>(read);
            Assert.Equal("FF2046", error.Code);
            Assert.Contains(kind, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_table_whose_first_column_is_BMI_is_a_table() =>
        Assert.Equal("NN|20¦1", CsvGoodDataTests.Describe(DataFile.ReadTable(new MemoryStream("BMI,n\n20,1\n"u8.ToArray()))));

    [Fact]
    public void Images_are_read_as_images_and_are_no_table()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("images", 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8);
        var (table, images) = DataFile.Read(path);
        Assert.Equal((null, 1), (table, images!.Rows));
        Assert.Equal("FF2047", Assert.Throws<DataException>(() => DataFile.ReadTable(path)).Code);
        Assert.Equal(DataFormat.Idx, DataFile.FormatOf(path));
        Assert.Equal("FF2211", Assert.Throws<DataException>(() => DataFile.Read(folder.Path)).Code);
        Assert.Equal("FF2210", Assert.Throws<DataException>(() => DataFile.Read(folder.At("none"))).Code);
        Assert.Equal("FF2002", Assert.Throws<DataException>(() => DataFile.ReadTable(folder.Write("empty"))).Code);
    }

    public static TheoryData<string, byte[]> Contents => new()
    {
        { "CSV", Encoding.UTF8.GetBytes(Csv) }, { "JSON lines", Encoding.UTF8.GetBytes(Json) }, { "CSV, compressed", Gzip(Encoding.UTF8.GetBytes(Csv)) },
        { "JSON lines, compressed", Gzip(Encoding.UTF8.GetBytes(Json)) }, { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Json)] },
        { "Parquet", ParquetFiles.Write([ParquetFiles.Column(new Parquet.Schema.DataField<double>("a"), 1.5, 2), ParquetFiles.Texts("b", "x", "y")]) },
    };

    [Theory, MemberData(nameof(Contents))]
    public async Task A_pipe_is_read_like_a_file(string name, byte[] bytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "mkfifo");
        using var folder = new TemporaryFolder();
        string pipe = folder.At("a pipe");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync(TestContext.Current.CancellationToken);
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Number } };
        var readers = new List<Func<Table>> { () => DataFile.ReadTable(pipe), () => DataFile.Read(pipe).Table!, () => DataFile.ReadTableBatches(pipe, options, 10).Single() };
        if (!name.Contains("JSON", StringComparison.Ordinal) && name is not ("UTF-16" or "Parquet"))
            readers.AddRange([() => Formats.Csv.Read(pipe), () => Formats.Csv.ReadBatches(pipe, options, 10).Single()]);
        foreach (var read in readers)
        {
            var writing = Task.Run(() => File.WriteAllBytes(pipe, bytes), TestContext.Current.CancellationToken);
            Assert.Equal(Same, CsvGoodDataTests.Describe(read()));
            await writing.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_grows_or_shrinks_while_it_is_read_is_refused(bool grows)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes("n\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n"))));
        var error = Assert.Throws<DataException>(() =>
        {
            foreach (var _ in DataFile.ReadTableBatches(path, new CsvOptions(), 400))
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(file.Length + (grows ? 1 : -10));
        });
        Assert.Equal("FF2044", error.Code);
    }

    [Fact]
    public void A_file_that_another_program_holds_open_is_read()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(Csv));
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(2, DataFile.ReadTable(path).Rows);
    }

    [Fact]
    public void A_place_in_a_file_with_an_odd_name_is_one_line()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a\nb.csv", Encoding.UTF8.GetBytes("a,b\n1\n"));
        Assert.Equal("a\\nb.csv:2", Assert.Throws<DataException>(() => DataFile.ReadTable(path)).Notice.Place);
        Assert.DoesNotContain('\n', Assert.Throws<DataException>(() => DataFile.ReadTable(folder.At("no\nfile.csv"))).Notice.Place!);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
