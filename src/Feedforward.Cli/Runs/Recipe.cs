using System.Globalization;

namespace Feedforward.Cli;

/// <summary>What is done where the command line says nothing. The only place where these numbers stand; every run prints those that it uses.</summary>
internal sealed record Recipe
{
    /// <summary>The share of the rows that validate, and that test.</summary>
    internal const string Validation = "0.15", Test = "0.15";

    /// <summary>How many images of a published set validate: its last ones, as in Nielsen's book.</summary>
    internal const string PublishedValidation = "last:10000";

    /// <summary>The seed of initial weights, order, dropout and split.</summary>
    internal const ulong Seed = 42;

    /// <summary>What pixels are divided by.</summary>
    internal const float Scale = 255;

    internal required IReadOnlyList<int> Hidden { get; init; }

    internal Activation Activation { get; init; } = Activation.ReLU;

    internal required Optimizer Optimizer { get; init; }

    internal required int Batch { get; init; }

    internal required int Epochs { get; init; }

    /// <summary>Epochs without a better validation cost after which training ends.</summary>
    internal required int Patience { get; init; }

    internal float L2 { get; init; }

    /// <summary>
    /// The recipe for some data. Chosen on the validation rows of small tables (iris, wine, breast cancer, digits, penguins, diabetes, auto mpg) and
    /// of <c>digits</c>: a table of few rows is quickly learned by heart, so the penalty falls with their number, and the steps and epochs as well.
    /// </summary>
    /// <param name="images">Whether they are images.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="rows">The training rows.</param>
    internal static Recipe For(bool images, LearningTask task, int rows) => images
        ? new Recipe { Hidden = [100], Optimizer = new Adam(0.002f), Batch = 64, Epochs = 30, Patience = 4 }
        : new Recipe
        {
            Hidden = [64, 32],
            Optimizer = new Adam(0.003f),
            Batch = rows < 2_000 ? 16 : rows < 20_000 ? 64 : 256,
            Epochs = rows < 20_000 ? 300 : 100,
            Patience = rows < 20_000 ? 30 : 10,
            L2 = task == LearningTask.Regression ? Math.Min(0.02f, Rounded(8f / rows)) : Math.Min(0.01f, Rounded(4f / rows)),
        };

    /// <summary>The activation of the output layer.</summary>
    internal static Activation OutputFor(LearningTask task) => task switch
    {
        LearningTask.Classification => Activation.Softmax,
        LearningTask.MultiLabel => Activation.Sigmoid,
        _ => Activation.Identity,
    };

    /// <summary>One significant digit, so that the number can be typed again.</summary>
    private static float Rounded(float value) =>
        float.Parse(value.ToString("0e+0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
