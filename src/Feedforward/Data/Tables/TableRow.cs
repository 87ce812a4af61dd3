namespace Feedforward;

/// <summary>One row of a table. Its cells are found by the name of their column.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The row's index in it, counted from 0.</param>
public readonly record struct TableRow(Table Table, int Index)
{
    /// <summary>A row of its own, for one prediction: names with numbers, texts or null.</summary>
    /// <exception cref="DataException">FF2032: a name is given twice. FF2034: a value is neither a number nor a text.</exception>
    public static TableRow From(params ReadOnlySpan<(string Name, object? Value)> cells)
    {
        var columns = new Column[cells.Length];
        for (int i = 0; i < cells.Length; i++)
            columns[i] = Table.ColumnOf(cells[i].Name, [cells[i].Value]);
        return new TableRow(Table.FromColumns(null, columns), 0);
    }

    /// <summary>The cell of a column: a double, a string, or null where it is blank.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column.</exception>
    public object? this[string column] => Table[column] switch
    {
        NumberColumn numbers => numbers[Index],
        TextColumn texts => texts[Index],
        _ => null,
    };
}
