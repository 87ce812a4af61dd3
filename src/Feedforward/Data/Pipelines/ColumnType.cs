namespace Feedforward;

/// <summary>What the cells of a column mean, which decides what they become as inputs.</summary>
public enum ColumnType
{
    /// <summary>Numbers: one input, scaled.</summary>
    Numeric,

    /// <summary>Categories: one input each.</summary>
    Categorical,

    /// <summary>Two words such as yes and no: one input, +1 or −1, and 0 where it is blank.</summary>
    Boolean,

    /// <summary>Dates, with or without times: the days, scaled, and the places in the year, the week and the day as sine and cosine.</summary>
    DateTime,

    /// <summary>Names or numbers of rows, which say nothing about other rows: no input.</summary>
    Identifier,

    /// <summary>Free text: no input.</summary>
    Text,
}

/// <summary>In which order dates are written.</summary>
public enum DateOrder
{
    /// <summary>2026-01-31 or 2026/01/31.</summary>
    YearMonthDay,

    /// <summary>31/01/2026, 31-01-2026 or 31.01.2026.</summary>
    DayMonthYear,

    /// <summary>01/31/2026 or 01-31-2026.</summary>
    MonthDayYear,
}

/// <summary>The type of a column and, of dates, the order in which they are written.</summary>
/// <param name="Type">What the cells mean.</param>
/// <param name="Order">The order of dates; null finds out, and for other types.</param>
public readonly record struct ColumnFormat(ColumnType Type, DateOrder? Order = null)
{
    private static readonly (string Name, ColumnFormat Format)[] All =
    [
        ("numeric", new(ColumnType.Numeric)), ("categorical", new(ColumnType.Categorical)), ("boolean", new(ColumnType.Boolean)),
        ("datetime", new(ColumnType.DateTime)), ("identifier", new(ColumnType.Identifier)), ("text", new(ColumnType.Text)),
        ("datetime(yyyy-MM-dd)", new(ColumnType.DateTime, DateOrder.YearMonthDay)),
        ("datetime(dd/MM/yyyy)", new(ColumnType.DateTime, DateOrder.DayMonthYear)),
        ("datetime(MM/dd/yyyy)", new(ColumnType.DateTime, DateOrder.MonthDayYear)),
    ];

    /// <summary>Reads <c>categorical</c>, <c>datetime(dd/MM/yyyy)</c> and the others as <see cref="ToString"/> writes them.</summary>
    /// <exception cref="OptionException">FF2408: there is no such type.</exception>
    public static ColumnFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (name, format) in All)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase) && (format.Order is null || name == text)) return format;
        string[] names = Array.ConvertAll(All, entry => entry.Name);
        throw Errors.Option("FF2408", Evidence.Of(text), string.Join(", ", names), Suggestion.For(text, names));
    }

    /// <summary>For example <c>categorical</c> or <c>datetime(dd/MM/yyyy)</c>.</summary>
    public override string ToString()
    {
        foreach (var (name, format) in All)
            if (format == this) return name;
        return Type.ToString();
    }
}
