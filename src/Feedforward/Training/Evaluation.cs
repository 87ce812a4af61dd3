using System.Globalization;

namespace Feedforward;

/// <summary>
/// What a network does on rows whose answers are known. Classes: accuracy and confusion; labels: counts and scores of each and of all; numbers:
/// errors in the units of the data. Every metric counts each row once; only the cost weights rows that have weights.
/// </summary>
public sealed record Evaluation
{
    /// <summary>Rows that were measured.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean cost, without penalty; rows of a class that the network does not know are left out of it.</summary>
    public required double Cost { get; init; }

    /// <summary>Rows whose class was predicted right; null where the answer is no class.</summary>
    public int? Correct { get; init; }

    /// <summary>
    /// The share of right answers: Correct / Rows of classes; of labels 1 − Hamming loss, the share of right ones among all Rows · K. Null for numbers.
    /// </summary>
    public double? Accuracy => Correct is { } correct ? (double)correct / Rows : AllLabels?.Accuracy;

    /// <summary>Wilson's 95 % interval of the accuracy (Wilson 1927): what a small test set leaves open; null where the answer is no class.</summary>
    public (double Low, double High)? AccuracyInterval => Correct is { } correct ? Wilson((double)correct / Rows, Rows) : null;

    /// <summary>Rows of a class that was not seen in training; they count as wrong.</summary>
    public int UnknownClassRows { get; init; }

    /// <summary>Rows of true class i that were predicted as class j; empty where the answer is no class.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>Each label, in the order of the outputs; empty where the answer is not labels.</summary>
    public IReadOnlyList<LabelEvaluation> Labels { get; init; } = [];

    /// <summary>Rows whose labels are all right; null where the answer is not labels.</summary>
    public int? ExactMatches { get; init; }

    /// <summary>ExactMatches / Rows; null where the answer is not labels.</summary>
    public double? ExactMatch => ExactMatches is { } matches ? (double)matches / Rows : null;

    /// <summary>F1 of the counts of all labels together, which weighs labels by how frequent they are; null where the answer is not labels.</summary>
    public double? MicroF1 => AllLabels?.F1;

    /// <summary>The mean of the labels' F1, which weighs them alike; null where the answer is not labels.</summary>
    public double? MacroF1 => Labels.Count == 0 ? null : Labels.Average(l => l.F1);

    /// <summary>Each number in its own units, in the order of the outputs; empty where the answer is not numbers.</summary>
    public IReadOnlyList<NumberEvaluation> Numbers { get; init; } = [];

    /// <summary>√(mean squared error); with several targets of a pipeline in standard deviations of each target's training rows. Null where the answer is no number.</summary>
    public double? Rmse { get; init; }

    /// <summary>Mean absolute error, in the units of <see cref="Rmse"/>; null where the answer is no number.</summary>
    public double? Mae { get; init; }

    /// <summary>1 − Σ(y − a)² / Σ(y − ȳ)², the sums over all targets in the units of <see cref="Rmse"/>; null where the answer is no number.</summary>
    public double? RSquared { get; init; }

    /// <summary>
    /// What a network must beat: the accuracy of always giving these rows' most frequent class, or the more frequent value of each label; or the
    /// RMSE of always answering their mean.
    /// </summary>
    public double Baseline { get; init; }

    /// <summary>The figures that can be compared between evaluations, each with its name in files.</summary>
    public IReadOnlyList<(string Name, double Value)> Metrics =>
    [
        .. new (string Name, double? Value)[]
        {
            ("cost", Cost), ("accuracy", Accuracy), ("exact_match", ExactMatch), ("micro_f1", MicroF1), ("macro_f1", MacroF1),
            ("rmse", Rmse), ("mae", Mae), ("r_squared", RSquared), ("baseline", Baseline),
        }.Where(m => m.Value is not null).Select(m => (m.Name, m.Value!.Value)),
    ];

    /// <summary>One line: <c>accuracy 98.0 % (49 of 50)</c>, or <c>labels right 97.3 %   rows all right 90.0 % (45 of 50)   micro F1 0.951   macro F1 0.949</c>, or <c>rmse 2.61   mae 1.92   R² 0.89</c>.</summary>
    public override string ToString() => this switch
    {
        { Correct: { } correct } => string.Create(CultureInfo.InvariantCulture, $"accuracy {100.0 * correct / Rows:0.0} % ({correct} of {Rows})"),
        { ExactMatches: { } matches } => string.Create(CultureInfo.InvariantCulture,
            $"labels right {100 * Accuracy:0.0} %   rows all right {100 * ExactMatch:0.0} % ({matches} of {Rows})   micro F1 {MicroF1:0.000}   macro F1 {MacroF1:0.000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"rmse {Rmse:0.####}   mae {Mae:0.####}   R² {RSquared:0.000}"),
    };

    /// <summary>The counts of all labels together.</summary>
    private LabelEvaluation? AllLabels => Labels.Count == 0 ? null : Labels.Aggregate((a, b) => new LabelEvaluation(
        a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives, a.TrueNegatives + b.TrueNegatives));

    private static (double Low, double High) Wilson(double p, int n)
    {
        const double z = 1.959963984540054;
        double middle = p + (z * z / (2 * n)), width = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4.0 * n * n))), scale = 1 + (z * z / n);
        return (Math.Max(0, (middle - width) / scale), Math.Min(1, (middle + width) / scale));
    }
}

/// <summary>One label on rows whose answers are known; a row is said to have it where its probability is above ½.</summary>
/// <param name="TruePositives">Rows that have it and are said to.</param>
/// <param name="FalsePositives">Rows that do not have it and are said to.</param>
/// <param name="FalseNegatives">Rows that have it and are not said to.</param>
/// <param name="TrueNegatives">Rows that do not have it and are not said to.</param>
public sealed record LabelEvaluation(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>Rows that have it.</summary>
    public int Positives => TruePositives + FalseNegatives;

    /// <summary>The share of the rows where it is right.</summary>
    public double Accuracy => Share((long)TruePositives + TrueNegatives, (long)TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>The share of right ones among the rows that are said to have it; 0 where none is.</summary>
    public double Precision => Share(TruePositives, (long)TruePositives + FalsePositives);

    /// <summary>The share of found ones among the rows that have it; 0 where none has.</summary>
    public double Recall => Share(TruePositives, Positives);

    /// <summary>The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN); 0 where no row has it or is said to.</summary>
    public double F1 => Share(2L * TruePositives, (2L * TruePositives) + FalsePositives + FalseNegatives);

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>One number on rows whose answers are known, in its own units.</summary>
/// <param name="Rmse">√(mean squared error).</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="RSquared">1 − Σ(y − a)² / Σ(y − ȳ)²; NaN where all rows have the same number.</param>
/// <param name="Baseline">The RMSE of always answering the rows' mean.</param>
public sealed record NumberEvaluation(double Rmse, double Mae, double RSquared, double Baseline);
