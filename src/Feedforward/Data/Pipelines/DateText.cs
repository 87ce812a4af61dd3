using System.Globalization;

namespace Feedforward;

/// <summary>
/// Dates as files hold them, whatever the culture: <c>2026-01-31</c>, <c>2026/1/31</c>, <c>31.01.2026</c>, <c>31/01/2026</c> or <c>01/31/2026</c>, and after a
/// space or T a time <c>14:00</c>, <c>14:00:05.123</c>, which an offset (<c>Z</c>, <c>+01:00</c>) takes to universal time.
/// </summary>
internal static class DateText
{
    private const int YearDigits = 4;

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The least and the greatest number of <see cref="Days"/>.</summary>
    internal static readonly double Least = Days(DateTime.MinValue), Most = Days(DateTime.MaxValue);

    /// <summary>How an order is written in messages and files.</summary>
    internal static string NameOf(DateOrder order) => order switch
    {
        DateOrder.DayMonthYear => "dd/MM/yyyy",
        DateOrder.MonthDayYear => "MM/dd/yyyy",
        _ => "yyyy-MM-dd",
    };

    /// <summary>Days since 1970-01-01, with the time of day as a fraction.</summary>
    internal static double Days(DateTime moment) => (double)(moment.Ticks - s_epoch.Ticks) / TimeSpan.TicksPerDay;

    /// <summary>A number of days as a date, to the second.</summary>
    internal static string Show(double days)
    {
        long ticks = s_epoch.Ticks + ((long)Math.Round(days * 86400) * TimeSpan.TicksPerSecond);
        var moment = new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The whole of a text as a date.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime moment)
    {
        moment = default;
        int at = 0;
        if (!Number(text, ref at, out int first, out int firstDigits) || at == text.Length) return false;
        char mark = text[at++];
        if (mark is not ('-' or '/' or '.') || !Number(text, ref at, out int middle, out int middleDigits) || middleDigits > 2) return false;
        if (at == text.Length || text[at++] != mark || !Number(text, ref at, out int last, out int lastDigits)) return false;
        bool yearFirst = firstDigits == YearDigits && lastDigits <= 2, yearLast = lastDigits == YearDigits && firstDigits <= 2;
        var (year, month, day) = order switch
        {
            DateOrder.YearMonthDay when yearFirst => (first, middle, last),
            DateOrder.DayMonthYear when yearLast => (last, middle, first),
            DateOrder.MonthDayYear when yearLast && mark != '.' => (last, first, middle),
            _ => default,
        };
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (!TryTime(text[at..], out long ticks)) return false;
        ticks += new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        moment = new DateTime(ticks);
        return true;
    }

    /// <summary>What follows a date: nothing, or a time of day with or without an offset.</summary>
    private static bool TryTime(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty) return true;
        int at = 1;
        if (text[0] is not (' ' or 'T') || !Part(text, ref at, 23, out int hour) || !Colon(text, ref at) || !Part(text, ref at, 59, out int minute)) return false;
        int second = 0;
        if (Colon(text, ref at) && !Part(text, ref at, 59, out second)) return false;
        ticks = ((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond;
        if (at < text.Length && text[at] == '.' && !Fraction(text, ref at, ref ticks)) return false;
        return Offset(text[at..], ref ticks);
    }

    private static bool Fraction(ReadOnlySpan<char> text, ref int at, ref long ticks)
    {
        int start = ++at;
        for (long unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10)
            ticks += (text[at] - '0') * unit;
        return at > start;
    }

    private static bool Offset(ReadOnlySpan<char> text, ref long ticks)
    {
        if (text is "" or "Z") return true;
        int at = 1;
        if (text[0] is not ('+' or '-') || !Part(text, ref at, 23, out int hours)) return false;
        int minutes = 0;
        if (at < text.Length && ((Colon(text, ref at) && at == text.Length) || !Part(text, ref at, 59, out minutes))) return false;
        long offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        ticks += text[0] == '+' ? -offset : offset;
        return at == text.Length;
    }

    private static bool Colon(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != ':') return false;
        at++;
        return true;
    }

    /// <summary>One or two digits up to a greatest number.</summary>
    private static bool Part(ReadOnlySpan<char> text, ref int at, int most, out int value)
    {
        int start = at;
        for (value = 0; at < text.Length && at < start + 2 && char.IsAsciiDigit(text[at]); at++) value = (value * 10) + (text[at] - '0');
        return at > start && value <= most;
    }

    private static bool Number(ReadOnlySpan<char> text, ref int at, out int value, out int digits)
    {
        int start = at;
        for (value = 0; at < text.Length && at < start + YearDigits && char.IsAsciiDigit(text[at]); at++) value = (value * 10) + (text[at] - '0');
        digits = at - start;
        return digits > 0;
    }
}
