namespace Feedforward;

/// <summary>
/// What the columns of a table mean. It is decided by the rows that are given and says how cells are written, not how they are distributed:
/// decide by all rows before they are split, so that a split changes no type, and hand it to <see cref="Pipeline.Fit(Table, string, PipelineOptions, ColumnTypes)"/>.
/// </summary>
public sealed class ColumnTypes
{
    private readonly Dictionary<string, ColumnVerdict> _verdicts = new(StringComparer.Ordinal);

    private ColumnTypes()
    {
    }

    /// <summary>
    /// Decides for every column. Types that <see cref="PipelineOptions.Types"/> tells hold; else two words such as yes and no are Booleans, dates that
    /// can be read in one order only are dates, texts with too many values are identifiers or free text, whole numbers that are all
    /// different and nearly consecutive are identifiers, and the rest is what its cells are: numbers or categories.
    /// </summary>
    /// <param name="rows">The rows, before they are split.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <exception cref="OptionException">FF1203: a column that is named is not there.</exception>
    public static ColumnTypes Of(Table rows, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new PipelineOptions();
        options.RequireColumns(rows);
        var types = new ColumnTypes();
        foreach (var column in rows.Columns)
            types._verdicts.Add(column.Name, Judge(rows, column, options));
        return types;
    }

    /// <summary>What a column means.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column.</exception>
    public ColumnFormat this[string column] => _verdicts.TryGetValue(column, out var verdict)
        ? verdict.Format
        : throw Errors.Option("FF1203", column, "table", NearestName.List(_verdicts.Keys));

    /// <summary>What was found, with its reasons.</summary>
    internal ColumnVerdict Find(Table rows, Column column, PipelineOptions options) =>
        _verdicts.TryGetValue(column.Name, out var verdict) ? verdict : Judge(rows, column, options);

    private static ColumnVerdict Judge(Table rows, Column column, PipelineOptions options)
    {
        if (options.Ignore.Contains(column.Name)) return new(new(ColumnType.Identifier)) { IsLeftOut = true };
        var judge = new ColumnJudge(new Cells(rows, column, 0, rows.Rows));
        if (options.Types.TryGetValue(column.Name, out var told)) return judge.Told(told);
        var verdict = judge.Infer();
        return verdict.IsLeftOut && options.Use.Contains(column.Name)
            ? new(new(column.Kind == ColumnKind.Number ? ColumnType.Numeric : ColumnType.Categorical))
            : verdict;
    }
}

/// <summary>What was decided about a column, and why.</summary>
/// <param name="Format">Its type.</param>
internal sealed record ColumnVerdict(ColumnFormat Format)
{
    /// <summary>Whether it is no input.</summary>
    internal bool IsLeftOut { get; init; }

    /// <summary>Why it is left out, where nobody asked for that.</summary>
    internal Notice? Reason { get; init; }

    /// <summary>Why it cannot be used at all: a cell that does not fit.</summary>
    internal Notice? Error { get; init; }

    /// <summary>Whether its numbers look like those of rows; such a column is an input where nothing else is.</summary>
    internal bool IsRowNumbers { get; init; }
}
