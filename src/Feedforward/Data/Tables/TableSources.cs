using System.Globalization;

namespace Feedforward;

public sealed partial class Table
{
    /// <summary>A table of columns that have equally many rows.</summary>
    /// <param name="source">What messages call the table, for example a file's name; may be null.</param>
    /// <param name="columns">The columns, which are kept, not copied.</param>
    /// <exception cref="DataException">FF2031: the columns differ in length. FF2032: a name appears twice.</exception>
    public static Table FromColumns(string? source, params ReadOnlySpan<Column> columns)
    {
        var placed = new Column[columns.Length];
        for (int i = 0; i < placed.Length; i++)
            placed[i] = columns[i].At(i + 1);
        return new Table(source, placed, null, new RowNumbers(1), []);
    }

    /// <summary>
    /// A table of objects, one row each. Every number type becomes a number; texts, characters, Booleans, enumerations and dates become texts
    /// (dates as ISO 8601); null, NaN and the empty text are blank.
    /// </summary>
    /// <param name="items">The objects.</param>
    /// <param name="columns">A name and a value for each column.</param>
    /// <exception cref="DataException">
    /// FF2030: a value is infinite. FF2033: a column has both numbers and texts. FF2034: a value is neither a number nor a text.
    /// </exception>
    public static Table From<T>(IEnumerable<T> items, params ReadOnlySpan<(string Name, Func<T, object?> Value)> columns)
    {
        T[] all = [.. items];
        var made = new Column[columns.Length];
        for (int i = 0; i < made.Length; i++)
        {
            var value = columns[i].Value;
            made[i] = ColumnOf(columns[i].Name, Array.ConvertAll(all, item => value(item)));
        }
        return FromColumns(null, made);
    }

    /// <summary>A table of rows of numbers.</summary>
    /// <param name="names">The columns' names, [D].</param>
    /// <param name="rows">Numbers, [N, D]; NaN is blank.</param>
    /// <exception cref="DataException">FF2030: a number is infinite. FF2031: there are not as many names as columns.</exception>
    public static Table From(IReadOnlyList<string> names, double[,] rows)
    {
        if (names.Count != rows.GetLength(1))
            throw Errors.Data("FF2035", names.Count, rows.GetLength(1));
        var columns = new Column[names.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            var values = new double[rows.GetLength(0)];
            for (int r = 0; r < values.Length; r++)
                values[r] = rows[r, c];
            columns[c] = new NumberColumn(names[c], values);
        }
        return FromColumns(null, columns);
    }

    internal static Column ColumnOf(string name, object?[] values)
    {
        var cells = new (double Number, string? Text)[values.Length];
        for (int row = 0; row < cells.Length; row++)
            cells[row] = Cell(values[row]) ?? throw Errors.Data("FF2034", name, row + 1, values[row]!.GetType().Name);
        int text = Array.FindIndex(cells, c => c.Text is not null);
        if (text < 0)
            return new NumberColumn(name, Array.ConvertAll(cells, c => c.Number));
        int number = Array.FindIndex(cells, c => !double.IsNaN(c.Number));
        return number < 0
            ? new TextColumn(name, Array.ConvertAll(cells, c => c.Text))
            : throw Errors.Data("FF2033", name, number + 1, text + 1);
    }

    private static (double Number, string? Text)? Cell(object? value) => value switch
    {
        null or "" => (double.NaN, null),
        string text => (double.NaN, text),
        bool truth => (double.NaN, truth ? "true" : "false"),
        char letter => (double.NaN, letter.ToString()),
        Enum member => (double.NaN, member.ToString()),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => (double.NaN, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)),
        double or float or Half or decimal or int or uint or long or ulong or short or ushort or byte or sbyte =>
            (((IConvertible)(value is Half half ? (double)half : value)).ToDouble(CultureInfo.InvariantCulture), null),
        _ => null,
    };
}
