using System.Text;

namespace Feedforward;

/// <summary>Decides from training rows what one target column is: classes or a number.</summary>
internal sealed class TargetFitter(Cells cells, LearningTask? told)
{
    /// <summary>Whole numbers with at most so many different values are classes.</summary>
    private const int MostWholeNumbers = 20;

    /// <summary>More classes than this are an identifier or a number, not something that a network learns to name.</summary>
    private const int MostClasses = 1000;

    private const int Shown = 5;

    private string Name => cells.Column.Name;

    internal List<Notice> Notices { get; } = [];

    /// <summary>What was decided and how to decide otherwise; null where the task was told.</summary>
    internal Notice? Decision { get; private set; }

    internal Target Fit()
    {
        Target target = Task() == LearningTask.Classification ? Classes() : new NumberTarget([Number()]);
        string code = cells.Column is TextColumn ? "FF2330" : target is ClassTarget ? "FF2331" : "FF2332";
        Decision = told is null ? Errors.Notice(code, Name, target.Outputs, MostWholeNumbers) : null;
        return target;
    }

    /// <summary>Classes or a number, as told or as the labels say, none of which may be blank.</summary>
    internal LearningTask Task()
    {
        cells.RequireLabels();
        return told ?? (cells.Column is TextColumn || AreWholeNumbersOfFewValues() ? LearningTask.Classification : LearningTask.Regression);
    }

    private bool AreWholeNumbersOfFewValues()
    {
        var distinct = new HashSet<double>();
        for (int i = 0; i < cells.Count; i++)
        {
            double value = cells.Number(i);
            if (!double.IsInteger(value) || (distinct.Add(value) && distinct.Count > MostWholeNumbers))
                return false;
        }
        return true;
    }

    private ClassTarget Classes()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < cells.Count; i++)
        {
            string label = cells.Text(i)!;
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }
        if (counts.Count == 1) throw Errors.Data("FF2341", Name, Evidence.Of(counts.Keys.First()));
        if (cells.Column is NumberColumn && counts.Count > MostWholeNumbers) RequireWholeNumbers(counts.Count);
        if (counts.Count > MostClasses) throw Errors.Data("FF2345", Name, counts.Count, MostClasses);
        string[] names = ClassNames.Sort(counts.Keys);
        ReportRare([.. names.Where(n => counts[n] == 1)]);
        ReportAlike(names);
        return new ClassTarget(new PipelineColumn(Name, cells.Column.Kind), names);
    }

    private void RequireWholeNumbers(int distinct)
    {
        for (int i = 0; i < cells.Count; i++)
            if (!double.IsInteger(cells.Number(i))) throw cells.Error(i, "FF2343", Name, cells.Shown(i), distinct);
    }

    private void ReportRare(string[] rare)
    {
        if (rare.Length > 0) Notices.Add(Errors.Notice("FF2337", Name, rare.Length, List(rare)));
    }

    /// <summary>Classes that are one to a person: apart from letters' case and from spaces they are equal.</summary>
    private void ReportAlike(string[] names)
    {
        var alike = names.GroupBy(n => string.Concat(n.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant()).FirstOrDefault(g => g.Count() > 1);
        if (alike is not null) Notices.Add(Errors.Notice("FF2338", Name, List([.. alike])));
    }

    /// <summary>The column as a number to predict.</summary>
    internal TargetNumber Number()
    {
        var values = new double[cells.Count];
        for (int i = 0; i < values.Length; i++)
            if (!cells.TryNumber(i, out values[i])) throw cells.Error(i, "FF2344", Name, cells.Shown(i));
        var statistics = new NumberStatistics(values);
        if (!double.IsFinite(statistics.Range)) throw Errors.Data("FF2348", Name, statistics.Low, statistics.High);
        return statistics.IsConstant
            ? throw Errors.Data("FF2342", Name, Cells.TextOf(statistics.Low))
            : new TargetNumber(Name, statistics.Mean, statistics.Deviation);
    }

    private static string List(string[] names) =>
        string.Join(", ", names.Take(Shown).Select(n => $"\"{Evidence.Of(n)}\"")) + (names.Length > Shown ? ", …" : "");
}

/// <summary>Names of classes and of categories.</summary>
internal static class ClassNames
{
    /// <summary>The place of each name.</summary>
    internal static Dictionary<string, int> Index(IReadOnlyList<string> names)
    {
        var places = new Dictionary<string, int>(names.Count, StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++) places.Add(names[i], i);
        return places;
    }

    /// <summary>By value where all of them are numbers, else in ordinal order.</summary>
    internal static string[] Sort(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        var values = new double[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
            if (!NumberGrammar.TryParse(Encoding.UTF8.GetBytes(sorted[i]), out values[i])) return sorted;
        return [.. sorted.Zip(values).OrderBy(n => n.Second).Select(n => n.First)];
    }

    /// <summary>The word for a kind of column in a model file.</summary>
    internal static string Of(ColumnKind kind) => kind == ColumnKind.Number ? "number" : "text";

    internal static ColumnKind Kind(StrictJson json) => json.Text("kind") switch
    {
        "number" => ColumnKind.Number,
        "text" => ColumnKind.Text,
        var kind => throw json.Wrong("kind", kind),
    };
}
