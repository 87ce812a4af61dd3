namespace Feedforward.Cli;

/// <summary>Named beginnings for a configuration.</summary>
internal static class Presets
{
    /// <summary>The names, and the flags that each stands for.</summary>
    internal static readonly IReadOnlyList<(string Name, (Flag Flag, string Text)[] Values)> All =
    [
        ("small", []),
        // The first network of Nielsen's book (chapter 1): 784-30-10 by plain descent: 94.7 to 95.1 % of MNIST's test images (seeds 1 to 5).
        ("nielsen",
        [
            (TrainFlags.Scale, "256"), (TrainFlags.Hidden, "30"), (TrainFlags.Activation, "sigmoid"), (TrainFlags.Output, "sigmoid"), (TrainFlags.Init, "nielsen-large"),
            (TrainFlags.Cost, "quadratic"), (TrainFlags.Optimizer, "sgd"), (TrainFlags.LearningRate, "3"), (TrainFlags.Batch, "10"), (TrainFlags.Epochs, "30"), (TrainFlags.L2, "0"),
        ]),
    ];

    /// <summary>The values of a preset, to stand behind all others.</summary>
    internal static IReadOnlyList<Setting> Read(Arguments given, Flag flag)
    {
        int chosen = given.Choice(flag, [.. All.Select((p, i) => (p.Name, i))]) ?? 0;
        return [.. All[chosen].Values.Select(v => new Setting(v.Flag, v.Text, Origin.Preset, $"{flag.Name} {All[chosen].Name}"))];
    }
}
