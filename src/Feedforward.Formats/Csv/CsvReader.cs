namespace Feedforward.Formats;

/// <summary>Reads one input into a table, again where a column turns out to be of another kind than its first rows showed.</summary>
internal sealed class CsvReader(Func<Stream> open, CsvErrors errors, CsvOptions options)
{
    /// <summary>So many rows show of which kind the columns probably are.</summary>
    internal const int Sample = 1000;

    private readonly Dictionary<string, ColumnKind> _kinds = new(options.Kinds);
    private CsvNumbersSeen _numbers = CsvNumbersSeen.Of(options);

    /// <summary>The whole input.</summary>
    internal Table Read()
    {
        int limit = options.Limit ?? int.MaxValue, rows = Math.Min(Sample, limit);
        while (true)
        {
            using var pass = new CsvPass(open(), errors, options, _kinds, ColumnKind.Number, _numbers, rows);
            var columns = pass.Columns();
            pass.Fill(columns, rows);
            bool complete = rows == limit || !pass.HasMore();
            bool otherNumbers = _numbers.Reconsider(columns, errors, out _numbers);
            if (!Changed(columns) && !otherNumbers && complete)
                return pass.Table(columns, options.Kinds);
            rows = limit;
        }
    }

    /// <summary>The input in tables of so many rows; columns whose kind is not given are texts. The input is read once.</summary>
    internal IEnumerable<Table> Batches(int rows)
    {
        int left = options.Limit ?? int.MaxValue;
        using var pass = new CsvPass(open(), errors, options, _kinds, ColumnKind.Text, options.Decimal is null ? null : _numbers, left);
        do
        {
            var columns = pass.Columns();
            left -= pass.Fill(columns, Math.Min(rows, left));
            yield return pass.Table(columns, options.Kinds);
        }
        while (left > 0 && pass.HasMore());
    }

    /// <summary>Whether the cells of a column say that it is of another kind than it was read as; the next pass reads it so.</summary>
    private bool Changed(IEnumerable<CsvColumn> columns)
    {
        bool changed = false;
        foreach (var column in columns.Where(c => !options.Kinds.ContainsKey(c.Name)))
        {
            var kind = column.Tally().Kind;
            changed |= kind != _kinds.GetValueOrDefault(column.Name);
            _kinds[column.Name] = kind;
        }
        return changed;
    }
}
