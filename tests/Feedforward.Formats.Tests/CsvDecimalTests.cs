using System.Globalization;
using System.Text;
using CsCheck;

namespace Feedforward.Formats.Tests;

/// <summary>Decimal commas: found out where cells say so, given, never mixed.</summary>
public class CsvDecimalTests
{
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    private static readonly double[] Values = [.. Enumerable.Range(0, 400).Select(i => Math.Round(Math.Sin(i) * Math.Pow(10, i % 8), 3)).Append(0.125).Append(-0.5)];

    public static MatrixTheoryData<char, string, bool, int> Files => new([',', ';', '\t', '|'], ["plain", "grouped"], [false, true], [1, 2, 3]);

    [Theory, MemberData(nameof(Files))]
    public void Numbers_with_commas_are_those_with_points_bit_for_bit(char separator, string form, bool quoted, int threads)
    {
        string text = Write(separator, v => form == "grouped" ? v.ToString("#,##0.###", German) : v.ToString("R", German), quoted || separator == ',');
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (char? given in new char?[] { null, ',' })
        {
            var table = Csv.Read(new MemoryStream(bytes), new CsvOptions { Decimal = given, Threads = threads, BlockBytes = 777 });
            Assert.Equal(Values.Select(BitConverter.DoubleToInt64Bits), Enumerable.Range(0, table.Rows).Select(r => BitConverter.DoubleToInt64Bits(table.Number(r, "n")!.Value)));
            Assert.Equal("t7", table.Text(7, "t"));
            Assert.Equal(given is null ? ["FF2040"] : [], table.Notices.Select(n => n.Code));
        }
    }

    public static TheoryData<string, string, string> Good => new()
    {
        // name, text, cells
        { "integers do not contradict", "a;b\n3,5;1\n4;2\n", "NN|3.5¦1|4¦2" },
        { "thousandths below one", "a;b\n0,123;1\n0,456;2\n", "NN|0.123¦1|0.456¦2" },
        { "groups of two points", "a;b\n1.234.567;1\n1.234;2\n", "NN|1234567¦1|1234¦2" },
        { "groups proven by the column", "a;b\n1.234,5;1\n1.234;2\n", "NN|1234.5¦1|1234¦2" },
        { "exponents", "a;b\n-1,5e3;1\n+2,5E-1;2\n", "NN|-1500¦1|0.25¦2" },
        { "no digit before or after", "a;b\n,5;1\n5,0;2\n", "NN|0.5¦1|5¦2" },
        { "quotes between commas", "a,b\n\"3,5\",1\n\"4,25\",2\n", "NN|3.5¦1|4.25¦2" },
        { "texts do not speak", "a;b\n3,5 or so;1.5\nx;2.5\n", "TN|3,5 or so¦1.5|x¦2.5" },
        { "versions and dates do not contradict", "a;v;d\n3,5;1.2;31.01.2026\n4,5;x;01.02.2026\n5,5;y;01.03.2026\n", "NTT|3.5¦1.2¦31.01.2026|4.5¦x¦01.02.2026|5.5¦y¦01.03.2026" },
        { "leading zeros are labels still", "a;b\n3,5;007\n4,5;008\n", "NT|3.5¦007|4.5¦008" },
        { "labels with commas too", "a;b\n3,5;00,5\n4,5;1,5\n", "NT|3.5¦00,5|4.5¦1,5" },
        { "missing values", "a;b\n3,5;NA\nNA;2\n", "NN|3.5¦_|_¦2" },
        { "the first comma far behind", "a;b\n" + string.Concat(Enumerable.Repeat("1;1\n", 1500)) + "2,5;1\n", "NN" + string.Concat(Enumerable.Repeat("|1¦1", 1500)) + "|2.5¦1" },
        { "a large integer", "a;b\n9007199254740993;1,5\n", "NN|9007199254740992¦1.5" },
    };

    [Theory, MemberData(nameof(Good))]
    public void Commas_are_found_out(string name, string text, string expected) =>
        Assert.True(expected == CsvGoodDataTests.Describe(Csv.Read(new StringReader(text))), name + ": " + CsvGoodDataTests.Describe(Csv.Read(new StringReader(text))));

    public static TheoryData<string, string, string, string, string> Bad => new()
    {
        // name, text, given, place, words
        { "two styles in two columns", "a;b\n3,5;1.5\n4,5;2\n", "", "f.csv:2:1", "decimal comma?|--decimal ," },
        { "two styles in one column", "a;b\n1.5;1\n2,5;2\n", "", "f.csv:3:1", "decimal comma?" },
        { "a point far behind", "a;b\n" + string.Concat(Enumerable.Repeat("1,5;1\n", 1500)) + "2.5;1\n", "", "f.csv:2:1", "decimal comma?" },
        { "a point where commas are given", "a;b\n3,5;1\n4.5;2\n", ",", "f.csv:3:1", "4.5|decimal point" },
        { "0.123 is no group", "a;b\n3,5;1\n0.123;2\n", ",", "f.csv:3:1", "0.123" },
        { "a comma where points are given", "a;b\n3,5;1\n4,5;2\n", ".", "f.csv:2:1", "decimal comma?" },
        { "groups that nothing proves", "a;b\n3,5;1.234\n4,5;5.678\n", "", "f.csv:2:2", "1.234|two ways|--decimal ," },
        { "groups that nothing proves, after a wrong cell", "a;b\n3,5;$1\n4,5;5.678\n", "", "f.csv:2:2", "currency" },
        { "groups of commas", "a,b\n\"1,234,567\",1\n\"3,5\",2\n", "", "f.csv:2:1", "thousands separators?" },
        { "groups of commas alone stay an error", "a,b\n\"1,234\",1\n\"5,678\",2\n", "", "f.csv:2:1", "thousands separators?" },
        { "points in the wrong place", "a;b\n" + string.Concat(Enumerable.Repeat("3,5;1\n", 20)) + "12.34,5;2\n", ",", "f.csv:22:1", "12.34,5" },
        { "groups after the comma", "a;b\n3,5;1\n1,234.567;2\n", ",", "f.csv:3:1", "1,234.567" },
        { "too large", "a;b\n3,5;1\n1,0e400;2\n", ",", "f.csv:3:1", "too large" },
        { "a header of numbers with commas", "3,5;4,5\n1,5;2,5\n", "", "f.csv:1", "no header" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Cells_that_contradict_each_other_are_an_error_with_its_place(string name, string text, string given, string place, string words)
    {
        foreach (int threads in new[] { 1, 2 })
        {
            var options = new CsvOptions { Source = "f.csv", Threads = threads, Decimal = given.Length == 0 ? null : given[0] };
            var error = Assert.Throws<DataException>(() => Csv.Read(new StringReader(text), options));
            Assert.True(place == error.Notice.Place, $"{name}: {error.Message}");
            foreach (string word in words.Split('|'))
                Assert.Contains(word, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_given_settles_what_can_be_read_in_two_ways()
    {
        const string Text = "a;b\n3,5;1.234\n4,5;5.678\n";
        Assert.Equal("NN|3.5¦1234|4.5¦5678", CsvGoodDataTests.Describe(Csv.Read(new StringReader(Text), new CsvOptions { Decimal = ',' })));
        Assert.Equal("FF2041", Assert.Throws<OptionException>(() => new CsvOptions { Decimal = ';' }).Code);
    }

    [Fact]
    public void Batches_find_commas_out_too()
    {
        string text = Write(';', v => v.ToString("R", German), quoted: false);
        var kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Number };
        var batches = Csv.ReadBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), new CsvOptions { Kinds = kinds, KeepText = true }, 100).ToArray();
        Assert.Equal(Values, batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(r => b.Number(r, "n")!.Value)));
        Assert.Equal(Values[3].ToString("R", German), batches[0].Original(3, "n"));
        Assert.Equal("FF2040", batches[0].Notices[0].Code);
    }

    [Fact]
    public void Random_files_hold_the_numbers_that_CsvHelper_and_the_runtime_read()
    {
        var number = Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Double[-1, 1], Gen.Int[-99999, 99999].Select(i => (double)i), Gen.Double[1e15, 1e22]);
        var cell = Gen.Select(number, Gen.Int[0, 3]).Select((v, digits) => v.ToString(digits == 3 ? "R" : "F" + digits, German));
        Gen.Select(cell.Array[3].Array[1, 30], Gen.OneOf(Gen.Const(';'), Gen.Const('\t')), Gen.Int[1, 3]).Sample((rows, separator, threads) =>
        {
            string text = string.Join(separator, "a", "b", "c") + "\n" + string.Concat(rows.Select(r => string.Join(separator, r) + "\n"));
            var table = Csv.Read(new StringReader(text), new CsvOptions { Decimal = ',', Separator = separator, Threads = threads });
            using var oracle = CsvHelper.CsvReader.FromText(text, new CsvHelper.CsvReaderOptions { Separator = separator });
            oracle.ReadHeader();
            for (int row = 0; row < rows.Length; row++)
            {
                Assert.True(oracle.Read());
                for (int i = 0; i < 3; i++)
                    Assert.Equal(double.Parse(oracle.GetString(i)!, NumberStyles.Float, German) + 0.0, table.Number(row, table.Columns[i].Name));
            }
        }, iter: 500);
    }

    [Fact]
    public void Every_culture_reads_the_same() => Cultures.SameInAll(() =>
        CsvGoodDataTests.Describe(Csv.Read(new StringReader("a;b\n1.234,5;ı\n-0,25;İ\n,5;\u0663\n"))));

    private static string Write(char separator, Func<double, string> number, bool quoted)
    {
        string quote = quoted ? "\"" : "";
        return $"n{separator}t\n" + string.Concat(Values.Select((v, i) => $"{quote}{number(v)}{quote}{separator}t{i}\n"));
    }
}
