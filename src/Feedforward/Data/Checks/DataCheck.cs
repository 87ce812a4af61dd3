namespace Feedforward;

/// <summary>
/// Looks at data as a careful person would before training: what the columns mean, what is blank, constant or repeated, what is written oddly, whether
/// the target is balanced, and whether a column gives the answer away. It says nothing that it only guesses: what a pipeline or a split does with the
/// data is said in their words.
/// </summary>
public static class DataCheck
{
    private const int ClassesLikeNumbers = 5;

    /// <summary>Checks a table.</summary>
    /// <param name="table">The rows, before they are split.</param>
    /// <param name="target">The column to predict; null where it is not known, and then nothing is said about it.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <exception cref="OptionException">FF1203: a column that is named is not there. FF1230, FF2406: the target is ignored, or given a type.</exception>
    public static DataReport Run(Table table, string? target = null, DataCheckOptions? options = null) => Run(table, target is null ? [] : [target], options);

    /// <summary>Checks a table with any number of target columns.</summary>
    /// <param name="table">The rows, before they are split.</param>
    /// <param name="targets">The columns to predict; none where they are not known, and then nothing is said about them.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <exception cref="OptionException">FF1203: a column that is named is not there. FF1230, FF2406: a target is ignored, or given a type.</exception>
    public static DataReport Run(Table table, IReadOnlyList<string> targets, DataCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new DataCheckOptions();
        foreach (string target in targets) Pipeline.RequireTarget(table, target, options.Columns);
        var check = new CheckedTable(table, targets, options.Columns, null);
        check.Add(Severity.Ok, Errors.Notice("FF2440", Errors.Text("FF2440.rows", check.Table.Rows), Errors.Text("FF2440.columns", check.Table.Columns.Count)));
        foreach (var notice in table.Notices) check.Add(Severity.Warning, notice);
        var inputs = FitColumns(check);
        var learned = targets.Count == 0 ? null : FitTargets(check);
        if (targets.Count == 0) check.Add(Severity.Info, Errors.Notice("FF2442"));
        DescribeTypes(check);
        DuplicateCheck.Rows(check);
        var classes = learned is ClassTarget ? TargetClasses.Of(check) : null;
        Examine(check, learned, classes);
        if (options.Test is { } test && learned is not null && inputs is not null) TestCheck.Run(check, test, Pipeline.Of(learned, inputs, options.Columns.WeightColumn));
        return new DataReport(table.Source, table.Rows, check.Findings)
        {
            Task = learned?.Task,
            Columns = [.. check.Columns.Select(Summaries.Of)],
            Classes = classes is null ? [] : [.. classes.Names.Zip(classes.Counts)],
        };
    }

    /// <summary>Checks images.</summary>
    /// <param name="images">The images, with or without labels.</param>
    public static DataReport Run(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return ImageCheck.Run(images);
    }

    /// <summary>What a pipeline that was fitted to the rows does not say: what looks wrong about columns and target.</summary>
    /// <param name="table">The rows, before they are split.</param>
    /// <param name="targets">The columns to predict.</param>
    /// <param name="pipeline">The pipeline, which says what is an input and what is learned.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <param name="types">What the columns mean.</param>
    internal static IReadOnlyList<Finding> Beyond(Table table, IReadOnlyList<string> targets, Pipeline pipeline, PipelineOptions options, ColumnTypes? types)
    {
        var check = new CheckedTable(table, targets, options, types);
        var inputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in pipeline.Columns) inputs.Add(column.Name);
        foreach (var column in check.Columns)
            if (inputs.Contains(column.Name)) column.Role = ColumnRole.Input;
        Examine(check, pipeline.Learned, pipeline.Learned is ClassTarget ? TargetClasses.Of(check) : null);
        return new DataReport(table.Source, table.Rows, check.Findings).Findings;
    }

    private static void Examine(CheckedTable check, Target? learned, TargetClasses? classes)
    {
        DuplicateCheck.Columns(check);
        NumberCheck.Run(check, learned);
        if (classes is not null)
        {
            ClassCheck.Run(check, classes);
            ClassLeaks.Find(check, classes);
            // Grades and counts are classes only by their number of values.
            if (classes.Names.Length >= ClassesLikeNumbers) NumberLeaks.Find(check);
        }
        else if (learned is NumberTarget)
        {
            foreach (var target in check.Targets)
            {
                check.Target = target;
                NumberLeaks.Find(check);
            }
        }
    }

    /// <summary>What a pipeline would make of the columns, in its words; null where it would refuse them.</summary>
    private static TransformFitter? FitColumns(CheckedTable check)
    {
        var refused = new List<string>(check.Options.Ignore);
        foreach (var column in check.Columns)
        {
            if (column.Verdict.Error is not { } error || column.Role == ColumnRole.Target) continue;
            check.Add(Severity.Error, error);
            refused.Add(column.Name);
        }
        var fitter = new TransformFitter(check.Table, check.Options with { Ignore = refused }, check.Types);
        try
        {
            fitter.Fit(check.Options.Apart([.. check.Targets.Select(t => t.Name)]));
        }
        catch (DataException e)
        {
            check.Add(Severity.Error, e.Notice);
            fitter = null;
        }
        if (fitter is null) return null;
        foreach (var notice in fitter.Notices)
            check.Add(notice.Code == "FF2333" ? Severity.Info : Severity.Warning, notice);
        foreach (var column in check.Columns)
            if (fitter.Transforms.Exists(t => t.Column == column.Name)) column.Role = ColumnRole.Input;
        return fitter;
    }

    /// <summary>What is learned, as a pipeline decides it; null where it would refuse the target.</summary>
    private static Target? FitTargets(CheckedTable check)
    {
        try
        {
            var fitter = new TargetsFitter(check.Table, [.. check.Targets.Select(t => t.Name)], check.Options.Task);
            var target = fitter.Fit();
            if (fitter.Decision is { } decision) check.Add(Severity.Info, decision);
            foreach (var notice in fitter.Notices) check.Add(Severity.Warning, notice);
            return target;
        }
        catch (DataException e)
        {
            check.Add(Severity.Error, e.Notice);
            return null;
        }
    }

    private static void DescribeTypes(CheckedTable check)
    {
        var parts = new List<string>();
        foreach (var type in (ReadOnlySpan<ColumnType>)[ColumnType.Numeric, ColumnType.Categorical, ColumnType.Boolean, ColumnType.DateTime])
        {
            int count = check.Columns.FindAll(c => c.Role == ColumnRole.Input && InputType(c) == type).Count;
            if (count > 0) parts.Add(Errors.Text($"ColumnType.{type}", count));
        }
        if (parts.Count > 0) check.Add(Severity.Info, Errors.Notice("FF2441", string.Join(", ", parts)));
    }

    /// <summary>Row numbers are numbers where nothing else is left to learn from.</summary>
    private static ColumnType InputType(CheckedColumn column) => column.Verdict.IsRowNumbers ? ColumnType.Numeric : column.Type;
}
