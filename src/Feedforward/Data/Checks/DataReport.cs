namespace Feedforward;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>✔ As it should be.</summary>
    Ok,

    /// <summary>ℹ Worth knowing.</summary>
    Info,

    /// <summary>⚠ Probably not what was meant, or a loss of information.</summary>
    Warning,

    /// <summary>✘ Training would refuse the data, or learn nothing from them.</summary>
    Error,
}

/// <summary>Something that a check found: a code, one sentence, a place and what to do, and how much it matters.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Notice">What was found.</param>
public sealed record Finding(Severity Severity, Notice Notice);

/// <summary>What a column holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it means.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Blanks">Blank cells.</param>
/// <param name="Distinct">Different values, blank not among them.</param>
public sealed record ColumnSummary(string Name, ColumnType Type, ColumnRole Role, int Blanks, int Distinct)
{
    /// <summary>The least number; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>The median of the numbers.</summary>
    public double? Median { get; init; }

    /// <summary>The greatest number.</summary>
    public double? High { get; init; }

    /// <summary>The most frequent texts with their rows, at most five, by falling number and then in ordinal order; empty for numbers.</summary>
    public IReadOnlyList<(string Value, int Rows)> Top { get; init; } = [];
}

/// <summary>What a column is for.</summary>
public enum ColumnRole
{
    /// <summary>It becomes inputs.</summary>
    Input,

    /// <summary>It is predicted.</summary>
    Target,

    /// <summary>It is no input: ignored, constant, blank, an identifier or free text.</summary>
    LeftOut,
}

/// <summary>What is known before data are checked.</summary>
public sealed record DataCheckOptions
{
    /// <summary>Which columns are no inputs, what they mean, and what is to be learned.</summary>
    public PipelineOptions Columns { get; init; } = new();

    /// <summary>Rows to test on later, which are compared with the others; or null.</summary>
    public Table? Test { get; init; }
}

/// <summary>What <see cref="DataCheck"/> says about data.</summary>
public sealed class DataReport
{
    internal DataReport(string? source, int rows, List<Finding> findings)
    {
        (Source, Rows) = (source, rows);
        var ordered = new List<Finding>(findings.Count);
        foreach (var severity in (ReadOnlySpan<Severity>)[Severity.Ok, Severity.Error, Severity.Warning, Severity.Info])
            ordered.AddRange(findings.FindAll(f => f.Severity == severity));
        Findings = ordered;
    }

    /// <summary>Where the data come from, as messages name it; or null.</summary>
    public string? Source { get; }

    /// <summary>Rows, or images.</summary>
    public int Rows { get; }

    /// <summary>What was found: what is as it should be, then errors, warnings and what is worth knowing.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Classes or a number; null where there is no target, or none that could be learned.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>The columns in the order of the table; empty for images.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; init; } = [];

    /// <summary>The classes with their rows, in the order of the outputs; empty where no classes are learned.</summary>
    public IReadOnlyList<(string Class, int Rows)> Classes { get; init; } = [];

    /// <summary>Whether anything was found that matters so much, or more.</summary>
    public bool Has(Severity severity)
    {
        foreach (var finding in Findings)
            if (finding.Severity >= severity) return true;
        return false;
    }
}
