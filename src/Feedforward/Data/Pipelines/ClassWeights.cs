using System.Globalization;

namespace Feedforward;

/// <summary>
/// How much the training rows of each class count, so that a rare class is not passed over: <c>ClassWeights.Balanced.ApplyTo(train, pipeline)</c>.
/// The probabilities that a network learns from such rows are those of a world where classes are as frequent as their weighted rows. A closed family.
/// </summary>
public abstract record ClassWeights
{
    private ClassWeights()
    {
    }

    /// <summary>N / (K · n) for the rows of a class that has n of the N rows, K being the classes that have rows: all classes count alike (King and Zeng 2001).</summary>
    public static ClassWeights Balanced { get; } = new BalancedWeights();

    /// <summary>A weight for each class that is named, 1 for the others.</summary>
    /// <exception cref="OptionException">FF1001: a weight is negative or not finite. FF2461: a class is named twice.</exception>
    public static ClassWeights Of(params ReadOnlySpan<(string Class, double Weight)> weights)
    {
        var given = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, weight) in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight))) throw Errors.Option("FF1001", name, weight, "≥ 0");
            if (!given.TryAdd(name, weight)) throw Errors.Option("FF2461", name);
        }
        return new GivenWeights(given);
    }

    /// <summary>Reads <c>balanced</c>, or <c>setosa=2,virginica=1</c>.</summary>
    /// <exception cref="OptionException">FF1001, FF2461: the text is neither.</exception>
    public static ClassWeights Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == Balanced.ToString()) return Balanced;
        return Of([.. text.Split(',').Select(part => Part(part.Trim()) ?? throw Errors.Option("FF2461", text))]);
    }

    /// <summary>The same rows, the weight of each multiplied by that of its class.</summary>
    /// <param name="train">Training rows that the pipeline made.</param>
    /// <param name="pipeline">Tells what the classes are called.</param>
    /// <exception cref="OptionException">FF2462: the rows have no classes. FF2464: a class that does not exist.</exception>
    /// <exception cref="DataException">FF2308, FF2309: a weight becomes infinite, or all become 0.</exception>
    public Dataset ApplyTo(Dataset train, Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(pipeline);
        if (pipeline.Task != LearningTask.Classification || !train.HasClasses)
            throw Errors.Option("FF2462", NearestName.List(pipeline.Targets.Select(t => t.Name)));
        double[] factors = Factors(train, pipeline.Classes);
        var weights = new float[train.Rows];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = train.Classes[i] < 0 ? 0 : (float)(train.Weight(i) * factors[train.Classes[i]]);
        return train.WithWeights(weights, ToString());
    }

    /// <summary>The weight of each class, in the order of the classes.</summary>
    private protected abstract double[] Factors(Dataset train, IReadOnlyList<string> classes);

    private static (string, double)? Part(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals > 0 && double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            ? (text[..equals].TrimEnd(), weight)
            : null;
    }

    private sealed record BalancedWeights : ClassWeights
    {
        public override string ToString() => "balanced";

        private protected override double[] Factors(Dataset train, IReadOnlyList<string> classes)
        {
            var rows = new int[classes.Count];
            foreach (int c in train.Classes)
                if (c >= 0) rows[c]++;
            double known = rows.Sum(), present = rows.Count(n => n > 0);
            return Array.ConvertAll(rows, n => n == 0 ? 0 : known / (present * n));
        }
    }

    private sealed record GivenWeights(IReadOnlyDictionary<string, double> Weights) : ClassWeights
    {
        public override string ToString() =>
            string.Join(',', Weights.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key}={w.Value}")));

        private protected override double[] Factors(Dataset train, IReadOnlyList<string> classes)
        {
            if (Weights.Keys.FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
                throw Errors.Option("FF2464", unknown, NearestName.List(classes), Suggestion.For(unknown, classes));
            return [.. classes.Select(name => Weights.GetValueOrDefault(name, 1))];
        }
    }
}
