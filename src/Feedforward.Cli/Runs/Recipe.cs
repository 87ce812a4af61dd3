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

    private static readonly Recipe
        Images = new() { Hidden = [100], Optimizer = new Adam(0.001f), Batch = 32, Epochs = 30, Patience = 4 },
        Classes = new() { Hidden = [64, 32], Optimizer = new Adam(0.003f), Batch = 16, Epochs = 300, Patience = 30, L2 = 0.001f },
        Numbers = new() { Hidden = [64, 32], Optimizer = new Adam(0.003f), Batch = 16, Epochs = 300, Patience = 30, L2 = 0.001f };

    /// <summary>The recipe for some data.</summary>
    /// <param name="images">Whether they are images.</param>
    /// <param name="task">What is learned.</param>
    internal static Recipe For(bool images, LearningTask task) =>
        images ? Images : task == LearningTask.Classification ? Classes : Numbers;

    /// <summary>The activation of the output layer.</summary>
    internal static Activation OutputFor(LearningTask task) => task == LearningTask.Classification ? Activation.Softmax : Activation.Identity;
}
