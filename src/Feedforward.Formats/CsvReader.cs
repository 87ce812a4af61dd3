using System.Text;

namespace Feedforward.Formats;

/// <summary>Reads one input into a table, more than once where a column turns out to be of another kind than its first rows showed.</summary>
internal sealed class CsvReader(Func<Stream> open, CsvOptions options)
{
    /// <summary>As many rows show of which kind a column probably is.</summary>
    private const int Sample = 1000;

    private readonly CsvErrors _errors = new(options.Source!);

    internal Table Read()
    {
        var kinds = new Dictionary<string, ColumnKind>(options.Kinds);
        while (true)
        {
            var (table, changed) = Pass(kinds);
            if (!changed)
                return table;
        }
    }

    private (Table Table, bool Changed) Pass(Dictionary<string, ColumnKind> kinds)
    {
        using var stream = CsvInput.Decode(open());
        var records = new CsvRecords(stream, _errors);
        records.Separator = CsvSeparator.Of(records.Peek(), options);
        if (!records.Next())
            throw _errors.At(1, null, "FF2002");
        CsvColumn[] columns = [.. Header(records).Select((name, i) => Column(name, i + 1, kinds))];
        var lines = new List<int>();
        while (lines.Count < (options.Limit ?? int.MaxValue) && records.Next())
        {
            if (records.IsBlankLine && columns.Length > 1)
                continue;
            if (records.Count != columns.Length)
                throw _errors.At(records.Line, null, "FF2003", records.Count, columns.Length);
            lines.Add(records.Line);
            for (int i = 0; i < columns.Length; i++)
                columns[i].Add(records.IsQuoted(i) ? records.Cell(i) : records.Cell(i).Trim(" \t"u8), records.Line);
        }
        bool changed = false;
        foreach (var column in columns.OfType<CsvNumbers>().Where(c => c.Others > 0))
        {
            kinds[column.Name] = ColumnKind.Text;
            changed = true;
        }
        Column[] made = [.. columns.Select(c => c.Finish(null))];
        return (new Table(options.Source, made, null, new RowNumbers(2, [.. lines]), []), changed);
    }

    private static CsvColumn Column(string name, int position, Dictionary<string, ColumnKind> kinds) =>
        kinds.GetValueOrDefault(name) == ColumnKind.Text ? new CsvTexts(name, position) : new CsvNumbers(name, position);

    private static string[] Header(CsvRecords records)
    {
        var names = new string[records.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(records.Cell(i)).Trim();
        return names;
    }
}
