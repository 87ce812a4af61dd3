using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Feedforward.Tests.Fuzzing;

/// <summary>
/// What a table of a CSV file must hold, found by another reader (CsvHelper, set to refuse malformed data) and another grammar of numbers (a regular
/// expression before the runtime's own parser).
/// </summary>
internal static partial class CsvOracle
{
    private static readonly HashSet<string> NotAvailable =
    [
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
    ];

    /// <summary>Compares a table with its file.</summary>
    /// <exception cref="FuzzMismatchException">They differ.</exception>
    internal static void Require(Table table, byte[] file, char separator)
    {
        if (Difference(table, file, separator) is { } difference) throw new FuzzMismatchException(difference);
    }

    /// <summary>How a table differs from its file, or null.</summary>
    internal static string? Difference(Table table, byte[] file, char separator)
    {
        List<Record> records;
        try
        {
            records = Records(Decode(file), separator);
        }
        catch (CsvFormatException error)
        {
            return $"CsvHelper refuses it: {error.Message}";
        }
        records.RemoveRange(0, Math.Max(0, records.FindIndex(record => !record.IsBlank)));
        if (records.Count == 0) return "no header";
        int width = records[0].Cells.Length;
        string[] names = [.. records[0].Cells.Select(name => name.Trim())];
        while (names.Length > 0 && names[^1].Length == 0) names = names[..^1];
        records.RemoveAt(0);
        if (width > 1) records.RemoveAll(record => record.IsBlank);
        else while (records is [.., { IsBlank: true }]) records.RemoveAt(records.Count - 1);
        if (!names.SequenceEqual(table.Columns.Select(column => column.Name))) return $"columns {string.Join('¦', names)}";
        if (records.Count != table.Rows) return $"{table.Rows} rows, expected {records.Count}";
        for (int row = 0; row < records.Count; row++)
        {
            if (records[row].Cells.Length != width) return $"row {row}: {records[row].Cells.Length} cells of {width}";
            if (records[row].Line != table.RowNumber(row)) return $"row {row}: line {table.RowNumber(row)}, expected {records[row].Line}";
            if (records[row].Cells[names.Length..].Any(cell => cell.Length > 0)) return $"row {row}: a value without a name";
        }
        return names.Index().Select(name => Difference(table.Columns[name.Index], [.. records.Select(record => record.Cells[name.Index])])).FirstOrDefault(said => said is not null);
    }

    private static string? Difference(Column column, string[] cells)
    {
        if (column is NumberColumn numbers)
        {
            for (int row = 0; row < cells.Length; row++)
                if (BitConverter.DoubleToInt64Bits(numbers[row] ?? double.NaN) != BitConverter.DoubleToInt64Bits(Number(cells[row]))) return $"\"{cells[row]}\" is read as {numbers[row]:R}";
            return null;
        }
        var texts = (TextColumn)column;
        for (int row = 0; row < cells.Length; row++)
            if ((texts[row] ?? "") != cells[row]) return $"\"{cells[row]}\" is read as \"{texts[row]}\"";
        string[] filled = [.. cells.Where(cell => cell.Length > 0 && !NotAvailable.Contains(cell))];
        bool isNumbers = !filled.Any(cell => LeadingZero().IsMatch(cell)) && 10 * filled.Count(cell => Grammar().IsMatch(cell)) >= 9 * filled.Length;
        return isNumbers ? $"column {column.Name} is numbers and is read as texts" : null;
    }

    /// <summary>The number of a cell, NaN where it is blank; −1e999, which no table holds, where it is none.</summary>
    private static double Number(string cell) =>
        cell.Length == 0 || NotAvailable.Contains(cell) ? double.NaN
        : Grammar().IsMatch(cell) && !LeadingZero().IsMatch(cell) ? double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0
        : double.NegativeInfinity;

    /// <summary>The text of a file.</summary>
    private static string Decode(byte[] file)
    {
        if (file is [0x1F, 0x8B, ..])
        {
            using var all = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress)) gzip.CopyTo(all);
            file = all.ToArray();
        }
        string text = file switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(file),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(file),
            _ => Encoding.UTF8.GetString(file),
        };
        return text.TrimStart('\uFEFF');
    }

    private static List<Record> Records(string text, char separator)
    {
        var records = new List<Record>();
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        while (reader.Read())
            records.Add(new Record((int)reader.LineNumber, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)], reader.FieldCount == 1 && !reader.GetRawSpan(0).ContainsAnyExcept(" \t"u8)));
        return records;
    }

    /// <param name="Line">The line on which it begins.</param>
    /// <param name="Cells">Its cells.</param>
    /// <param name="IsBlank">Whether it is a line without anything but spaces.</param>
    private sealed record Record(int Line, string[] Cells, bool IsBlank);

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Grammar();

    [GeneratedRegex(@"^[+-]?0[0-9]")]
    private static partial Regex LeadingZero();
}
