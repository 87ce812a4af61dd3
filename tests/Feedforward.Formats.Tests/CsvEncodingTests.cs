using System.IO.Compression;
using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>Texts in other encodings than UTF-8: told by a byte order mark or given, never guessed.</summary>
public class CsvEncodingTests
{
    private const int Lines = 60_000;

    public static TheoryData<string, string, byte[]> Encodings => new()
    {
        // name, letters, bytes that are none
        { "utf-8", "größe 中文🎉", [0xC3] },
        { "utf-16le", "größe 中文🎉", [0x00, 0xD8] },
        { "utf-16be", "größe 中文🎉", [0xDC, 0x00] },
        { "utf-32", "größe 中文🎉", [0x00, 0x00, 0xFF, 0xFF] },
        { "gb18030", "größe 中文🎉", [0xFF] },
        { "gbk", "中文", [0x81] },
        { "big5", "中文", [0xA4] },
        { "shift_jis", "日本", [0x85] },
        { "euc-kr", "한국", [0xB0] },
        { "us-ascii", "size", [0xE9] },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void A_file_is_read_in_the_encoding_given_up_to_bytes_that_are_no_letter_of_it(string name, string letters, byte[] invalid)
    {
        var encoding = TextEncoding.Parse(name);
        byte[] good = encoding.GetBytes("n;t\n" + string.Concat(Enumerable.Range(0, Lines).Select(i => $"{i},5;{letters}{i % 10} text to make it long\n")));
        Assert.True(good.Length > 1_500_000);
        foreach (byte[] mark in new[] { encoding.GetPreamble(), [] })
            foreach (int threads in new[] { 1, 2 })
            {
                var options = new CsvOptions { Encoding = encoding, Source = "f.csv", Threads = threads };
                var table = Csv.Read(new MemoryStream([.. mark, .. good]), options);
                Assert.Equal((Lines, Lines - 0.5), (table.Rows, table.Number(Lines - 1, "n")));
                Assert.Equal(letters + "9 text to make it long", table.Text(Lines - 1, "t"));
                var error = Assert.Throws<DataException>(() => Csv.Read(new MemoryStream([.. mark, .. good, .. encoding.GetBytes("1;x"), .. invalid]), options));
                Assert.True((error.Code, error.Notice.Place) == ("FF2012", $"f.csv:{Lines + 2}"), error.Message);
            }
    }

    [Theory]
    [InlineData("windows-1252", "café €")]
    [InlineData("latin1", "café")]
    [InlineData("windows-1251", "Привет")]
    [InlineData("cp1250", "łąka")]
    [InlineData("CP437", "é")]
    [InlineData("euc-jp", "日本")]
    [InlineData("cp936", "中文")]
    public void Names_are_those_that_people_use(string name, string letters)
    {
        byte[] bytes = TextEncoding.Parse(name).GetBytes($"{letters},n\nx,1\n");
        Assert.Equal(letters, Csv.Read(new MemoryStream(bytes), new CsvOptions { Encoding = TextEncoding.Parse(name) }).Columns[0].Name);
    }

    [Fact]
    public void A_name_that_is_none_is_refused_with_the_nearest()
    {
        var error = Assert.Throws<OptionException>(() => TextEncoding.Parse("gb1803"));
        Assert.Equal("FF2043", error.Code);
        Assert.Contains("gb18030\"?", error.Message, StringComparison.Ordinal);
        Assert.Equal("FF2043", Assert.Throws<OptionException>(() => TextEncoding.Parse("utf-7")).Code);
        Assert.Equal("FF2043", Assert.Throws<OptionException>(() => TextEncoding.Parse("")).Code);
    }

    [Fact]
    public void A_mark_that_tells_another_encoding_is_an_error()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "a,b\n1,2\n"u8];
        var error = Assert.Throws<DataException>(() => Csv.Read(new MemoryStream(marked), new CsvOptions { Encoding = TextEncoding.Parse("gb18030") }));
        Assert.Equal("FF2042", error.Code);
        foreach (var encoding in new Encoding[] { Encoding.BigEndianUnicode, Encoding.UTF32 })
            Assert.Equal("a", Csv.Read(new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,2\n")])).Columns[0].Name);
    }

    [Fact]
    public void Rows_before_the_invalid_bytes_speak_first()
    {
        byte[] bytes = [.. "a,b\n1,2\n1,2,3\n"u8, 0xC4, 0xFF];
        var options = new CsvOptions { Encoding = TextEncoding.Parse("gb18030"), Source = "f.csv" };
        Assert.Equal("f.csv:4", Assert.Throws<DataException>(() => Csv.Read(new MemoryStream(bytes), options)).Notice.Place);
    }

    [Fact]
    public void What_is_compressed_or_given_as_text_or_in_batches_is_read_alike()
    {
        var options = new CsvOptions { Encoding = TextEncoding.Parse("gb18030") };
        byte[] bytes = options.Encoding.GetBytes("名,n\n中,1\n文,2\n");
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        string[] read =
        [
            CsvGoodDataTests.Describe(Csv.Read(new MemoryStream(bytes), options)),
            CsvGoodDataTests.Describe(Csv.Read(new MemoryStream(compressed.ToArray()), options)),
            CsvGoodDataTests.Describe(Csv.Read(new StringReader("名,n\n中,1\n文,2\n"), options)),
            CsvGoodDataTests.Describe(Csv.ReadBatches(new MemoryStream(bytes), options with { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number } }, 9).Single()),
        ];
        Assert.Equal("TN|中¦1|文¦2", Assert.Single(read.Distinct()));
    }
}
