using System.Collections.Concurrent;
using Feedforward.Formats;

namespace Feedforward.Studio.Learn;

/// <summary>Images in three parts, for labs: what is learned from, what is watched, what is kept apart.</summary>
/// <param name="Images">All images; training ones first, then validation, then test.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To watch.</param>
/// <param name="Test">Kept apart.</param>
/// <param name="Twice">Images that stand in more than one part.</param>
public sealed record DigitSets(ImageSet Images, Dataset Train, Dataset Validation, Dataset Test, int Twice)
{
    /// <summary>Images of the two other parts.</summary>
    public const int ValidationImages = 1000, TestImages = 1000;

    /// <summary>The most that can be learned from.</summary>
    public const int MostTrainingImages = 20_000;

    /// <summary>The names of the sources: our own generator, and MNIST where it is on this machine.</summary>
    public const string Digits = "digits", Mnist = "mnist";

    /// <summary>The sources that are here.</summary>
    public static IReadOnlyList<string> Sources { get; } = NamedSets.IsPresent(Mnist) ? [Digits, Mnist] : [Digits];

    private static readonly ConcurrentDictionary<(string, int), Lazy<DigitSets>> Made = new();

    /// <summary>The first so many training images of a source, and validation and test images that do not depend on how many.</summary>
    /// <exception cref="DataException">MNIST is not on this machine.</exception>
    public static DigitSets Of(string source, int train) => Made.GetOrAdd((source, train), key => new Lazy<DigitSets>(() => Make(key.Item1, key.Item2))).Value;

    private static DigitSets Make(string source, int train)
    {
        const int others = ValidationImages + TestImages;
        var all = source == Mnist ? NamedSets.Load(Mnist).Train : Generators.Digits(MostTrainingImages + others);
        var images = all.Select([.. Enumerable.Range(0, train), .. Enumerable.Range(MostTrainingImages, others)]);
        var pipeline = Pipeline.ForImages(images);
        return new DigitSets(images, Part(0, train), Part(train, ValidationImages), Part(train + ValidationImages, TestImages), CountTwice(images, train));

        Dataset Part(int first, int count) => pipeline.Apply(images.Select([.. Enumerable.Range(first, count)]));
    }

    private static int CountTwice(ImageSet images, int train)
    {
        var seen = new Dictionary<string, int>();
        int twice = 0;
        for (int i = 0; i < images.Rows; i++)
        {
            int part = i < train ? 0 : i < train + ValidationImages ? 1 : 2;
            string content = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(images.Pixels(i)));
            if (!seen.TryAdd(content, part) && seen[content] != part) twice++;
        }
        return twice;
    }
}
