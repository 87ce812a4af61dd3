using Parquet;
using Parquet.Schema;

namespace Feedforward.Formats;

/// <summary>
/// Reads Parquet files into tables, by Parquet.Net. Numbers of every width and decimals make columns of numbers; texts, Booleans, dates, times and
/// identifiers columns of texts; null and NaN are blank. What is not promised: a file made to harm may take as much memory as its pages announce, or
/// much time.
/// </summary>
internal sealed class ParquetTable(Func<Stream> open, CsvErrors errors, CsvOptions options)
{
    private static readonly ParquetOptions Settings = new() { UseDateOnlyTypeForDates = true, UseBigDecimal = true };

    /// <summary>The whole input.</summary>
    internal Table Read()
    {
        using var file = new ParquetGroups(open(), Settings, errors);
        var columns = NewColumns(file.Fields);
        int rows = 0, limit = options.Limit ?? int.MaxValue;
        for (int group = 0; group < file.Count && rows < limit; group++)
            rows += Fill(file, group, columns, rows, limit - rows);
        return GatheredTable.Of(columns, new RowNumbers(1), errors);
    }

    /// <summary>The input in tables of at most so many rows; a row group is in memory at a time.</summary>
    internal IEnumerable<Table> Batches(int size)
    {
        using var file = new ParquetGroups(open(), Settings, errors);
        int rows = 0, limit = options.Limit ?? int.MaxValue;
        if (file.Count == 0)
            yield return GatheredTable.Of(NewColumns(file.Fields), new RowNumbers(1), errors);
        for (int group = 0; group < file.Count && rows < limit; group++)
        {
            var columns = NewColumns(file.Fields);
            int first = rows;
            rows += Fill(file, group, columns, first, limit - first);
            var table = GatheredTable.Of(columns, new RowNumbers(first + 1), errors);
            int begin = 0;
            do
            {
                int count = Math.Min(size, table.Rows - begin);
                yield return table.View([.. Enumerable.Range(begin, count)], begin == 0 ? table.Notices : []);
                begin += count;
            }
            while (begin < table.Rows);
        }
    }

    private GatheredColumn[] NewColumns(IReadOnlyList<DataField> fields) =>
    [
        .. fields.Select((field, i) =>
            new GatheredColumn(field.Name, i + 1, options.Kinds.TryGetValue(field.Name, out var kind) ? kind : ParquetCells.Kind(field), options.KeepText)),
    ];

    /// <summary>Adds the first rows of a group, so many at most; returns how many they were.</summary>
    private int Fill(ParquetGroups file, int group, GatheredColumn[] columns, int before, int most)
    {
        using var reader = file.Open(group);
        int rows = (int)Math.Min(reader.RowCount, most);
        for (int i = 0; i < columns.Length; i++)
        {
            var (field, column) = (file.Fields[i], columns[i]);
            ParquetFrame.Guarded(errors, () => ParquetCells.Add(reader, field, column, before, rows), "FF2060.column", Evidence.Of(field.Name), group + 1, file.Coding(group, i));
        }
        return rows;
    }
}
