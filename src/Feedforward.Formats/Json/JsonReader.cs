namespace Feedforward.Formats;

/// <summary>
/// Reads JSON lines into tables. Numbers make columns of numbers, texts columns of texts; true and false are the texts <c>true</c> and
/// <c>false</c>, null is blank. Where the first rows mislead about a kind the input is read again.
/// </summary>
internal sealed class JsonReader(Func<Stream> open, CsvErrors errors, CsvOptions options)
{
    private readonly Dictionary<string, ColumnKind> _kinds = new(options.Kinds);

    /// <summary>The whole input.</summary>
    internal Table Read()
    {
        int limit = options.Limit ?? int.MaxValue, rows = Math.Min(CsvReader.Sample, limit);
        while (true)
        {
            using var pass = new JsonRows(open(), errors, options, name => _kinds.GetValueOrDefault(name, ColumnKind.Number));
            bool complete = pass.Fill(rows) == limit || !pass.HasMore();
            if (!Changed(pass.Columns) && complete)
                return pass.Table();
            rows = limit;
        }
    }

    /// <summary>
    /// The input in tables of so many rows, read once. The keys of the first of them are the columns; those whose kind is not given are texts.
    /// </summary>
    internal IEnumerable<Table> Batches(int rows)
    {
        int left = options.Limit ?? int.MaxValue;
        using var pass = new JsonRows(open(), errors, options, name => _kinds.GetValueOrDefault(name, ColumnKind.Text));
        do
        {
            left -= pass.Fill(Math.Min(rows, left));
            yield return pass.Table();
            pass.FixColumns();
        }
        while (left > 0 && pass.HasMore());
    }

    private bool Changed(IEnumerable<GatheredColumn> columns)
    {
        bool changed = false;
        foreach (var column in columns.Where(c => !options.Kinds.ContainsKey(c.Name)))
        {
            changed |= column.Kind != _kinds.GetValueOrDefault(column.Name);
            _kinds[column.Name] = column.Kind;
        }
        return changed;
    }
}
