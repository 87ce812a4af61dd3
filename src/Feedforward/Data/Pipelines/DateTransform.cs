using System.Text.Json;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>The cycles in which a date has a place.</summary>
[Flags]
internal enum DateCycles
{
    None = 0,
    Year = 1,
    Week = 2,
    Day = 4,
}

/// <summary>
/// A date as (days − center) / scale, and for each cycle the sine and the cosine of its angle there; a 1 at the end where the cell is blank and
/// training rows had blanks. A blank takes the median of the days, and 0 in the cycles.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Order">How the dates are written.</param>
/// <param name="Center">What becomes 0, in days since 1970-01-01, as all of these.</param>
/// <param name="Scale">What becomes 1, above the centre; positive.</param>
/// <param name="Median">What stands in for a blank.</param>
/// <param name="Low">The earliest date of the training rows.</param>
/// <param name="High">The latest.</param>
/// <param name="Cycles">The cycles in which the training rows differ.</param>
/// <param name="HadBlanks">Whether training rows had blanks.</param>
internal sealed record DateTransform(
    string Column, DateOrder Order, double Center, double Scale, double Median, double Low, double High, DateCycles Cycles, bool HadBlanks) : Transform(Column)
{
    internal const string Type = "date";

    /// <summary>All cycles with their names in model files, in the order of the inputs.</summary>
    internal static readonly (DateCycles Cycle, string Name)[] AllCycles = [(DateCycles.Year, "year"), (DateCycles.Week, "week"), (DateCycles.Day, "day")];

    internal override ColumnKind Kind => ColumnKind.Text;

    internal override ColumnType Meaning => ColumnType.DateTime;

    internal override int Width => 1 + (2 * AllCycles.Count(c => Cycles.HasFlag(c.Cycle))) + (HadBlanks ? 1 : 0);

    internal override void Apply(Cells cells, Block block, ICollection<Notice>? notices)
    {
        Tally blank = default, far = default;
        double least = Low - (High - Low), most = High + (High - Low);
        for (int i = 0; i < cells.Count; i++)
        {
            double days = Median;
            if (cells.Text(i) is not { } text)
            {
                if (HadBlanks) block[i, Width - 1] = 1;
                else blank.Add(i);
            }
            else
            {
                if (!DateText.TryParse(text, Order, out var moment)) throw cells.Error(i, "FF2400", Column, cells.Shown(i), DateText.NameOf(Order));
                days = DateText.Days(moment);
                if (!(days >= least && days <= most)) far.Add(i);
                FillCycles(moment, block, i);
            }
            block[i, 0] = (float)((days - Center) / Scale);
            if (!float.IsFinite(block[i, 0])) throw cells.Error(i, "FF2357", Column, cells.Shown(i), DateText.Show(Low), DateText.Show(High));
        }
        blank.Report(notices, cells, "FF2354", DateText.Show(Median));
        far.Report(notices, cells, "FF2356", DateText.Show(Low), DateText.Show(High));
    }

    private void FillCycles(DateTime moment, Block block, int row)
    {
        int at = 1;
        foreach (var (cycle, _) in AllCycles)
        {
            if (!Cycles.HasFlag(cycle)) continue;
            double angle = Angle(cycle, moment);
            block[row, at++] = (float)DoubleFunctions.Sin(angle);
            block[row, at++] = (float)DoubleFunctions.Cos(angle);
        }
    }

    /// <summary>2π · the share of the cycle that has passed: of the year, of the week from Monday on, of the day.</summary>
    internal static double Angle(DateCycles cycle, DateTime moment)
    {
        double day = (double)moment.TimeOfDay.Ticks / TimeSpan.TicksPerDay;
        double share = cycle switch
        {
            DateCycles.Year => (moment.DayOfYear - 1 + day) / (DateTime.IsLeapYear(moment.Year) ? 366 : 365),
            DateCycles.Week => ((((int)moment.DayOfWeek + 6) % 7) + day) / 7,
            _ => day,
        };
        return 2 * Math.PI * share;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteString("column", Column);
        json.WriteString("order", DateText.NameOf(Order));
        json.WriteNumber("center", Center);
        json.WriteNumber("scale", Scale);
        json.WriteNumber("median", Median);
        json.WriteNumber("low", Low);
        json.WriteNumber("high", High);
        json.WriteStartArray("cycles");
        foreach (var (cycle, name) in AllCycles)
            if (Cycles.HasFlag(cycle)) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteBoolean("blanks", HadBlanks);
    }

    internal static new DateTransform Read(StrictJson json)
    {
        json.Only("type", "column", "order", "center", "scale", "median", "low", "high", "cycles", "blanks");
        double low = json.Number("low"), high = json.Number("high"), scale = json.Number("scale"), median = json.Number("median");
        if (scale <= 0) throw json.Wrong("scale", scale);
        if (low < DateText.Least || low > DateText.Most) throw json.Wrong("low", low);
        if (high < low || high > DateText.Most) throw json.Wrong("high", high);
        if (median < low || median > high) throw json.Wrong("median", median);
        return new(json.Text("column"), ReadOrder(json), json.Number("center"), scale, median, low, high, ReadCycles(json), json.Truth("blanks"));
    }

    private static DateOrder ReadOrder(StrictJson json)
    {
        string name = json.Text("order");
        foreach (var order in (ReadOnlySpan<DateOrder>)[DateOrder.YearMonthDay, DateOrder.DayMonthYear, DateOrder.MonthDayYear])
            if (DateText.NameOf(order) == name) return order;
        throw json.Wrong("order", name);
    }

    private static DateCycles ReadCycles(StrictJson json)
    {
        var cycles = DateCycles.None;
        foreach (string name in json.Texts("cycles"))
        {
            int index = Array.FindIndex(AllCycles, c => c.Name == name);
            if (index < 0 || cycles >= AllCycles[index].Cycle) throw json.Wrong("cycles", name);
            cycles |= AllCycles[index].Cycle;
        }
        return cycles;
    }
}
