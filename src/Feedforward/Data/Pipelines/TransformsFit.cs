using System.Globalization;

namespace Feedforward;

/// <summary>Learns the transforms of columns from training rows.</summary>
internal sealed class TransformFitter(Table train, PipelineOptions options, ColumnTypes? known)
{
    private readonly List<string> _constant = [], _blank = [], _numberBlanks = [], _textBlanks = [];
    private readonly List<Column> _rowNumbers = [];

    internal List<Transform> Transforms { get; } = [];

    /// <summary>Columns of the training table that are no inputs.</summary>
    internal List<string> LeftOut { get; } = [];

    internal List<Notice> Notices { get; } = [];

    /// <summary>Fits every column but those apart: targets and weights.</summary>
    internal void Fit(IReadOnlyList<string> apart)
    {
        options.RequireColumns(train);
        var types = known ?? ColumnTypes.Of(train, options);
        foreach (var column in train.Columns)
        {
            if (apart.Contains(column.Name)) continue;
            int before = Transforms.Count;
            if (!options.Ignore.Contains(column.Name))
                Fit(column, types.Find(train, column, options));
            if (Transforms.Count == before)
                LeftOut.Add(column.Name);
        }
        if (Transforms.Count == 0)
            UseRowNumbers();
        Report("FF2333", _constant);
        Report("FF2334", _blank);
        Report("FF2020", _numberBlanks);
        Report("FF2335", _textBlanks);
        if (Transforms.Count == 0)
            throw Errors.Data("FF2347", train.Rows);
    }

    private void Report(string code, List<string> columns)
    {
        if (columns.Count > 0) Notices.Add(Errors.Notice(code, NearestName.List(columns)));
    }

    private void Fit(Column column, ColumnVerdict verdict)
    {
        if (verdict.Error is not null) throw new DataException(verdict.Error);
        var cells = new Cells(train, column, 0, train.Rows);
        int blanks = 0;
        for (int i = 0; i < cells.Count; i++)
            if (cells.IsBlank(i)) blanks++;
        if (blanks == cells.Count)
            _blank.Add(column.Name);
        else if (!verdict.IsLeftOut)
            Fit(cells, verdict.Format, blanks);
        else if (verdict.Reason is not null)
            Notices.Add(verdict.Reason);
        if (verdict.IsRowNumbers)
            _rowNumbers.Add(column);
    }

    private void Fit(Cells cells, ColumnFormat format, int blanks)
    {
        string name = cells.Column.Name;
        switch (format.Type)
        {
            case ColumnType.Numeric: FitNumbers(name, Numbers(cells), blanks); break;
            case ColumnType.Boolean: FitWords(name, cells, blanks); break;
            case ColumnType.DateTime: FitDates(name, cells, format.Order!.Value, blanks); break;
            default: FitCategories(name, cells, blanks); break;
        }
    }

    /// <summary>Where nothing else is left, as in a table of x and y, numbers like those of rows are what there is to learn from.</summary>
    private void UseRowNumbers()
    {
        foreach (var column in _rowNumbers)
        {
            Fit(column, new ColumnVerdict(new ColumnFormat(ColumnType.Numeric)));
            LeftOut.Remove(column.Name);
        }
        if (Transforms.Count == 0) return;
        Notices.RemoveAll(n => n.Code == "FF2336");
        Report("FF2404", _rowNumbers.ConvertAll(c => c.Name));
    }

    /// <summary>The numbers of the cells that are not blank.</summary>
    private static double[] Numbers(Cells cells)
    {
        var numbers = new double[cells.Count];
        if (cells.Column is NumberColumn) cells.CopyNumbers(0, numbers);
        else
            for (int i = 0; i < numbers.Length; i++)
                if (!cells.TryNumber(i, out numbers[i])) throw cells.Error(i, "FF2401", cells.Column.Name, cells.Shown(i));
        int count = 0;
        foreach (double number in numbers)
            if (double.IsFinite(number)) numbers[count++] = number;
        Array.Resize(ref numbers, count);
        return numbers;
    }

    private void FitNumbers(string name, double[] values, int blanks)
    {
        var statistics = new NumberStatistics(values);
        if (!double.IsFinite(statistics.Range))
            throw Errors.Data("FF2348", name, statistics.Low, statistics.High);
        if (statistics.IsConstant && blanks == 0)
        {
            _constant.Add(name);
            return;
        }
        if (!statistics.IsConstant)
        {
            var (center, scale) = Scaled(statistics);
            Transforms.Add(new NumberTransform(name, center, scale, statistics.Median, statistics.Low, statistics.High, blanks > 0));
        }
        if (blanks > 0)
        {
            Transforms.Add(new BlankTransform(name));
            _numberBlanks.Add(Share(name, blanks));
        }
    }

    /// <summary>What becomes 0 and what becomes 1.</summary>
    private (double Center, double Scale) Scaled(NumberStatistics s) => options.Scaling switch
    {
        Scaling.MinMax => (s.Low, s.Range),
        Scaling.Robust => (s.Median, s.QuartileRange > 0 ? s.QuartileRange : s.Deviation),
        _ => (s.Mean, s.Deviation),
    };

    private void FitDates(string name, Cells cells, DateOrder order, int blanks)
    {
        var moments = new DateTime[cells.Count - blanks];
        var days = new double[moments.Length];
        int count = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.Text(i) is not { } text) continue;
            if (!DateText.TryParse(text, order, out moments[count])) throw cells.Error(i, "FF2400", name, cells.Shown(i), DateText.NameOf(order));
            days[count] = DateText.Days(moments[count]);
            count++;
        }
        var statistics = new NumberStatistics(days);
        if (statistics.IsConstant)
        {
            _constant.Add(name);
            return;
        }
        var (center, scale) = Scaled(statistics);
        Transforms.Add(new DateTransform(name, order, center, scale, statistics.Median, statistics.Low, statistics.High, Cycles(moments), blanks > 0));
        if (blanks > 0) _numberBlanks.Add(Share(name, blanks));
    }

    /// <summary>The cycles in which the dates do not all have one place.</summary>
    private static DateCycles Cycles(DateTime[] moments)
    {
        var cycles = DateCycles.None;
        foreach (var (cycle, _) in DateTransform.AllCycles)
        {
            double first = DateTransform.Angle(cycle, moments[0]);
            foreach (var moment in moments)
                if (DateTransform.Angle(cycle, moment) != first) cycles |= cycle;
        }
        return cycles;
    }

    private void FitWords(string name, Cells cells, int blanks)
    {
        var distinct = DistinctTexts.Of(cells);
        var pair = Array.Find(WordPair.All, p => p.Sign(distinct[0]) != 0);
        bool yes = false, no = false;
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.Text(i) is not { } text) continue;
            int sign = pair?.Sign(text) ?? 0;
            if (sign == 0) throw cells.Error(i, "FF2407", name, cells.Shown(i));
            (yes, no) = (yes || sign > 0, no || sign < 0);
        }
        if (blanks == 0 && !(yes && no))
        {
            _constant.Add(name);
            return;
        }
        Transforms.Add(new BooleanTransform(name, pair!, blanks > 0));
        if (blanks > 0) _textBlanks.Add(Share(name, blanks));
    }

    private void FitCategories(string name, Cells cells, int blanks)
    {
        var distinct = DistinctTexts.Of(cells);
        if (distinct.Count == 1 && blanks == 0)
        {
            _constant.Add(name);
            return;
        }
        var values = new string[distinct.Count];
        for (int d = 0; d < values.Length; d++) values[d] = distinct[d];
        Array.Sort(values, StringComparer.Ordinal);
        Transforms.Add(new CategoryTransform(name, values, blanks > 0, cells.Column.Kind));
        if (blanks > 0) _textBlanks.Add(Share(name, blanks));
    }

    private string Share(string name, int blanks) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {blanks} ({100.0 * blanks / train.Rows:0.#} %)");
}
