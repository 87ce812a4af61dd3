using System.Collections.ObjectModel;

namespace Feedforward;

/// <summary>What a network learns to answer.</summary>
public enum LearningTask
{
    /// <summary>One of several classes; with two of them it is binary, and still has an output for each class.</summary>
    Classification,

    /// <summary>A number, or several: one for each target column.</summary>
    Regression,

    /// <summary>Any number of labels: for each target column whether the row has it.</summary>
    MultiLabel,
}

/// <summary>How number columns are brought to a common size.</summary>
public enum Scaling
{
    /// <summary>(x − mean) / standard deviation, the deviation over all training rows (÷ n).</summary>
    Standardize,

    /// <summary>(x − least) / (greatest − least): training rows lie in [0, 1].</summary>
    MinMax,

    /// <summary>(x − median) / interquartile range; the standard deviation stands in for a range of 0. Outliers hardly move it.</summary>
    Robust,
}

/// <summary>What a <see cref="Pipeline"/> is told before it looks at the training rows.</summary>
public sealed record PipelineOptions
{
    /// <summary>
    /// What is learned; null decides. One target column: texts, or at most 20 different whole numbers, are classes, others a number. Several: labels
    /// where every cell is 0 or 1, or a word such as no and yes; else numbers.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>How number columns are scaled.</summary>
    public Scaling Scaling { get; init; } = Scaling.Standardize;

    /// <summary>Columns that are no inputs.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns that are inputs even where they look like identifiers, as the numbers or categories that their cells are.</summary>
    public IReadOnlyList<string> Use { get; init; } = [];

    /// <summary>What columns mean, by name; of the others it is found out: <see cref="ColumnTypes.Of"/>.</summary>
    public IReadOnlyDictionary<string, ColumnFormat> Types { get; init; } = ReadOnlyDictionary<string, ColumnFormat>.Empty;

    /// <summary>
    /// A number column ≥ 0 that is no input: how much each row counts in the cost of training and validation (2 counts as the row twice, 0 as if it
    /// were absent). Metrics such as the accuracy count rows, and scaling looks at all training rows alike. Optional where a model is used.
    /// </summary>
    public string? WeightColumn { get; init; }

    /// <summary>Columns that are no inputs: targets and weights.</summary>
    internal IReadOnlyList<string> Apart(IReadOnlyList<string> targets) => WeightColumn is null ? targets : [.. targets, WeightColumn];

    /// <summary>Refuses names of columns that are not there.</summary>
    internal void RequireColumns(Table rows)
    {
        foreach (string name in Ignore) _ = rows[name];
        foreach (string name in Use) _ = rows[name];
        foreach (var (name, _) in Types) _ = rows[name];
    }
}

/// <summary>A column that a pipeline reads.</summary>
/// <param name="Name">Its name; columns are found by name, wherever they stand.</param>
/// <param name="Kind">Numbers or texts.</param>
public sealed record PipelineColumn(string Name, ColumnKind Kind)
{
    /// <summary>What its cells mean.</summary>
    public ColumnType Type { get; init; }
}

/// <summary>The images that a pipeline reads.</summary>
/// <param name="Height">Lines of an image.</param>
/// <param name="Width">Pixels of a line.</param>
/// <param name="Scale">What a pixel's byte is divided by: 255, or 256 as in Nielsen's book.</param>
/// <param name="Channels">Bytes of a pixel: 1 for grey, 3 for red, green and blue.</param>
public sealed record ImageShape(int Height, int Width, float Scale, int Channels = 1)
{
    /// <summary>Numbers of an image: height · width · channels.</summary>
    public int Size => Height * Width * Channels;
}
