using System.Globalization;

namespace Feedforward.Pictures;

/// <summary>Numbers as pictures write them: the same in every culture.</summary>
public static class Numbers
{
    /// <summary>A place in a picture: a tenth of a unit is enough.</summary>
    public static string Place(double place) => place.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value for people: so many digits that count, small and large ones with a power of ten.</summary>
    public static string Value(double value, int digits = 4)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 1e6))
            return Signed(value.ToString((digits <= 1 ? "0" : "0." + new string('#', digits - 1)) + "e0", CultureInfo.InvariantCulture));
        int whole = size < 1 ? 1 : (int)Math.Floor(Math.Log10(size)) + 1;
        int decimals = size is 0 ? 0 : Math.Max(0, digits - whole + (size < 1 ? Math.Max(0, -(int)Math.Floor(Math.Log10(size)) - 1) + 1 : 0));
        return Signed(Math.Round(value, Math.Min(decimals, 15)).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture));
    }

    /// <summary>A whole number, its thousands apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share, int decimals = 1) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";

    /// <summary>A minus sign as it is printed.</summary>
    private static string Signed(string text) => text.StartsWith('-') ? "−" + text[1..] : text;
}
