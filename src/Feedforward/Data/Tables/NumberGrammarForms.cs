using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Feedforward;

/// <summary>What a cell of a file looks like.</summary>
internal enum CellForm
{
    /// <summary>A number of the grammar.</summary>
    Number,

    /// <summary>A number with a zero before another digit, 007: probably a label.</summary>
    LeadingZero,

    /// <summary>Nothing.</summary>
    Blank,

    /// <summary>One of the tokens by which other programs write that there is no value.</summary>
    NotAvailable,

    /// <summary>None of the others.</summary>
    Text,

    /// <summary>A date or a time of day.</summary>
    Date,

    /// <summary>3,5</summary>
    DecimalComma,

    /// <summary>4.5 where the other numbers have decimal commas</summary>
    DecimalPoint,

    /// <summary>1.234 where the other numbers have decimal commas: 1234, if points group thousands there</summary>
    OneGroup,

    /// <summary>1.234,5 or 1.234.567 where numbers have decimal commas: a number</summary>
    Grouped,

    /// <summary>1,234.5 or 1 234</summary>
    Thousands,

    /// <summary>1.234,5</summary>
    PointThousands,

    /// <summary>1_000</summary>
    Underscores,

    /// <summary>0x10</summary>
    Hexadecimal,

    /// <summary>$5</summary>
    Currency,

    /// <summary>5 %</summary>
    Percent,

    /// <summary>5 kg</summary>
    Unit,

    /// <summary>Infinity, ∞</summary>
    Infinite,

    /// <summary>1e400</summary>
    Overflow,

    /// <summary>Digits or a minus sign of another script: full-width, Arabic-Indic</summary>
    OtherDigits,
}

internal static partial class NumberGrammar
{
    /// <summary>The forms of pandas 2 (<c>read_csv</c>, <c>na_values</c>), spelt exactly so; the empty text is <see cref="CellForm.Blank"/>.</summary>
    private static readonly HashSet<string> NotAvailable = new(StringComparer.Ordinal)
    {
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None",
        "n/a", "nan", "null",
    };

    private static readonly SearchValues<char> OtherMinus = SearchValues.Create("\u2212\uFF0D");

    private static readonly (CellForm Form, Regex Pattern)[] Patterns =
    [
        (CellForm.Infinite, InfinitePattern()), (CellForm.Date, DatePattern()), (CellForm.Thousands, ThousandsPattern()),
        (CellForm.PointThousands, PointThousandsPattern()), (CellForm.DecimalComma, DecimalCommaPattern()),
        (CellForm.Underscores, UnderscoresPattern()), (CellForm.Hexadecimal, HexadecimalPattern()), (CellForm.Currency, CurrencyPattern()),
        (CellForm.Percent, PercentPattern()), (CellForm.Unit, UnitPattern()),
    ];

    /// <summary>Whether a person would call the cell a number although the grammar does not.</summary>
    internal static bool IsNumberLike(CellForm form) => form >= CellForm.DecimalComma;

    /// <summary>Whether other programs write so that there is no value.</summary>
    internal static bool IsNotAvailable(string cell) => NotAvailable.Contains(cell);

    /// <summary>What a cell, without spaces at its ends, looks like.</summary>
    internal static CellForm Classify(string cell)
    {
        if (cell.Length == 0)
            return CellForm.Blank;
        if (NotAvailable.Contains(cell))
            return CellForm.NotAvailable;
        var form = Parse(Encoding.UTF8.GetBytes(cell), out _);
        if (form != NumberForm.None)
            return form == NumberForm.Overflow ? CellForm.Overflow : HasLeadingZero(cell) ? CellForm.LeadingZero : CellForm.Number;
        foreach (var (candidate, pattern) in Patterns)
            if (pattern.IsMatch(cell))
                return candidate;
        return HasOtherDigits(cell) ? CellForm.OtherDigits : CellForm.Text;
    }

    private static bool HasLeadingZero(string number)
    {
        int first = number[0] is '+' or '-' ? 1 : 0;
        return number.Length > first + 1 && number[first] == '0' && char.IsAsciiDigit(number[first + 1]);
    }

    /// <summary>Whether the cell is a number once its digits and signs are written in ASCII.</summary>
    private static bool HasOtherDigits(string cell)
    {
        var ascii = new StringBuilder();
        foreach (var rune in cell.EnumerateRunes())
            ascii.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
                : rune.Value == '\uFF0E' ? "." : rune.IsBmp && OtherMinus.Contains((char)rune.Value) ? "-" : rune.ToString());
        return ascii.Length > 0 && Parse(Encoding.UTF8.GetBytes(ascii.ToString()), out _) == NumberForm.Number;
    }

    [GeneratedRegex(@"^[+-]?(inf|infinity|∞)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InfinitePattern();

    [GeneratedRegex(@"^([0-9]{4}([-/.])[0-9]{1,2}\2[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\3([0-9]{4}|[0-9]{2}))([ T][0-9:.]+.{0,6})?\z|^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\z")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}([,' \u00A0\u2009\u202F][0-9]{3})+(\.[0-9]+)?\z")]
    private static partial Regex ThousandsPattern();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(([. '\u00A0\u2009\u202F][0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})\z")]
    private static partial Regex PointThousandsPattern();

    [GeneratedRegex(@"^[+-]?[0-9]*,[0-9]+([eE][+-]?[0-9]+)?\z")]
    private static partial Regex DecimalCommaPattern();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(_[0-9]{3})+(\.[0-9]+)?\z")]
    private static partial Regex UnderscoresPattern();

    [GeneratedRegex(@"^[+-]?0[xX][0-9a-fA-F]+\z")]
    private static partial Regex HexadecimalPattern();

    [GeneratedRegex(@"^[+-]?([$€£\u00A5\uFFE5₹₩₽]|(USD|EUR|GBP|CNY|RMB|JPY|CHF|INR) ?) ?[+-]?[0-9][0-9.,]*\z|^[+-]?[0-9][0-9.,]* ?([$€£\u00A5\uFFE5₹₩₽元]|USD|EUR|GBP|CNY|RMB|JPY|CHF|INR)\z")]
    private static partial Regex CurrencyPattern();

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]+)? ?[%\uFF05\u2030]\z")]
    private static partial Regex PercentPattern();

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]+)? ?(mg|g|kg|t|lbs?|oz|[n\u00B5\u03BCm]m|cm|m|km|in|ft|mi|miles?|m2|m²|km2|km²|sqft|ml|cl|l|L|cc|°|°C|°F|[m\u00B5\u03BCn]?s|sec|mins?|hrs?|hours?|days?|years?|yrs?|mph|km/h|kmh|kmph|m/s|kmpl|hp|bhp|ps|[kMG]?W|[kM]?Wh|[mk]?V|mA|[kMG]?Hz|[kMGT]i?B|px|dB|kcal|kJ|[kM]?Pa|bar|psi|rpm|Nm)\z")]
    private static partial Regex UnitPattern();
}
