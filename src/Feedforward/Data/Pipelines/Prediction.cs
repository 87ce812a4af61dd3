using System.Globalization;

namespace Feedforward;

/// <summary>
/// What a network answers for one row: a class with the probability of each, the labels that it has with the probability of each, or a number or
/// several in the units of the data.
/// </summary>
public sealed class Prediction
{
    private Prediction()
    {
    }

    /// <summary>The class of the greatest output, the first of equals; null where the answer is no class.</summary>
    public string? Class { get; private init; }

    /// <summary>The number, in the units of the data; null where the answer is not one number.</summary>
    public double? Value { get; private init; }

    /// <summary>Each target column with its number, in the units of the data; empty where the answer is no number.</summary>
    public IReadOnlyList<(string Target, double Value)> Values { get; private init; } = [];

    /// <summary>The labels whose probability is above ½, in the order of the target columns; empty where there are none.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>
    /// Each class, or each label, with the network's output for it, in their order; empty for numbers. Softmax outputs sum to 1; others, like those
    /// of labels, need not.
    /// </summary>
    public IReadOnlyList<(string Class, float Probability)> Probabilities { get; private init; } = [];

    /// <summary>
    /// The answer as cells of a table, one for each target column: the class; for a label the word or number that the training rows have for no or
    /// yes; numbers with the seven digits that float32 can carry.
    /// </summary>
    public IReadOnlyList<string> Answers { get; private init; } = [];

    internal static Prediction OfClass(IReadOnlyList<string> classes, ReadOnlySpan<float> outputs)
    {
        var probabilities = new (string, float)[outputs.Length];
        int best = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            probabilities[k] = (classes[k], outputs[k]);
            if (outputs[k] > outputs[best]) best = k;
        }
        return new Prediction { Class = classes[best], Probabilities = probabilities, Answers = [classes[best]] };
    }

    internal static Prediction OfLabels(IReadOnlyList<TargetLabel> labels, ReadOnlySpan<float> outputs)
    {
        var probabilities = new (string, float)[outputs.Length];
        var answers = new string[outputs.Length];
        var has = new List<string>();
        for (int k = 0; k < outputs.Length; k++)
        {
            bool yes = Dataset.IsLabel(outputs[k]);
            probabilities[k] = (labels[k].Column, outputs[k]);
            answers[k] = yes ? labels[k].Yes : labels[k].No;
            if (yes) has.Add(labels[k].Column);
        }
        return new Prediction { Labels = has, Probabilities = probabilities, Answers = answers };
    }

    internal static Prediction OfNumbers((string Target, double Value)[] values) => new()
    {
        Value = values.Length == 1 ? values[0].Value : null,
        Values = values,
        Answers = Array.ConvertAll(values, v => SevenDigits(v.Value)),
    };

    /// <summary>
    /// The classes or labels by falling probability, <c>lily 0.99   iris 0.01   poppy 0.00</c>; or the number with the seven digits that float32 can
    /// carry; or several of them, <c>height 1.83   weight 79.5</c>.
    /// </summary>
    public override string ToString() => Values.Count switch
    {
        0 => string.Join("   ", Probabilities.OrderByDescending(p => p.Probability)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Class} {p.Probability:0.00}"))),
        1 => Answers[0],
        _ => string.Join("   ", Values.Zip(Answers, (value, answer) => $"{value.Target} {answer}")),
    };

    private static string SevenDigits(double value) =>
        double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}
