using System.Globalization;
using System.Runtime.CompilerServices;

namespace Feedforward;

/// <summary>
/// The one way in which a number is written in a file, whatever the culture: <c>[+-] digits [. digits] [e [+-] digits]</c> in ASCII, with at
/// least one digit before the exponent. A value that is too large for a double is no number; one that is too small is 0 or subnormal.
/// </summary>
internal static partial class NumberGrammar
{
    /// <summary>So many digits always fit into 64 bits.</summary>
    private const int MostDigits = 19;

    /// <summary>10⁰ … 10²², the powers of ten that a double holds exactly.</summary>
    private static ReadOnlySpan<double> ExactPowers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The whole of <paramref name="text"/> as a finite number; false where it is not written by the grammar or overflows.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out double value) => Parse(text, out value) == NumberForm.Number;

    /// <summary>As <see cref="TryParse"/>, telling a number that overflows from a text that is none.</summary>
    internal static NumberForm Parse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int i = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        bool negative = i == 1 && text[0] == '-';
        ulong mantissa = 0;
        int start = i, digits = 0, scale = 0;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++, digits++)
            mantissa = (mantissa * 10) + (uint)(text[i] - '0');
        if (i < text.Length && text[i] == '.')
            for (i++; i < text.Length && (uint)(text[i] - '0') <= 9; i++, digits++, scale--)
                mantissa = (mantissa * 10) + (uint)(text[i] - '0');
        if (digits == 0 || !Exponent(text, ref i, ref scale) || i != text.Length)
            return NumberForm.None;
        if (digits > MostDigits)
            digits -= LeadingZeros(text[start..]);
        if (digits > MostDigits || !TryRound(mantissa, scale, out value))
            value = double.Parse(text[start..], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            return NumberForm.Overflow;
        value = negative && value != 0 ? -value : value;
        return NumberForm.Number;
    }

    /// <summary>The double nearest to mantissa · 10^scale; false where a faster way than the runtime's does not reach.</summary>
    private static bool TryRound(ulong mantissa, int scale, out double value)
    {
        if (mantissa > 1UL << 53 || (uint)(scale + 22) > 44)
            return PowersOfFive.TryRound(mantissa, scale, out value);
        // Both factors are exact, so one rounding gives the nearest double (Clinger 1990).
        value = scale < 0 ? (long)mantissa / ExactPowers[-scale] : (long)mantissa * ExactPowers[scale];
        return true;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> number)
    {
        int significant = number.IndexOfAnyExcept((byte)'0', (byte)'.');
        return significant < 0 ? number.Count((byte)'0') : number[..significant].Count((byte)'0');
    }

    private static bool Exponent(ReadOnlySpan<byte> text, ref int i, ref int scale)
    {
        if (i == text.Length || (text[i] | 0x20) != 'e')
            return true;
        bool negative = ++i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+')
            i++;
        int first = i, exponent = 0;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            exponent = Math.Min((exponent * 10) + (text[i] - '0'), 1_000_000);
        scale += negative ? -exponent : exponent;
        return i > first;
    }
}

/// <summary>Whether a text is a number of the grammar.</summary>
internal enum NumberForm
{
    None,
    Number,
    Overflow,
}
