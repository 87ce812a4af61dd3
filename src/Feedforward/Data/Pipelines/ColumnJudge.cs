namespace Feedforward;

/// <summary>Finds out what the cells of one column mean.</summary>
internal sealed class ColumnJudge(Cells cells)
{
    /// <summary>A text column with more distinct values is left out: they look like identifiers, or need more rows than most data have.</summary>
    private const int UsualCategories = 50;

    /// <summary>Where each value has so many rows on average, more of them are categories too, up to a number that a network can still be fed with.</summary>
    private const int RowsOfCategory = 100, MostCategories = 500;

    /// <summary>Fewer different whole numbers than this are not called row numbers.</summary>
    private const int FewestRowNumbers = 20;

    /// <summary>So many words on average make a text, not a name.</summary>
    private const double WordsOfText = 3;

    /// <summary>One in so many cells may be no date in a column of dates, and is then an error.</summary>
    private const int CellsForOther = 20;

    private static readonly DateOrder[] Orders = [DateOrder.YearMonthDay, DateOrder.DayMonthYear, DateOrder.MonthDayYear];

    private string Name => cells.Column.Name;

    /// <summary>What a person said holds, if the cells can be read so.</summary>
    internal ColumnVerdict Told(ColumnFormat told)
    {
        var verdict = new ColumnVerdict(told) { IsLeftOut = told.Type is ColumnType.Identifier or ColumnType.Text };
        if (told is not { Type: ColumnType.DateTime, Order: null }) return verdict;
        var dates = Dates(DistinctTexts.Of(cells));
        return dates.Reason is null ? dates : dates with { Error = dates.Reason };
    }

    /// <summary>What the cells say.</summary>
    internal ColumnVerdict Infer()
    {
        if (cells.Column is NumberColumn)
        {
            bool rowNumbers = AreRowNumbers();
            return new(new(rowNumbers ? ColumnType.Identifier : ColumnType.Numeric))
            {
                IsLeftOut = rowNumbers,
                IsRowNumbers = rowNumbers,
                Reason = rowNumbers ? Errors.Notice("FF2336", Name) : null,
            };
        }
        var distinct = DistinctTexts.Of(cells);
        if (IsBoolean(distinct)) return new(new(ColumnType.Boolean));
        if (MayBeDates(distinct) && Dates(distinct) is var dates && (dates.Error is null || dates.Format.Order is not null)) return dates;
        if (distinct.Count <= Math.Clamp(cells.Count / RowsOfCategory, UsualCategories, MostCategories) && distinct.Count <= cells.Count / 2.0) return new(new(ColumnType.Categorical));
        bool isText = distinct.AverageWords() >= WordsOfText;
        return new(new(isText ? ColumnType.Text : ColumnType.Identifier))
        {
            IsLeftOut = true,
            Reason = isText ? Errors.Notice("FF2405", Name, distinct.Count, cells.Count) : Errors.Notice("FF2010", Name, distinct.Count, cells.Count),
        };
    }

    /// <summary>All whole and all different, and hardly any between the least and the greatest missing.</summary>
    private bool AreRowNumbers()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        int count = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            _ = cells.TryNumber(i, out double value);
            if (double.IsNaN(value)) continue;
            if (!double.IsInteger(value)) return false;
            (low, high) = (value < low ? value : low, value > high ? value : high);
            count++;
        }
        if (count < FewestRowNumbers || !(high - low < 3.0 * count)) return false;
        var seen = new bool[(int)(high - low) + 1];
        for (int i = 0; i < cells.Count; i++)
        {
            _ = cells.TryNumber(i, out double value);
            if (double.IsNaN(value)) continue;
            if (seen[(int)(value - low)]) return false;
            seen[(int)(value - low)] = true;
        }
        return true;
    }

    private static bool IsBoolean(DistinctTexts distinct)
    {
        if (distinct.Count is < 2 or > 4) return false;
        foreach (var pair in WordPair.All)
            if (pair != WordPair.Digits && distinct.Both(pair)) return true;
        return false;
    }

    /// <summary>A quick look at the first texts: most columns of texts are no dates.</summary>
    private static bool MayBeDates(DistinctTexts distinct)
    {
        int looked = Math.Min(CellsForOther, distinct.Count), dates = 0;
        for (int d = 0; d < looked; d++)
            if (IsDate(distinct[d])) dates++;
        return dates > 0 && dates * 4 >= looked;
    }

    private static bool IsDate(string text)
    {
        foreach (var order in Orders)
            if (DateText.TryParse(text, order, out _)) return true;
        return false;
    }

    /// <summary>The one order in which all cells are dates; an error where some cells are none, a reason to leave the column out where two orders fit.</summary>
    private ColumnVerdict Dates(DistinctTexts distinct)
    {
        var dates = new long[Orders.Length];
        long all = 0;
        for (int d = 0; d < distinct.Count; d++)
        {
            all += distinct.Cells(d);
            for (int o = 0; o < Orders.Length; o++)
                if (DateText.TryParse(distinct[d], Orders[o], out _)) dates[o] += distinct.Cells(d);
        }
        int best = 0;
        for (int o = 1; o < Orders.Length; o++)
            if (dates[o] > dates[best]) best = o;
        if (dates[best] < all) return NotAllDates(Orders[best], all - dates[best], all);
        return dates[1] == all && dates[2] == all && all > 0
            ? new(new(ColumnType.DateTime)) { IsLeftOut = true, Reason = Errors.Notice("FF2403", Name, Evidence.Of(distinct[0])) }
            : new(new(ColumnType.DateTime, Orders[best]));
    }

    /// <summary>An error at the first cell that is no date; without an order where so many are none that the column is something else.</summary>
    private ColumnVerdict NotAllDates(DateOrder order, long others, long all)
    {
        bool few = others * CellsForOther <= all;
        int first = 0;
        while (cells.Text(first) is not { } text || DateText.TryParse(text, order, out _)) first++;
        var error = Errors.Notice("FF2402", Name, cells.Shown(first), others, DateText.NameOf(order));
        return new(new(ColumnType.DateTime, few ? order : null)) { Error = error with { Place = cells.Place(first) } };
    }
}

/// <summary>The distinct texts of some cells, in the order in which they appear in the column's list, with the number of cells of each.</summary>
internal sealed class DistinctTexts
{
    private const char FirstHan = '\u2E80';

    private readonly List<string> _texts = [];
    private readonly List<int> _cells = [];

    /// <summary>How many there are.</summary>
    internal int Count => _texts.Count;

    internal string this[int index] => _texts[index];

    /// <summary>How many cells hold one of them.</summary>
    internal int Cells(int index) => _cells[index];

    internal static DistinctTexts Of(Cells cells)
    {
        var distinct = new DistinctTexts();
        if (cells.Column is TextColumn texts) distinct.Add(texts, cells);
        else distinct.Add(cells);
        return distinct;
    }

    /// <summary>Whether each text is one word of the pair or the other, and both are there.</summary>
    internal bool Both(WordPair pair)
    {
        bool plus = false, minus = false;
        foreach (string text in _texts)
        {
            int sign = pair.Sign(text);
            if (sign == 0) return false;
            (plus, minus) = (plus || sign > 0, minus || sign < 0);
        }
        return plus && minus;
    }

    /// <summary>Words of a text on average: between spaces, and two Han characters make one.</summary>
    internal double AverageWords()
    {
        double words = 0;
        foreach (string text in _texts)
        {
            int spaces = 0, han = 0;
            foreach (char letter in text)
            {
                if (letter == ' ') spaces++;
                if (letter >= FirstHan) han++;
            }
            words += spaces + Math.Max(1, han / 2.0);
        }
        return words / _texts.Count;
    }

    private void Add(TextColumn column, Cells cells)
    {
        var counts = new int[column.Values.Count];
        for (int i = 0; i < cells.Count; i++)
            if (column.Code(cells.First + i) is >= 0 and int code) counts[code]++;
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] == 0) continue;
            _texts.Add(column.Values[code]);
            _cells.Add(counts[code]);
        }
    }

    private void Add(Cells cells)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.Text(i) is not { } text) continue;
            if (places.TryAdd(text, Count))
            {
                _texts.Add(text);
                _cells.Add(0);
            }
            _cells[places[text]]++;
        }
    }
}
