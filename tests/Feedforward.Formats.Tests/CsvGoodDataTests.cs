using System.IO.Compression;
using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>Files that are unusual and still tables.</summary>
public class CsvGoodDataTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        // name, text, cells: rows divided by |, cells by ¦, _ for blank, kinds first
        { "one row", "a,b\n1,x\n", "NT|1¦x" },
        { "no line end at the end", "a,b\n1,x", "NT|1¦x" },
        { "CRLF", "a,b\r\n1,x\r\n", "NT|1¦x" },
        { "CR", "a,b\r1,x\r2,y", "NT|1¦x|2¦y" },
        { "mixed line ends", "a,b\r1,x\n2,y\r\n3,z", "NT|1¦x|2¦y|3¦z" },
        { "byte order mark", "\uFEFFa,b\n1,x\n", "NT|1¦x" },
        { "byte order mark and quotes", "\uFEFF\"a\",b\n1,x\n", "NT|1¦x" },
        { "comma in quotes", "first,place\nJohn,\"Oak St, 12\"\n", "TT|John¦Oak St, 12" },
        { "empty in quotes", "a,b,c\n1,\"\",\"\"\n2,3,4\n", "NNN|1¦_¦_|2¦3¦4" },
        { "doubled quotes", "a,b\n1,\"ha \"\"ha\"\" ha\"\n", "NT|1¦ha \"ha\" ha" },
        { "only doubled quotes", "a,b\n1,\"\"\"\"\n", "NT|1¦\"" },
        { "JSON in quotes", "k,v\n1,\"{\"\"x\"\": [1, 2]}\"\n", "NT|1¦{\"x\": [1, 2]}" },
        { "line ends in quotes", "a,b\n1,\"p\nq\"\n2,\"r\r\ns\"\n", "NT|1¦p\nq|2¦r\r\ns" },
        { "line ends in the header", "\"a\nb\",c\n1,2\n", "NN|1¦2" },
        { "letters of many scripts", "a,b\n1,ʤ\n2,中文🎉\n", "NT|1¦ʤ|2¦中文🎉" },
        { "blank lines are no rows", "\n\na,b\n\n1,x\n  \n2,y\n\n", "NT|1¦x|2¦y" },
        { "a line of separators is a row of blanks", "a,b\n1,x\n,\n", "NT|1¦x|_¦_" },
        { "separators at the end of every line", "a,b,\n1,x,\n2,y,\n", "NT|1¦x|2¦y" },
        { "one column", "a\n1\n2\n", "N|1|2" },
        { "a blank line in one column is a blank cell", "a\n1\n\n2\n\n\n", "N|1|_|2" },
        { "an empty quoted cell at the end of one column", "a\nx\n\"\"\n", "T|x|_" },
        { "semicolons", "a;b\n1;x,y\n", "NT|1¦x,y" },
        { "tabs", "a\tb\n1\tx\n\t\n", "NT|1¦x|_¦_" },
        { "bars", "a|b\n1|x\n", "NT|1¦x" },
        { "commas in the texts of a file with tabs", "a\tb\n1\tx,y,z\n2\tu,v\n", "NT|1¦x,y,z|2¦u,v" },
        { "spaces around cells", "a , b\n 1 , x \n2,\" y \"\n", "NT|1¦x|2¦ y " },
        { "spaces before a quote", "a, b\n1, \"x, y\" \n", "NT|1¦x, y" },
        { "a header of numbers in order", "0,1,2\n0,1,2\n3,4,5\n", "NNN|0¦1¦2|3¦4¦5" },
        { "a column without a value", "a,b\n,1\n,2\n", "NN|_¦1|_¦2" },
        { "every form of number", "n\n0\n-0\n+1\n.5\n5.\n1e3\n1E-3\n-1.5e+2\n1e-400\n4.9e-324\n1.7976931348623157e308\n9007199254740993\n",
            "N|0|0|1|0.5|5|1000|0.001|-150|0|5E-324|1.7976931348623157E+308|9007199254740992" },
        { "labels with leading zeros are texts", "id,n\n01,1\n2,2\n", "TN|01¦1|2¦2" },
        { "zero itself has no leading zero", "n\n0\n0.5\n-0.25\n0e1\n", "N|0|0.5|-0.25|0" },
        { "dates are texts", "day\n2026-01-31\n01/02/2026\n12:30\n", "T|2026-01-31|01/02/2026|12:30" },
        { "Booleans are texts", "b\ntrue\nfalse\n", "T|true|false" },
        { "not available is blank among numbers", "n\n1\nNA\n#N/A\n-nan\n2\nNULL\n", "N|1|_|_|_|2|_" },
        { "not available is a value among texts", "t\nred\nNA\nNone\n", "T|red|NA|None" },
        { "only not available is a blank column", "n,m\nNA,1\nNA,2\n", "NN|_¦1|_¦2" },
        { "ordinals are texts", "t\n1st\n2nd\n3rd\n", "T|1st|2nd|3rd" },
        { "ranges and codes are texts", "t,u,v\n10-20,A1,1.2.3\n20-30,B2,1.2.4\n", "TTT|10-20¦A1¦1.2.3|20-30¦B2¦1.2.4" },
        { "a tenth of texts makes a column of texts", "n\n1\n2\n3\n4\n5\n6\n7\n8\nx\ny\n", "T|1|2|3|4|5|6|7|8|x|y" },
        { "more text than the sample shows", "n,m\n" + string.Concat(Enumerable.Repeat("1,2\n", 1500)), "NN" + string.Concat(Enumerable.Repeat("|1¦2", 1500)) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void An_unusual_file_is_read(string name, string text, string expected) =>
        Assert.True(expected == Describe(Csv.Read(new StringReader(text))), $"{name}: {Describe(Csv.Read(new StringReader(text)))}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_with_its_mark_is_read(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,中🎉\n")];
        Assert.Equal("NT|1¦中🎉", Describe(Csv.Read(new MemoryStream(bytes))));
    }

    [Fact]
    public void A_compressed_file_is_known_by_its_content()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            gzip.Write("\uFEFFa,b\n1,x\n"u8);
        Assert.Equal("NT|1¦x", Describe(Csv.Read(path)));
        Assert.Equal("NT|1¦x", Describe(Csv.Read(new MemoryStream(File.ReadAllBytes(path)))));
        Assert.Equal(Path.GetFileName(path), Csv.Read(path).Source);
        File.Delete(path);
    }

    [Fact]
    public void A_column_that_changes_its_kind_after_the_sample_is_read_again()
    {
        string numbersFirst = "n\n" + string.Concat(Enumerable.Repeat("1\n", 1200)) + string.Concat(Enumerable.Repeat("x\n", 1200));
        Assert.Equal("1", Csv.Read(new StringReader(numbersFirst)).Text(0, "n"));
        Assert.Equal(ColumnKind.Text, Csv.Read(new StringReader(numbersFirst))["n"].Kind);
        string textsFirst = "n\n" + string.Concat(Enumerable.Repeat("x\n", 200)) + string.Concat(Enumerable.Repeat("1\n", 5000));
        var error = Assert.Throws<DataException>(() => Csv.Read(new StringReader(textsFirst)));
        Assert.Equal(("FF2001", "input:2:1"), (error.Code, error.Notice.Place));
        Assert.Contains("199 more rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n,m\n1,2\nNA,3\nNA,n/a\n", "FF2021", "n has \"NA\" 2 times, m has \"n/a\" once")]
    [InlineData("id,n\n007,2\n8,3\n", "FF2023", "\"007\" has a leading zero")]
    [InlineData("id,n\n123456789012345678901234567890,2\n", "FF2022", "123456789012345678901234567890")]
    [InlineData("id,n\n9007199254740993,2\n", "FF2022", "9007199254740993")]
    [InlineData("a,b,,\n1,2,,\n", "FF2024", "2 separators too many")]
    [InlineData("a,b\n", "FF2016", "no rows")]
    [InlineData("a,b;c\n1,2;3\n", "FF2018", "Both , and ;")]
    public void A_peculiarity_is_mentioned_once(string text, string code, string words)
    {
        var notice = Assert.Single(Csv.Read(new StringReader(text)).Notices);
        Assert.Equal(code, notice.Code);
        Assert.Contains(words, notice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,n\n9007199254740992,2\n-9007199254740994,1e30\n")]
    [InlineData("t,n\n01a,2\nb,3\n")]
    [InlineData("t,n\nNA,2\nred,3\n")]
    public void What_is_ordinary_is_not_mentioned(string text) => Assert.Empty(Csv.Read(new StringReader(text)).Notices);

    [Fact]
    public void A_hundred_thousand_columns_are_read()
    {
        string names = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"c{i}"));
        string cells = string.Join(',', Enumerable.Range(0, 100_000));
        var table = Csv.Read(new StringReader($"{names}\n{cells}\n{cells}\n"));
        Assert.Equal(99_999, table.Number(1, "c99999"));
        Assert.Equal("input:3:100000", table.Place(1, "c99999"));
    }

    [Fact]
    public void A_cell_may_be_longer_than_the_buffer()
    {
        string cell = string.Concat(Enumerable.Repeat("long, \"\"quoted\"\"\n", 300_000));
        var table = Csv.Read(new StringReader($"a,b\n\"{cell}\",1\nx,2\n"));
        Assert.Equal(cell.Replace("\"\"", "\"", StringComparison.Ordinal), table.Text(0, "a"));
        Assert.Equal("input:300003:1", table.Place(1, "a"));
    }

    [Fact]
    public void Only_so_many_rows_are_read()
    {
        string text = "a\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}\n"));
        Assert.Equal(7, Csv.Read(new StringReader(text), new CsvOptions { Limit = 7 }).Rows);
        Assert.Equal(2000, Csv.Read(new StringReader(text), new CsvOptions { Limit = 2000 }).Rows);
        Assert.Equal(3000, Csv.Read(new StringReader(text), new CsvOptions { Limit = 5000 }).Rows);
    }

    [Fact]
    public void The_separator_may_be_given()
    {
        Assert.Equal("T|1,x", Describe(Csv.Read(new StringReader("a,b\n1,x\n"), new CsvOptions { Separator = ';' })));
        Assert.Equal("FF1220", Assert.Throws<OptionException>(() => Csv.Read(new StringReader("a\n"), new CsvOptions { Separator = '.' })).Code);
    }

    internal static string Describe(Table table) =>
        string.Concat(table.Columns.Select(c => c.Kind == ColumnKind.Number ? 'N' : 'T'))
        + string.Concat(Enumerable.Range(0, table.Rows).Select(row => "|" + string.Join('¦', table.Columns.Select(c => table.Text(row, c.Name) ?? "_"))));
}
