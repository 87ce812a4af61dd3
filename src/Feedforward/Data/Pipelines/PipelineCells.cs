using System.Globalization;
using System.Text;

namespace Feedforward;

/// <summary>The cells of one column of consecutive rows, read as a pipeline needs them.</summary>
/// <param name="Table">The table, which knows the places.</param>
/// <param name="Column">The column.</param>
/// <param name="First">The first row.</param>
/// <param name="Count">The number of rows.</param>
internal readonly record struct Cells(Table Table, Column Column, int First, int Count)
{
    internal bool IsBlank(int i) => Column.IsBlank(First + i);

    /// <summary>Refuses a blank cell: these are what is to be learned.</summary>
    /// <exception cref="DataException">FF2340.</exception>
    internal void RequireLabels()
    {
        for (int i = 0; i < Count; i++)
            if (IsBlank(i)) throw Target.Blank(this, i);
    }

    internal string Place(int i) => Table.Place(First + i, Column.Name);

    /// <summary>The number of a cell, NaN where it is blank; a text is read by the grammar of numbers.</summary>
    /// <exception cref="DataException">FF2351: the text is no number.</exception>
    internal double Number(int i) => TryNumber(i, out double value) ? value : throw Error(i, "FF2351", Column.Name, Shown(i));

    /// <summary>The numbers of cells, from one on.</summary>
    /// <inheritdoc cref="Number"/>
    internal void CopyNumbers(int first, Span<double> destination)
    {
        if (Column is NumberColumn numbers)
            numbers.CopyTo(First + first, destination);
        else
            for (int i = 0; i < destination.Length; i++)
                destination[i] = Number(first + i);
    }

    internal bool TryNumber(int i, out double value)
    {
        if (Column is NumberColumn numbers)
        {
            value = numbers.Raw(First + i);
            return true;
        }
        value = double.NaN;
        if (IsBlank(i)) return true;
        if (NumberOf(Column.Show(First + i)) is not { } number) return false;
        value = number;
        return true;
    }

    /// <summary>The text of a cell as a list of categories or classes spells it, null where it is blank: 1.0 is 1 where those were numbers.</summary>
    internal string? Category(int i, ColumnKind kind) =>
        kind == ColumnKind.Number && !IsBlank(i) && TryNumber(i, out double number) ? TextOf(number) : Text(i);

    /// <summary>The text of a cell, null where it is blank; a number is written in the invariant culture.</summary>
    internal string? Text(int i) => Column switch
    {
        _ when IsBlank(i) => null,
        NumberColumn numbers => TextOf(numbers.Raw(First + i)),
        _ => Column.Show(First + i),
    };

    /// <summary>The cell as a message shows it.</summary>
    internal string Shown(int i) => Evidence.Of(Column.Show(First + i));

    internal DataException Error(int i, string code, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(code, arguments) with { Place = Place(i) });

    /// <summary>A text as a number, null where it is none.</summary>
    internal static double? NumberOf(string text) => NumberGrammar.TryParse(Encoding.UTF8.GetBytes(text), out double value) ? value : null;

    /// <summary>A number as a text; −0 is 0.</summary>
    internal static string TextOf(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>The columns of a row-major block of floats that one transform fills.</summary>
internal readonly record struct Block(float[] Values, int Stride, int Offset)
{
    internal ref float this[int row, int column] => ref Values[((long)row * Stride) + Offset + column];
}

/// <summary>Counts what is odd about some cells of a column, and remembers the first.</summary>
internal struct Tally
{
    private int _first;

    internal int Count { get; private set; }

    internal void Add(int i)
    {
        if (Count++ == 0) _first = i;
    }

    /// <summary>Adds a notice with the column, the number of cells, the first of them, and what else is given, where there are any.</summary>
    internal readonly void Report(ICollection<Notice>? notices, Cells cells, string code, params ReadOnlySpan<object?> more)
    {
        if (Count > 0)
            notices?.Add(Errors.Notice(code, [cells.Column.Name, Count, cells.Shown(_first), .. more]) with { Place = cells.Place(_first) });
    }
}
