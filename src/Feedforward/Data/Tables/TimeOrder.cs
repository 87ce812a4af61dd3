using System.Globalization;

namespace Feedforward;

/// <summary>Rows in the order of a column of times: numbers, or dates.</summary>
internal static class TimeOrder
{
    /// <summary>The rows, the earliest first.</summary>
    /// <exception cref="OptionException">FF1203: there is no such column.</exception>
    /// <exception cref="DataException">FF2108, FF2109: a cell is blank, or neither a number nor a date.</exception>
    internal static int[] Of(Table table, IReadOnlyList<int> rows, string name)
    {
        var column = table[name];
        foreach (int row in rows) Require(table, column, row);
        return column is NumberColumn numbers
            ? [.. rows.OrderBy(numbers.Raw)]
            : [.. rows.OrderBy(column.Show, StringComparer.Ordinal)];
    }

    private static void Require(Table table, Column column, int row)
    {
        if (column.IsBlank(row))
            throw Located(Errors.Notice("FF2108", column.Name));
        if (column is TextColumn && !IsDate(column.Show(row)))
            throw Located(Errors.Notice("FF2109", column.Name, Evidence.Of(column.Show(row))));

        DataException Located(Notice notice) => new(notice with { Place = table.Place(row, column.Name) });
    }

    /// <summary>Dates whose alphabetical order is their order in time: 2026-01-31, with or without a time of day.</summary>
    private static bool IsDate(string text) =>
        text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
