using System.Globalization;

namespace Feedforward;

/// <summary>A table while it is checked: its columns with what was decided about them, and what was found so far.</summary>
internal sealed class CheckedTable
{
    internal CheckedTable(Table table, IReadOnlyList<string> targets, PipelineOptions options, ColumnTypes? types)
    {
        (Table, Targets, Options) = (table, [.. targets.Select(target => table[target])], options);
        Target = Targets.Count > 0 ? Targets[0] : null;
        Types = types ?? ColumnTypes.Of(table, options);
        foreach (var column in table.Columns) Columns.Add(new CheckedColumn(this, column));
    }

    internal Table Table { get; }

    /// <summary>The target columns; none where they are not known.</summary>
    internal IReadOnlyList<Column> Targets { get; }

    /// <summary>The target column that is looked at, or null.</summary>
    internal Column? Target { get; set; }

    internal PipelineOptions Options { get; }

    internal ColumnTypes Types { get; }

    internal List<CheckedColumn> Columns { get; } = [];

    internal List<Finding> Findings { get; } = [];

    /// <summary>The cells of a column.</summary>
    internal Cells Cells(Column column) => new(Table, column, 0, Table.Rows);

    internal void Add(Severity severity, Notice notice) => Findings.Add(new Finding(severity, notice));

    /// <summary>A share as messages write it: 12.5.</summary>
    internal static string Percent(double part, double all) => (100 * part / all).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A coefficient of determination as messages write it.</summary>
    internal static string Four(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}

/// <summary>A column while its table is checked.</summary>
internal sealed class CheckedColumn(CheckedTable table, Column column)
{
    private NumberProfile? _numbers;
    private DistinctTexts? _texts;

    internal Column Column => column;

    internal string Name => column.Name;

    internal ColumnVerdict Verdict { get; } = table.Types.Find(table.Table, column, table.Options);

    internal ColumnType Type => Verdict.Format.Type;

    internal ColumnRole Role { get; set; } = table.Targets.Contains(column) ? ColumnRole.Target : ColumnRole.LeftOut;

    /// <summary>Whether a person said that it is no input.</summary>
    internal bool IsIgnored => table.Options.Ignore.Contains(column.Name);

    /// <summary>How its numbers lie; null where it holds texts.</summary>
    internal NumberProfile? Numbers => column is NumberColumn numbers ? _numbers ??= new NumberProfile(numbers) : null;

    /// <summary>Its different texts.</summary>
    internal DistinctTexts Texts => _texts ??= DistinctTexts.Of(table.Cells(column));

    /// <summary>The numbers that it becomes as inputs, NaN where it is blank; null where it becomes none.</summary>
    internal NumberColumn? AsNumbers => Role == ColumnRole.Input && Type == ColumnType.Numeric ? column as NumberColumn : null;

    /// <summary>Whether its cells are categories.</summary>
    internal bool IsCategories => Role == ColumnRole.Input && Type is ColumnType.Categorical or ColumnType.Boolean;
}
