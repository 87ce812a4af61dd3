using System.Globalization;

namespace Feedforward;

/// <summary>Finds numbers that probably are not meant as they stand.</summary>
internal static class NumberCheck
{
    /// <summary>An end of the range is a cap where so large a share of the rows has it, but not most, and so many times more than have the next number.</summary>
    private const double ShareOfHighCap = 0.01, ShareOfLowCap = 0.1, MostShareOfCap = 0.5, CapOverNext = 5;

    /// <summary>Fewer different numbers than this have no cap: they are steps of a scale.</summary>
    private const int FewestOfScale = 20;

    /// <summary>An outlier lies so many interquartile ranges beyond the quartiles.</summary>
    private const double FarRanges = 100;

    /// <summary>A third moment above this has a long tail.</summary>
    private const double Skewed = 3;

    /// <summary>Whole numbers from 0 or 1 with so many values, none left out, may be codes; counts are mostly 0.</summary>
    private const int FewestCodes = 3, MostCodes = 12, RowsForCodes = 100;

    /// <summary>Where at least this share of a text column's cells are numbers, the others are in the way.</summary>
    private const double ShareOfNumbers = 0.8;

    private static readonly double[] LowSentinels = [-99, -999, -9999, -99999], HighSentinels = [99, 999, 9999, 99999, 999999];

    internal static void Run(CheckedTable check, Target? learned)
    {
        List<string> capped = [], far = [], codes = [];
        int whole = 0;
        foreach (var column in check.Columns)
        {
            if (column.IsIgnored) continue;
            if (column.Numbers is not { } numbers)
            {
                NumbersAsTexts(check, column);
                continue;
            }
            if (numbers.Distinct < 2 || (column.Role == ColumnRole.Target && learned is not NumberTarget)) continue;
            Sentinel(check, column, numbers);
            if (Cap(numbers) is { } cap) capped.Add(string.Create(CultureInfo.InvariantCulture, $"{column.Name} {cap.Value} ({cap.Count})"));
            if (column.AsNumbers is null) continue;
            whole++;
            if (IsFar(numbers)) far.Add(column.Name);
            if (AreCodes(numbers)) codes.Add(column.Name);
        }
        if (capped.Count > 0) check.Add(Severity.Info, Errors.Notice("FF2424", NearestName.List(capped)));
        if (far.Count > 0) check.Add(Severity.Info, Errors.Notice("FF2431", NearestName.List(far)));
        if (codes.Count > 0 && codes.Count * 2 <= whole) check.Add(Severity.Info, Errors.Notice("FF2433", NearestName.List(codes), codes[0]));
        if (learned is not NumberTarget) return;
        foreach (var target in check.Targets)
        {
            check.Target = target;
            DescribeTarget(check);
        }
    }

    private static void DescribeTarget(CheckedTable check)
    {
        var column = check.Columns.Find(c => c.Column == check.Target)!;
        if (column.Numbers is not { Distinct: > 1 } numbers) return;
        check.Add(Severity.Info, Errors.Notice("FF2427", column.Name, Cells.TextOf(numbers.Low), Cells.TextOf(numbers.High), Cells.TextOf(numbers.At(0.5))));
        if (Math.Abs(numbers.Skewness()) > Skewed) check.Add(Severity.Info, Errors.Notice("FF2423", column.Name));
        if (numbers.Distinct <= MostCodes) check.Add(Severity.Info, Errors.Notice("FF2425", column.Name, numbers.Distinct));
    }

    /// <summary>A number that stands for an unknown one: alone at an end, far from the rest.</summary>
    private static void Sentinel(CheckedTable check, CheckedColumn column, NumberProfile numbers)
    {
        if (numbers.Distinct < FewestCodes) return;
        var (low, lowCount, afterLow, _) = numbers.End(high: false);
        var (high, highCount, beforeHigh, _) = numbers.End(high: true);
        bool isLow = (Array.IndexOf(LowSentinels, low) >= 0 && afterLow > low / 3) || (low == -1 && afterLow >= 0 && numbers.AreWhole && numbers.Distinct > FewestCodes);
        bool isHigh = Array.IndexOf(HighSentinels, high) >= 0 && beforeHigh < high / 3;
        if (isLow && lowCount > 1) check.Add(Severity.Warning, Errors.Notice("FF2430", column.Name, Cells.TextOf(low), lowCount, Cells.TextOf(afterLow), Cells.TextOf(high)));
        if (isHigh && highCount > 1) check.Add(Severity.Warning, Errors.Notice("FF2430", column.Name, Cells.TextOf(high), highCount, Cells.TextOf(low), Cells.TextOf(beforeHigh)));
    }

    /// <summary>An end at which many rows lie, as where numbers beyond it were cut; 0, ±1 and 100 are where shares end by themselves.</summary>
    private static (double Value, int Count)? Cap(NumberProfile numbers)
    {
        if (numbers.Distinct <= FewestOfScale) return null;
        foreach (bool high in (ReadOnlySpan<bool>)[true, false])
        {
            var (value, count, _, next) = numbers.End(high);
            double share = (double)count / numbers.Count;
            if (Math.Abs(value) is 0 or 1 or 100 || count < CapOverNext * next) continue;
            if (share >= (high ? ShareOfHighCap : ShareOfLowCap) && share <= MostShareOfCap) return (value, count);
        }
        return null;
    }

    private static bool IsFar(NumberProfile numbers)
    {
        double lower = numbers.At(0.25), upper = numbers.At(0.75), range = upper - lower;
        return range > 0 && (numbers.High - upper > FarRanges * range || lower - numbers.Low > FarRanges * range);
    }

    private static bool AreCodes(NumberProfile numbers) =>
        numbers.AreWhole && numbers.Distinct is >= FewestCodes and <= MostCodes && numbers.Count >= RowsForCodes && numbers.Low is 0 or 1
        && numbers.High - numbers.Low + 1 == numbers.Distinct && numbers.At(0.5) > 0;

    /// <summary>A text column most of whose cells are numbers, or numbers with a sign of percent, currency or thousands.</summary>
    private static void NumbersAsTexts(CheckedTable check, CheckedColumn column)
    {
        if (column.Role == ColumnRole.Target || check.Options.Types.ContainsKey(column.Name)) return;
        long numbers = 0, all = 0;
        string? number = null, other = null;
        for (int d = 0; d < column.Texts.Count; d++)
        {
            var form = NumberGrammar.Classify(column.Texts[d]);
            bool likely = form == CellForm.Number || NumberGrammar.IsNumberLike(form);
            if (form == CellForm.LeadingZero) return;
            all += column.Texts.Cells(d);
            if (likely) numbers += column.Texts.Cells(d);
            if (likely && (number is null || form != CellForm.Number)) number = column.Texts[d];
            if (!likely) other ??= column.Texts[d];
        }
        if (numbers < ShareOfNumbers * all || numbers == 0) return;
        check.Add(Severity.Warning, Errors.Notice("FF2432", column.Name, CheckedTable.Percent(numbers, all), Evidence.Of(number!), Evidence.Of(other ?? number!)));
    }
}
