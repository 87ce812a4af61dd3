using System.Text;

namespace Feedforward.Formats;

/// <summary>
/// How a file writes numbers: with a decimal point, or with a decimal comma, where points may group thousands. The grammar of
/// <see cref="NumberGrammar"/> stays the only one: a number with a comma is read as the same number with a point.
/// </summary>
/// <param name="Mark">The character before the fraction.</param>
/// <param name="IsGiven">Whether it was given, not found out.</param>
internal readonly record struct CsvNumberStyle(byte Mark, bool IsGiven)
{
    private const byte Point = (byte)'.', Comma = (byte)',';

    /// <summary>What is taken for true until a cell says otherwise.</summary>
    internal static readonly CsvNumberStyle Points = new(Point, false);

    /// <summary>What the cells of a file said.</summary>
    internal static readonly CsvNumberStyle Commas = new(Comma, false);

    /// <summary>Whether a comma stands before the fraction.</summary>
    internal bool HasCommas => Mark == Comma;

    /// <summary>The style that the options give, else points for a start.</summary>
    internal static CsvNumberStyle Of(CsvOptions options) => options.Decimal is { } mark ? new((byte)mark, true) : Points;

    /// <summary>
    /// A cell as it is written with a decimal point and without groups. The form is <see cref="CellForm.Number"/> where that holds for any
    /// cell that may be a number, and one of <see cref="CellForm.Grouped"/>, <see cref="CellForm.OneGroup"/> and
    /// <see cref="CellForm.DecimalPoint"/> where a cell has points beside decimal commas.
    /// </summary>
    internal CellForm Read(ReadOnlySpan<byte> cell, ref byte[] buffer, out ReadOnlySpan<byte> plain)
    {
        plain = cell;
        int commas = HasCommas ? cell.Count(Comma) : 0, points = HasCommas ? cell.Count(Point) : 0;
        if (points > 0)
        {
            if (!IsGrouped(cell))
                return NumberGrammar.TryParse(cell, out _) ? CellForm.DecimalPoint : CellForm.Text;
            plain = Without(cell, ref buffer);
            return points == 1 && commas == 0 ? CellForm.OneGroup : CellForm.Grouped;
        }
        if (commas == 1)
            plain = Without(cell, ref buffer);
        return CellForm.Number;
    }

    /// <summary>What a cell looks like in a file that writes numbers so.</summary>
    internal CellForm Classify(string cell)
    {
        if (!HasCommas)
            return NumberGrammar.Classify(cell);
        byte[] buffer = [];
        var form = Read(Encoding.UTF8.GetBytes(cell), ref buffer, out var plain);
        return form switch
        {
            CellForm.Number when NumberGrammar.Classify(Encoding.UTF8.GetString(plain)) is
                (CellForm.Number or CellForm.LeadingZero or CellForm.Overflow) and var number => number,
            CellForm.Number or CellForm.Text => NumberGrammar.Classify(cell),
            _ => form,
        };
    }

    /// <summary>A number as it is written with a decimal point.</summary>
    internal string Show(string cell)
    {
        byte[] buffer = [];
        _ = Read(Encoding.UTF8.GetBytes(cell), ref buffer, out var plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Whether points part the digits before a comma in threes: [+-] d{1,3} (.ddd)+ [, d+], without a leading zero.</summary>
    private static bool IsGrouped(ReadOnlySpan<byte> cell)
    {
        if (cell[0] is (byte)'+' or (byte)'-')
            cell = cell[1..];
        int comma = cell.IndexOf(Comma);
        var fraction = comma < 0 ? "0"u8 : cell[(comma + 1)..];
        var groups = comma < 0 ? cell : cell[..comma];
        int first = groups.IndexOf(Point);
        if (fraction.IsEmpty || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9') || first is < 1 or > 3 || groups[0] == '0')
            return false;
        for (int i = 0; i < groups.Length; i++)
            if (i >= first && (i - first) % 4 == 0 ? groups[i] != Point : !char.IsAsciiDigit((char)groups[i]))
                return false;
        return (groups.Length - first) % 4 == 0;
    }

    /// <summary>The cell without points, and with a point for the comma.</summary>
    private static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> cell, ref byte[] buffer)
    {
        if (buffer.Length < cell.Length)
            buffer = new byte[2 * cell.Length];
        int length = 0;
        foreach (byte value in cell)
            if (value != Point)
                buffer[length++] = value == Comma ? Point : value;
        return buffer.AsSpan(0, length);
    }
}
