using System.Text;

namespace Feedforward.Formats.Tests;

/// <summary>Tables from JSON lines.</summary>
public class JsonLinesTests
{
    public static TheoryData<string, string, string> Good => new()
    {
        { "numbers and texts", "{\"a\":1,\"b\":\"x\"}\n{\"a\":-2.5e1,\"b\":\"y\"}\n", "NT|1¦x|-25¦y" },
        { "keys in any order", "{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}", "NT|1¦x|2¦y" },
        { "null and empty texts are blank", "{\"a\":null,\"b\":\"\"}\r\n{\"a\":2,\"b\":\"y\"}\r\n", "NT|_¦_|2¦y" },
        { "Booleans are words", "{\"a\":true}\n{\"a\":false}\n", "T|true|false" },
        { "a key that is missing, a key that comes late", "{\"a\":1}\n{\"b\":2}\n{\"a\":3,\"b\":4}\n", "NN|1¦_|_¦2|3¦4" },
        { "texts that look like numbers stay texts", "{\"zip\":\"01234\"}\n{\"zip\":\"5678\"}\n", "T|01234|5678" },
        { "a number among texts", "{\"a\":\"x\"}\n{\"a\":1.50}\n", "T|x|1.50" },
        { "tokens for a missing value among numbers", "{\"a\":\"NaN\"}\n{\"a\":1}\n", "N|_|1" },
        { "escapes, spaces and blank lines", "\n  { \"\\u0061\" : \"\\ud83c\\udf89 \\n\" }  \n\t\n{\"a\":\"x\"}\n", "T|🎉 \n|x" },
        { "a byte order mark", "\uFEFF{\"a\":1}\n", "N|1" },
        { "braces and quotes inside texts", "{\"a\":\"}\\\"{\"}\n{\"a\":\"\\\\\"}\n", "T|}\"{|\\" },
        { "the kind shows late", string.Concat(Enumerable.Repeat("{\"a\":1}\n", 1500)) + string.Concat(Enumerable.Repeat("{\"a\":\"x\"}\n", 500)),
            "T" + string.Concat(Enumerable.Repeat("|1", 1500)) + string.Concat(Enumerable.Repeat("|x", 500)) },
    };

    [Theory, MemberData(nameof(Good))]
    public void Objects_become_rows(string name, string text, string expected)
    {
        string read = Cultures.SameInAll(() => CsvGoodDataTests.Describe(Read(text)));
        Assert.True(expected == read, $"{name}: {read}");
        for (int block = 1; block < Math.Min(text.Length, 60); block++)
            Assert.Equal(expected, CsvGoodDataTests.Describe(Read(text, new CsvOptions { BlockBytes = block + CsvBlocks.Padding })));
    }

    public static TheoryData<string, string, string, string, string> Bad => new()
    {
        { "a list in a cell", "{\"a\":1}\n{\"a\":[1]}\n", "FF2052", "f.jsonl:2:1", "\"a\" is a list" },
        { "an object in a cell", "{\"a\":1,\"b\":{\"c\":1}}\n", "FF2052", "f.jsonl:1:2", "\"b\" is an object" },
        { "a key twice", "{\"a\":1,\"b\":2,\"a\":3}\n", "FF2051", "f.jsonl:1:1", "\"a\"" },
        { "a key twice in a later row", "{\"a\":1,\"b\":2}\n{\"b\":1,\"\\u0062\":2}\n", "FF2051", "f.jsonl:2:2", "\"b\"" },
        { "cut off", "{\"a\":1}\n{\"a\":2", "FF2053", "f.jsonl:2:7", "{\"a\":2" },
        { "no object", "{\"a\":1}\n2\n", "FF2053", "f.jsonl:2:1", "one JSON object" },
        { "two objects on a line", "{\"a\":1}{\"a\":2}\n", "FF2053", "f.jsonl:1:8", "{\"a\":2}" },
        { "a comma too many", "{\"é\":1,}\n", "FF2053", "f.jsonl:1:8", "}" },
        { "no JSON number", "{\"a\":01}\n", "FF2053", "f.jsonl:1:7", "1}" },
        { "NaN without quotes", "{\"a\":NaN}\n", "FF2053", "f.jsonl:1:6", "NaN}" },
        { "half of a pair", "{\"a\":\"\\ud83c\"}\n", "FF2053", "f.jsonl:1:6", "\\ud83c" },
        { "a list of objects", "[{\"a\":1},\n{\"a\":2}]\n", "FF2054", "f.jsonl:1", "jq -c" },
        { "an object over lines", "{\n\"a\": 1\n}\n", "FF2053", "f.jsonl:1:2", "{" },
        { "nothing", "", "FF2056", "f.jsonl", "no row" },
        { "no key", "{}\n{}\n", "FF2056", "f.jsonl", "no row" },
        { "an empty key", "{\"\":1}\n", "FF2057", "f.jsonl:1:1", "empty" },
        { "too large", "{\"a\":1}\n{\"a\":1e400}\n", "FF2001", "f.jsonl:2:1", "too large" },
        { "a text among numbers", string.Concat(Enumerable.Repeat("{\"a\":1}\n", 20)) + "{\"a\":\"3,5\"}\n", "FF2001", "f.jsonl:21:1", "decimal comma?" },
        { "a zero byte", "{\"a\":1}\n{\"a\":\"x\0\"}\n", "FF2011", "f.jsonl:2", "zero" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void What_is_no_row_is_an_error_with_its_place(string name, string text, string code, string place, string words)
    {
        var error = Assert.Throws<DataException>(() => Read(text));
        Assert.True((code, place) == (error.Code, error.Notice.Place), $"{name}: {error.Message}");
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_its_line()
    {
        var error = Assert.Throws<DataException>(() => DataFile.ReadTable(new MemoryStream([.. "{\"a\":1}\n{\"a\":\""u8, 0xE9, .. "\"}\n"u8]), new CsvOptions { Source = "f.jsonl" }));
        Assert.Equal(("FF2012", "f.jsonl:2"), (error.Code, error.Notice.Place));
    }

    [Fact]
    public void What_is_odd_is_told()
    {
        var table = Read("{\"a\":9007199254740993,\"b\":1}\n{\"a\":1}\n{\"a\":\"NA\",\"b\":2}\n");
        Assert.Equal(["FF2050", "FF2021", "FF2022"], table.Notices.Select(n => n.Code));
        Assert.Contains("\"b\" in 1 row.", table.Notices[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("f.jsonl:1:1", table.Notices[2].Place);
    }

    [Fact]
    public void Kinds_that_are_given_hold_and_cells_are_kept_as_written()
    {
        var kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number, ["t"] = ColumnKind.Text };
        var table = Read("{\"n\":\"3.50\",\"t\":1.50}\n{\"n\":1E1,\"t\":true}\n", new CsvOptions { Kinds = kinds, KeepText = true });
        Assert.Equal("NT|3.5¦1.50|10¦true", CsvGoodDataTests.Describe(table));
        Assert.Equal(("3.50", "1E1", "true"), (table.Original(0, "n"), table.Original(1, "n"), table.Original(1, "t")));
    }

    [Fact]
    public void Batches_have_the_columns_of_the_first()
    {
        var options = new CsvOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number }, Source = "f.jsonl" };
        string text = string.Concat(Enumerable.Range(0, 25).Select(i => $"{{\"n\":{i},\"t\":\"t{i}\"}}\n"));
        var batches = DataFile.ReadTableBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), options, 10).ToArray();
        Assert.Equal([10, 10, 5], batches.Select(b => b.Rows));
        Assert.Equal("f.jsonl:21:2", batches[2].Place(0, "t"));
        Assert.Equal("t24", batches[2].Text(4, "t"));
        var error = Assert.Throws<DataException>(() => DataFile.ReadTableBatches(new MemoryStream(Encoding.UTF8.GetBytes(text + "{\"new\":1}\n")), options, 10).Count());
        Assert.Equal(("FF2055", "f.jsonl:26:3"), (error.Code, error.Notice.Place));
    }

    [Fact]
    public void Random_damage_gives_a_table_or_an_error_with_a_code()
    {
        byte[] good = Encoding.UTF8.GetBytes("{\"id\":1,\"name\":\"a \\\"b\\\"\",\"x\":0.5}\n{\"id\":2,\"x\":null}\n{\"name\":\"c\\u00e9\",\"id\":-1e3,\"x\":true}\n");
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good];
            for (int change = 0; change <= i % 4; change++)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[]\",:\\ntu01e-. \n"[random.Next(18)]);
            try
            {
                Read(bytes, null);
            }
            catch (DataException error)
            {
                Assert.StartsWith("FF2", error.Code, StringComparison.Ordinal);
                Assert.NotNull(error.Notice.Place);
            }
        }
    }

    private static Table Read(string text, CsvOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    private static Table Read(byte[] bytes, CsvOptions? options)
    {
        options = (options ?? new CsvOptions()) with { Source = "f.jsonl" };
        return DataFile.ReadTable(new MemoryStream(bytes), options);
    }
}
