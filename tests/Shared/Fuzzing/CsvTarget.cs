using System.Globalization;
using System.Text;
using Feedforward.Formats;

namespace Feedforward.Tests.Fuzzing;

/// <summary>
/// The reader of CSV. However the input is cut into blocks and by however many threads it is read, the answer is one; and what is taken is what an
/// independent reader finds in it, which knows decimal points only.
/// </summary>
internal sealed class CsvTarget : IFuzzTarget
{
    private static readonly string[] Cells =
    [
        "", "", "0", "1", "-1", "2.5", "-0", "+3", ".5", "5.", "1e3", "1e-400", "1e400", "1E+2", "123456789012345678901234567890", "9007199254740993",
        "0.10000000000000000555", "4.9e-324", "1.7976931348623157e308", "007", "NA", "nan", "null", "x", "y", "red", "blue", "é", "中文", "a b", " 7 ", "\t8",
        "\"\"", "\"1\"", "\"a,b\"", "\"a;b\"", "\"a\nb\"", "\"a\r\nb\"", "\"say \"\"hi\"\"\"", " \"q\" ", "1,5", "1 234", "$5", "5 %", "0x10", "1_000", "inf",
        "2026-01-31", "１２", "true", "a\"b", "\"a\"b", "\"open",
    ];

    private static readonly string[] Sounds = ["0", "1", "-2.5", "3.25e2", "17", "x", "red", "\"a,b\"", ""];

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private static readonly string[] Ends = ["\n", "\r\n", "\r"];

    public string Name => "csv";

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Cells.Select(Encoding.UTF8.GetBytes),
        .. new[] { "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", "\n\n", "\r\r\n", "\uFEFF", "\0", " ", "\u00A0", "\u2028", "a,b,c\n", ",,\n", "e", ".", "-", "9999999999" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xFE, 0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE9], [0x1F, 0x8B], [0],
    ];

    public byte[] Sound(FuzzRandom random)
    {
        char separator = random.OneIn(3) ? random.Of(Separators) : ',';
        string end = random.Of(Ends);
        int columns = 1 + random.Below(5), rows = random.Below(12);
        bool wild = random.OneIn(3), closed = !random.OneIn(4);
        string[] plain = [.. Enumerable.Range(0, columns).Select(_ => random.Of(Sounds))];
        var text = new StringBuilder().AppendJoin(separator, Enumerable.Range(0, columns).Select(i => $"c{i}"));
        for (int row = 0; row < rows; row++)
        {
            text.Append(random.OneIn(20) ? random.Of(Ends) : end);
            if (random.OneIn(30)) text.Append(random.OneIn(2) ? " " : "").Append(end);
            text.AppendJoin(separator, plain.Select(cell => wild ? random.Of(Cells) : random.OneIn(6) ? random.Of(Sounds) : cell));
        }
        if (closed) text.Append(end);
        return random.Below(24) switch
        {
            0 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())],
            1 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.ToString())],
            2 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text.ToString())],
            _ => Encoding.UTF8.GetBytes(text.ToString()),
        };
    }

    public void Read(byte[] input, FuzzRandom random)
    {
        char? separator = random.OneIn(2) ? random.Of(Separators) : null;
        var (table, refusal) = Try(input, new CsvOptions { Separator = separator, Decimal = '.', Threads = 1, BlockBytes = CsvBlocks.Padding + 4096 + input.Length });
        if (separator is not null)
        {
            var cut = new CsvOptions { Separator = separator, Decimal = '.', Threads = 1, BlockBytes = CsvBlocks.Padding + 1 + random.Below(random.OneIn(2) ? 8 : 200) };
            var inBlocks = Try(input, cut);
            // Of two faults the one of encoding is found first where it stands in the block that is read, so that there the code may be another.
            if (IsOfEncoding(refusal) || IsOfEncoding(inBlocks.Refusal)) RequireRefused(refusal, inBlocks.Refusal);
            else RequireSame((table, refusal), inBlocks, $"blocks of {cut.BlockBytes} bytes");
            if (random.OneIn(16)) RequireSame(inBlocks, Try(input, cut with { Threads = 2 }), $"two threads and blocks of {cut.BlockBytes} bytes");
        }
        if (refusal is not null) throw refusal;
        if (separator is { } given) CsvOracle.Require(table!, input, given);
        else if (Separators.Select(s => CsvOracle.Difference(table!, input, s)).ToArray() is var found && !found.Contains(null))
            throw new FuzzMismatchException(string.Join("; ", found));
    }

    private static (Table? Table, DataException? Refusal) Try(byte[] input, CsvOptions options)
    {
        try
        {
            return (Csv.Read(new MemoryStream(input), options), null);
        }
        catch (DataException refusal)
        {
            return (null, refusal);
        }
    }

    private static bool IsOfEncoding(DataException? refusal) => refusal?.Code is "FF2011" or "FF2012" or "FF2013";

    private static void RequireRefused(DataException? one, DataException? other)
    {
        if (one is null || other is null) throw new FuzzMismatchException($"{one?.Message ?? "accepted"}, but in blocks {other?.Message ?? "accepted"}");
    }

    private static void RequireSame((Table? Table, DataException? Refusal) one, (Table? Table, DataException? Refusal) other, string how)
    {
        string first = one.Refusal?.Message ?? Describe(one.Table!), second = other.Refusal?.Message ?? Describe(other.Table!);
        if (first != second) throw new FuzzMismatchException($"{first}\nbut with {how}\n{second}");
    }

    private static string Describe(Table table)
    {
        var text = new StringBuilder();
        foreach (var column in table.Columns)
        {
            text.Append(column.Name).Append(column.Kind);
            for (int row = 0; row < table.Rows; row++)
                text.Append('¦').Append(column is NumberColumn numbers ? BitConverter.DoubleToInt64Bits(numbers[row] ?? double.NaN).ToString("x", CultureInfo.InvariantCulture) : table.Text(row, column.Name));
        }
        for (int row = 0; row < table.Rows; row++) text.Append('|').Append(table.RowNumber(row));
        return text.AppendJoin('\n', table.Notices).ToString();
    }
}
