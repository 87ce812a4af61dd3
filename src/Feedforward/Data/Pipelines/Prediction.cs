using System.Globalization;

namespace Feedforward;

/// <summary>What a network answers for one row: a class with the probability of each, or a number in the units of the data.</summary>
public sealed class Prediction
{
    internal Prediction(IReadOnlyList<string> classes, ReadOnlySpan<float> outputs)
    {
        var probabilities = new (string, float)[outputs.Length];
        int best = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            probabilities[k] = (classes[k], outputs[k]);
            if (outputs[k] > outputs[best]) best = k;
        }
        Class = classes[best];
        Probabilities = probabilities;
    }

    internal Prediction(double value)
    {
        Value = value;
        Probabilities = [];
    }

    /// <summary>The class of the greatest output, the first of equals; null for regression.</summary>
    public string? Class { get; }

    /// <summary>The number, in the units of the data; null for classes.</summary>
    public double? Value { get; }

    /// <summary>
    /// Each class with the network's output for it, in the order of the classes; empty for regression. Softmax outputs sum to 1, others need not.
    /// </summary>
    public IReadOnlyList<(string Class, float Probability)> Probabilities { get; }

    /// <summary>
    /// The classes by falling probability, <c>lily 0.99   iris 0.01   poppy 0.00</c>, or the number with the seven digits that float32 can carry.
    /// </summary>
    public override string ToString() => Value is { } value
        ? double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
        : string.Join("   ", Probabilities.OrderByDescending(p => p.Probability)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Class} {p.Probability:0.00}")));
}
