using System.Globalization;

namespace Feedforward;

/// <summary>The classes of a target column: their names in the order of the outputs, their rows, and the class of each row.</summary>
internal sealed class TargetClasses
{
    private TargetClasses(string[] names, int[] counts, int[] ofRows) => (Names, Counts, OfRows) = (names, counts, ofRows);

    internal string[] Names { get; }

    internal int[] Counts { get; }

    internal int[] OfRows { get; }

    internal int Largest { get; private init; }

    internal static TargetClasses Of(CheckedTable check)
    {
        var cells = check.Cells(check.Target!);
        var distinct = DistinctTexts.Of(cells);
        var texts = new string[distinct.Count];
        for (int d = 0; d < texts.Length; d++) texts[d] = distinct[d];
        string[] names = ClassNames.Sort(texts);
        var places = ClassNames.Index(names);
        var counts = new int[names.Length];
        var ofRows = new int[cells.Count];
        for (int row = 0; row < ofRows.Length; row++) counts[ofRows[row] = places[cells.Text(row)!]]++;
        int largest = 0;
        for (int c = 1; c < counts.Length; c++)
            if (counts[c] > counts[largest]) largest = c;
        return new TargetClasses(names, counts, ofRows) { Largest = largest };
    }
}

/// <summary>Finds classes that are too few, too rare or too frequent.</summary>
internal static class ClassCheck
{
    /// <summary>From this share of the rows on a class makes accuracy say little.</summary>
    private const double MuchShare = 0.8, MostShare = 0.95;

    private const int Shown = 20;

    internal static void Run(CheckedTable check, TargetClasses classes)
    {
        string name = check.Target!.Name;
        int rows = check.Table.Rows, largest = classes.Counts[classes.Largest];
        var counts = new List<string>();
        var rare = new List<string>();
        for (int c = 0; c < classes.Names.Length; c++)
        {
            string counted = string.Create(CultureInfo.InvariantCulture, $"{Evidence.Of(classes.Names[c])} {classes.Counts[c]}");
            if (counts.Count <= Shown) counts.Add(counted);
            // A single row is told where the pipeline looks at the target.
            if (classes.Counts[c] is > 1 and < Splitter.FewestOfClass) rare.Add(counted);
        }
        check.Add(Severity.Info, Errors.Notice("FF2426", name, NearestName.List(counts)));
        if (2L * classes.Names.Length > rows) check.Add(Severity.Error, Errors.Notice("FF2420", name, classes.Names.Length, rows));
        else if (rare.Count > 0) check.Add(Severity.Warning, Errors.Notice("FF2421", name, rare.Count, NearestName.List(rare), Splitter.FewestOfClass));
        if (largest >= MuchShare * rows)
            check.Add(largest >= MostShare * rows ? Severity.Warning : Severity.Info,
                Errors.Notice("FF2422", Evidence.Of(classes.Names[classes.Largest]), CheckedTable.Percent(largest, rows)));
    }
}
