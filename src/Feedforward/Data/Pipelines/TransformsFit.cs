using System.Globalization;

namespace Feedforward;

/// <summary>Learns the transforms of columns from training rows.</summary>
internal sealed class TransformFitter(Table train, PipelineOptions options)
{
    /// <summary>A text column with more distinct values is left out: they look like identifiers, or need more rows than most data have.</summary>
    private const int MostCategories = 50;

    /// <summary>Fewer different whole numbers than this are not called row numbers.</summary>
    private const int FewestRowNumbers = 20;

    private readonly List<string> _constant = [], _blank = [], _numberBlanks = [], _textBlanks = [];

    internal List<Transform> Transforms { get; } = [];

    /// <summary>Columns of the training table that are no inputs.</summary>
    internal List<string> LeftOut { get; } = [];

    internal List<Notice> Notices { get; } = [];

    /// <param name="apart">Columns that are no inputs: targets and weights.</param>
    internal void Fit(IReadOnlyList<string> apart)
    {
        foreach (string name in options.Ignore.Concat(options.Use))
            _ = train[name];
        foreach (var column in train.Columns.Where(c => !apart.Contains(c.Name)))
        {
            var cells = new Cells(train, column, 0, train.Rows);
            int before = Transforms.Count;
            if (!options.Ignore.Contains(column.Name))
                Fit(column, cells);
            if (Transforms.Count == before)
                LeftOut.Add(column.Name);
        }
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

    private void Fit(Column column, Cells cells)
    {
        int blanks = Enumerable.Range(0, cells.Count).Count(cells.IsBlank);
        if (blanks == cells.Count)
            _blank.Add(column.Name);
        else if (column is NumberColumn)
            FitNumbers(column.Name, Numbers(cells), blanks);
        else
            FitTexts(column.Name, cells, blanks);
    }

    /// <summary>The numbers of the cells that are not blank.</summary>
    private static double[] Numbers(Cells cells)
    {
        var numbers = new double[cells.Count];
        cells.CopyNumbers(0, numbers);
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
            Transforms.Add(Scaled(name, statistics, blanks > 0));
        if (blanks > 0)
        {
            Transforms.Add(new BlankTransform(name));
            _numberBlanks.Add(Share(name, blanks));
        }
        if (LooksLikeRowNumbers(values, statistics.Range))
            Notices.Add(Errors.Notice("FF2336", name));
    }

    private NumberTransform Scaled(string name, NumberStatistics s, bool blanks)
    {
        var (center, scale) = options.Scaling switch
        {
            Scaling.MinMax => (s.Low, s.Range),
            Scaling.Robust => (s.Median, s.QuartileRange > 0 ? s.QuartileRange : s.Deviation),
            _ => (s.Mean, s.Deviation),
        };
        return new NumberTransform(name, center, scale, s.Median, s.Low, s.High, blanks);
    }

    private void FitTexts(string name, Cells cells, int blanks)
    {
        var distinct = new HashSet<string>(Enumerable.Range(0, cells.Count).Select(cells.Text).OfType<string>(), StringComparer.Ordinal);
        if (distinct.Count == 1 && blanks == 0)
            _constant.Add(name);
        else if ((distinct.Count > MostCategories || distinct.Count > cells.Count / 2.0) && !options.Use.Contains(name))
            Notices.Add(Errors.Notice("FF2010", name, distinct.Count, cells.Count));
        else
        {
            Transforms.Add(new CategoryTransform(name, [.. distinct.Order(StringComparer.Ordinal)], blanks > 0));
            if (blanks > 0)
                _textBlanks.Add(Share(name, blanks));
        }
    }

    private string Share(string name, int blanks) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {blanks} ({100.0 * blanks / train.Rows:0.#} %)");

    /// <summary>All whole and all different, and hardly any between the least and the greatest missing.</summary>
    private static bool LooksLikeRowNumbers(double[] values, double range) =>
        values.Length >= FewestRowNumbers && range < 3.0 * values.Length && values.All(double.IsInteger) && values.Distinct().Count() == values.Length;
}
