using System.Globalization;
using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>Files that are no table, one case each: what is written, which code answers, where, and in which words.</summary>
public class CsvBadDataTests
{
    private static readonly string[] Cultures = ["", "de-DE", "tr-TR", "ar-SA", "th-TH"];

    public static TheoryData<string, string, string, string, string> Texts => new()
    {
        // name, text, code, place, words
        { "nothing", "", "FF2002", "f.csv:1", "empty" },
        { "only blank lines", "\n\n  \n", "FF2002", "f.csv:1", "empty" },
        { "row too short", "a,b,c\n1,2,3\n4,5\n", "FF2003", "f.csv:3", "2 fields|header has 3|4,5" },
        { "row too long", "a,b\n1,2\n4,5,6\n", "FF2003", "f.csv:3", "3 fields|header has 2" },
        { "separator at the end of one row", "a,b\n1,2,\n", "FF2003", "f.csv:2", "last separator one too many" },
        { "row too short after a quote over lines", "a,b\n\"x\ny,1\nz\",2,3\n", "FF2003", "f.csv:2", "quote that opens in row 2" },
        { "quote never closed", "a,b\n1,x\n2,\"y\n3,z\n", "FF2004", "f.csv:3:2", "opens in row 3|never closed" },
        { "quote never closed in the header", "a,\"b\n1,2\n", "FF2004", "f.csv:1:2", "opens in row 1" },
        { "quote in mid-cell", "a,b\n1,5\" pipe\n", "FF2005", "f.csv:2:2", "5\"|twice" },
        { "text after a quote", "a,b\n1,\"x\"y\n", "FF2006", "f.csv:2:2", "\"x\"y" },
        { "unescaped quote in quotes", "a,b\n1,\"say \"hi\" now\"\n", "FF2006", "f.csv:2:2", "twice" },
        { "header again in mid-file", "a,b\n1,x\na,b\n2,y\n", "FF2008", "f.csv:3", "row 1 stands here again" },
        { "no header, numbers only", "1.5,2,3\n4,5,6\n", "FF2009", "f.csv:1", "no header|1.5, 2, 3" },
        { "no header, numbers and a class", "5.1,3.5,1.4,0.2,setosa\n4.9,3.0,1.4,0.2,setosa\n", "FF2009", "f.csv:1", "no header" },
        { "name missing", ",a\n1,2\n", "FF2017", "f.csv:1:1", "Column 1 has no name|index=False" },
        { "name of spaces", "a,\"  \",b\n1,2,3\n", "FF2017", "f.csv:1:2", "Column 2 has no name" },
        { "all names missing", ",,\n1,2,3\n", "FF2017", "f.csv:1:1", "no name" },
        { "name twice", "a,b,a\n1,2,3\n", "FF2015", "f.csv:1:3", "Columns 1 and 3|\"a\"" },
        { "name twice but for spaces", "a, a \n1,2\n", "FF2015", "f.csv:1:2", "\"a\"" },
        { "value without a name", "a,b,\n1,2,\n3,4,5\n", "FF2014", "f.csv:3:3", "column 3|5" },
        { "zero byte", "a,b\n1,x\0y\n", "FF2011", "f.csv:2", "Byte 7 is zero" },
        { "web page", "<!DOCTYPE html><html><body>404</body></html>", "FF2013", "f.csv", "web page" },
        { "text among numbers", "n\n1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n", "FF2001", "f.csv:11:1", "Column \"n\"|\"ten\" is not a number" },
        { "date among numbers", "n\n1\n2\n3\n4\n5\n6\n7\n8\n9\n2026-01-31\n", "FF2001", "f.csv:11:1", "date" },
        { "decimal comma", "n;m\n1.5;1\n3,5;2\n4,5;2\n", "FF2001", "f.csv:3:1", "\"3,5\"|decimal comma?|1 more row like this|3.5" },
        { "decimal commas everywhere", "n;m\n1,5;1.5\n3,5;2\n", "FF2001", "f.csv:2:1", "decimal comma?" },
        { "decimal commas in quotes", "n,m\n\"1,5\",1\n\"3,5\",2.5\n", "FF2001", "f.csv:2:1", "decimal comma?" },
        { "thousands separators", "n\n\"1,234.5\"\n\"2,345\"\n", "FF2001", "f.csv:2:1", "thousands separators?|1 more" },
        { "thousands with spaces", "n\n1 234\n2 345\n", "FF2001", "f.csv:2:1", "thousands separators?" },
        { "thousands with no-break spaces", "n\n1\u00A0234\n2\u202F345\n", "FF2001", "f.csv:2:1", "thousands separators?" },
        { "thousands with points", "n;m\n1.234,56;1.5\n", "FF2001", "f.csv:2:1", "thousands separators and a decimal comma?" },
        { "underscores", "n\n1_000\n2_000\n", "FF2001", "f.csv:2:1", "underscores" },
        { "hexadecimal", "n\n0x10\n0xFF\n", "FF2001", "f.csv:2:1", "hexadecimal?" },
        { "currency before", "n\n$5\n$7.50\n", "FF2001", "f.csv:2:1", "currency?" },
        { "currency after", "n\n5 EUR\n7.50 €\n", "FF2001", "f.csv:2:1", "currency?" },
        { "full-width currency", "n\n\uFFE55\n\uFFE57\n", "FF2001", "f.csv:2:1", "currency?" },
        { "percent", "n\n5%\n7 %\n", "FF2001", "f.csv:2:1", "percent" },
        { "unit", "n\n5kg\n7.5 kg\n", "FF2001", "f.csv:2:1", "unit of measurement?" },
        { "infinity", "n\n1\nInfinity\n", "FF2001", "f.csv:3:1", "not a finite number" },
        { "-inf", "n\n1\n-inf\n", "FF2001", "f.csv:3:1", "not a finite number" },
        { "the sign of infinity", "n\n1\n∞\n", "FF2001", "f.csv:3:1", "not a finite number" },
        { "too large", "n\n1\n1e400\n", "FF2001", "f.csv:3:1", "1e400 is too large" },
        { "too large, negative", "n\n1\n-1e999999999999\n", "FF2001", "f.csv:3:1", "too large" },
        { "full-width digits", "n\n\uFF11\uFF12\n3\n", "FF2001", "f.csv:2:1", "full-width" },
        { "Arabic digits", "n\n٣\n3\n", "FF2001", "f.csv:2:1", "outside ASCII" },
        { "minus sign of typography", "n\n\u22125\n3\n", "FF2001", "f.csv:2:1", "outside ASCII" },
        { "the earliest row of several columns", "a,b\n1,1\n2,$5\n3%,3\n", "FF2001", "f.csv:3:2", "currency" },
        { "long evidence is cut", "a,b\n1,2\n" + new string('x', 500) + "\n", "FF2003", "f.csv:3", "xxx…" },
        { "evidence is escaped", "a,b\n1,2\n\u0007\u200E\n", "FF2003", "f.csv:3", "\\u0007\\u200e" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_bad_text_gets_its_own_error_in_every_culture(string name, string text, string code, string place, string words)
    {
        foreach (string culture in Cultures)
            InCulture(culture, () => Refused(name, Encoding.UTF8.GetBytes(text), code, place, words));
    }

    public static TheoryData<string, byte[], string, string, string> Bytes => new()
    {
        { "Latin-1", [.. "name,n\ncaf"u8, 0xE9, .. ",1\n"u8], "FF2012", "f.csv:2", "Byte 10 (0xE9)|Latin-1|--encoding windows-1252|iconv -f WINDOWS-1252" },
        { "GB18030", [.. "name,n\n"u8, 0xD6, 0xD0, 0xCE, 0xC4, .. ",1\n"u8], "FF2012", "f.csv:2", "GB18030|--encoding gb18030|iconv -f GB18030" },
        { "a letter cut off at the end", [.. "name\nx\ncaf"u8, 0xC3], "FF2012", "f.csv:3", "not UTF-8" },
        { "an overlong form", [.. "name\n"u8, 0xC0, 0xAF], "FF2012", "f.csv:2", "not UTF-8" },
        { "UTF-16 LE without mark", Encoding.Unicode.GetBytes("a,b\n1,2\n"), "FF2011", "f.csv:1", "UTF-16 (little-endian)|iconv -f UTF-16LE" },
        { "UTF-16 BE without mark", Encoding.BigEndianUnicode.GetBytes("a,b\n1,2\n"), "FF2011", "f.csv:1", "UTF-16 (big-endian)" },
        { "UTF-16 cut off", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n"), 0x61], "FF2012", "f.csv:3", "bytes 61|utf-16" },
        { "UTF-16 with half a pair", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\n"), 0x00, 0xD8, 0x61, 0x00], "FF2012", "f.csv:2", "bytes 00D8|utf-16" },
        { "a picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13], "FF2013", "f.csv", "a PNG picture, not a CSV file" },
        { "a ZIP archive", [.. "PK"u8, 3, 4, 0x14, 0, 6, 0], "FF2013", "f.csv", "a ZIP archive" },
        { "a damaged gzip file", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "FF2214", "f.csv", "gzip" },
        { "an error far behind", [.. Encoding.UTF8.GetBytes("n,t\n" + string.Concat(Enumerable.Repeat("1,é\n", 400_000))), .. "1,"u8, 0xFF, .. "\n"u8],
            "FF2012", "f.csv:400002", "Byte 2000006 (0xFF)" },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Bytes_that_are_no_text_get_their_own_error(string name, byte[] bytes, string code, string place, string words) =>
        Refused(name, bytes, code, place, words);

    [Fact]
    public void Good_numbers_are_the_same_in_every_culture()
    {
        const string Text = "n;t\n-0.5;ı\n+1e3;İ\n1234567.25;i\n";
        string expected = Describe(Text);
        foreach (string culture in Cultures)
            InCulture(culture, () => Assert.Equal(expected, Describe(Text)));
    }

    [Fact]
    public void A_column_may_be_declared_text_where_numbers_fail()
    {
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Text } };
        Assert.Equal("3,5", Csv.Read(new StringReader("n;m\n3,5;1\n"), options).Text(0, "n"));
    }

    [Fact]
    public void A_column_declared_number_refuses_texts()
    {
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number }, Source = "f.csv" };
        var error = Assert.Throws<DataException>(() => Csv.Read(new StringReader("n,m\nred,1\ngreen,2\n"), options));
        Assert.Equal(("FF2001", "f.csv:2:1"), (error.Code, error.Notice.Place));
        Assert.Contains("1 more row", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(string name, byte[] bytes, string code, string place, string words)
    {
        var error = Assert.Throws<DataException>(() => Csv.Read(new MemoryStream(bytes), new CsvOptions { Source = "f.csv" }));
        Assert.True(code == error.Code, $"{name}: expected {code}, found {error.Message}");
        Assert.Equal(place, error.Notice.Place);
        foreach (string word in words.Split('|'))
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.All(error.Message, c => Assert.False(char.IsControl(c) && c is not ('\n' or '\r')));
        Assert.InRange(error.Notice.Sentence.Length, 1, 300);
    }

    private static string Describe(string text)
    {
        var table = Csv.Read(new StringReader(text));
        var written = new MemoryStream();
        Csv.Write(table, written);
        return string.Join(" ", table.Columns.Select(c => c.Kind)) + Encoding.UTF8.GetString(written.ToArray());
    }

    private static void InCulture(string culture, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
