using System.Globalization;

namespace Feedforward;

/// <summary>What a network does on rows whose answers are known. Classes: accuracy and confusion; regression: errors in the units of the data.</summary>
public sealed record Evaluation
{
    /// <summary>Rows that were measured.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean cost, without penalty; rows of a class that the network does not know are left out of it.</summary>
    public required double Cost { get; init; }

    /// <summary>Rows whose class was predicted right; null for regression.</summary>
    public int? Correct { get; init; }

    /// <summary>Correct / Rows; null for regression.</summary>
    public double? Accuracy => Correct is { } correct ? (double)correct / Rows : null;

    /// <summary>Wilson's 95 % interval of the accuracy (Wilson 1927): what a small test set leaves open; null for regression.</summary>
    public (double Low, double High)? AccuracyInterval => Accuracy is { } p ? Wilson(p, Rows) : null;

    /// <summary>Rows of a class that was not seen in training; they count as wrong.</summary>
    public int UnknownClassRows { get; init; }

    /// <summary>Rows of true class i that were predicted as class j; empty for regression.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>√(mean squared error); null for classes.</summary>
    public double? Rmse { get; init; }

    /// <summary>Mean absolute error; null for classes.</summary>
    public double? Mae { get; init; }

    /// <summary>1 − Σ(y − a)² / Σ(y − ȳ)²; null for classes.</summary>
    public double? RSquared { get; init; }

    /// <summary>The accuracy of always answering these rows' most frequent class, or the RMSE of always answering their mean: what a network must beat.</summary>
    public double Baseline { get; init; }

    /// <summary>One line: <c>accuracy 98.0 % (49 of 50)</c>, or <c>rmse 2.61   mae 1.92   R² 0.89</c>.</summary>
    public override string ToString() => Correct is { } correct
        ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100.0 * correct / Rows:0.0} % ({correct} of {Rows})")
        : string.Create(CultureInfo.InvariantCulture, $"rmse {Rmse:0.####}   mae {Mae:0.####}   R² {RSquared:0.000}");

    private static (double Low, double High) Wilson(double p, int n)
    {
        const double z = 1.959963984540054;
        double middle = p + (z * z / (2 * n)), width = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4.0 * n * n))), scale = 1 + (z * z / n);
        return (Math.Max(0, (middle - width) / scale), Math.Min(1, (middle + width) / scale));
    }
}
