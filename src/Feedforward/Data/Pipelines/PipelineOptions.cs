namespace Feedforward;

/// <summary>What a network learns to answer.</summary>
public enum LearningTask
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
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
    /// <summary>Classes or numbers; null decides: texts, or at most 20 different whole numbers, are classes.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>How number columns are scaled.</summary>
    public Scaling Scaling { get; init; } = Scaling.Standardize;

    /// <summary>Columns that are no inputs.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Text columns that are inputs even where they look like identifiers.</summary>
    public IReadOnlyList<string> Use { get; init; } = [];
}

/// <summary>A column that a pipeline reads.</summary>
/// <param name="Name">Its name; columns are found by name, wherever they stand.</param>
/// <param name="Kind">Numbers or texts.</param>
public sealed record PipelineColumn(string Name, ColumnKind Kind);

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
