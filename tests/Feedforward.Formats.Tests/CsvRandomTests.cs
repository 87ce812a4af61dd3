using System.Globalization;
using System.Text;
using CsCheck;

namespace Feedforward.Formats.Tests;

public class CsvRandomTests
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.Const(""),
        Gen.Int[-1000, 1000].Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Char["ab c,;|\t\"\r\n\u00e9\u4e2d"].Array[1, 8].Select(c => "x" + new string(c) + "y"));

    /// <summary>Files of random cells, quoted wherever needed and sometimes where not.</summary>
    private static readonly Gen<(string[][] Rows, string Text)> File =
        from columns in Gen.Int[2, 5]
        from rows in Cell.Array[columns].Array[1, 20]
        from quoted in Gen.Bool.Array[columns * 20]
        from end in Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r"))
        from last in Gen.Bool
        select (rows, Write(rows, quoted, end, last));

    [Fact]
    public void Random_files_are_read_as_CsvHelper_reads_them() => File.Sample(file =>
    {
        var kinds = Enumerable.Range(0, file.Rows[0].Length).ToDictionary(i => $"c{i}", _ => ColumnKind.Text);
        var table = Csv.Read(new StringReader(file.Text), new CsvOptions { Separator = ',', Kinds = kinds });
        using var oracle = CsvHelper.CsvReader.FromText(file.Text, new CsvHelper.CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
        oracle.ReadHeader();
        Assert.Equal(oracle.Headers.ToArray(), table.Columns.Select(c => c.Name));
        for (int row = 0; row < table.Rows; row++)
        {
            Assert.True(oracle.Read());
            Assert.Equal((int)oracle.LineNumber, table.RowNumber(row));
            for (int i = 0; i < table.Columns.Count; i++)
            {
                Assert.Equal(oracle.GetString(i), table.Text(row, $"c{i}") ?? "");
                Assert.Equal(file.Rows[row][i], table.Text(row, $"c{i}") ?? "");
            }
        }
        Assert.Equal((file.Rows.Length, false), (table.Rows, oracle.Read()));
    }, iter: 1000);

    [Fact]
    public void A_random_table_that_is_written_reads_back_the_same() => File.Sample(file =>
    {
        var columns = Enumerable.Range(0, file.Rows[0].Length)
            .Select(i => (Column)new TextColumn($"c{i}", Array.ConvertAll(file.Rows, r => r[i]))).ToArray();
        var table = Table.FromColumns("t", columns);
        var stream = new MemoryStream();
        Csv.Write(table, stream);
        stream.Position = 0;
        var kinds = columns.ToDictionary(c => c.Name, _ => ColumnKind.Text);
        Assert.Equal(CsvGoodDataTests.Describe(table), CsvGoodDataTests.Describe(Csv.Read(stream, new CsvOptions { Kinds = kinds })));
    }, iter: 1000);

    [Fact]
    public void Random_damage_gives_a_table_or_an_error_with_a_code()
    {
        byte[] good = Encoding.UTF8.GetBytes("id,name,\"of, what\"\r\n1,\"a \"\"b\"\"\",0.5\r\n2,c\u00e9,-1e3\r\n3,\"two\nlines\",NA\r\n4,,1,5\r\n");
        byte[] alphabet = [.. ",;|\t\"\r\n 0123456789.eE+-xN\0"u8, 0x80, 0xC3, 0xE4, 0xFF, 0xFE, 0x1F, 0x8B];
        var damage = Gen.Select(Gen.Int[0, 2], Gen.Int[0, good.Length - 1], Gen.Int[0, alphabet.Length - 1]).Array[1, 6];
        damage.Sample(changes =>
        {
            var bytes = good.ToList();
            foreach (var (kind, at, letter) in changes)
                Damage(bytes, kind, Math.Min(at, bytes.Count - 1), alphabet[letter]);
            try
            {
                Csv.Read(new MemoryStream([.. bytes]));
            }
            catch (DataException error)
            {
                Assert.StartsWith("FF2", error.Code, StringComparison.Ordinal);
                Assert.NotNull(error.Notice.Place);
            }
        }, iter: 20_000);
    }

    private static void Damage(List<byte> bytes, int kind, int at, byte value)
    {
        if (kind == 0)
            bytes[at] = value;
        else if (kind == 1)
            bytes.Insert(at, value);
        else if (bytes.Count > 1)
            bytes.RemoveAt(at);
    }

    private static string Write(string[][] rows, bool[] quoted, string end, bool last)
    {
        var text = new StringBuilder(string.Join(',', rows[0].Select((_, i) => $"c{i}")));
        int cell = 0;
        foreach (string[] row in rows)
            text.Append(end).AppendJoin(',', row.Select(c => quoted[cell++] || c.AsSpan().ContainsAny(",\"\r\n") ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c));
        return text.Append(last ? end : "").ToString();
    }
}
