using System.Globalization;
using System.Text;

namespace Feedforward;

/// <summary>What was measured on some rows: see <see cref="Evaluation"/> for the meaning of each number.</summary>
/// <param name="Cost">Mean cost, without penalty.</param>
/// <param name="Accuracy">Share of right classes, or of right labels among all; null for numbers.</param>
/// <param name="Rmse">Root of the mean squared error in the units of the data; null for classes and labels.</param>
public sealed record Measurement(double Cost, double? Accuracy, double? Rmse)
{
    /// <summary>Rows of true class i that were predicted as class j; empty where the answer is no class.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; } = [];

    /// <summary>Equal figures, and equal counts.</summary>
    public bool Equals(Measurement? other) => other is not null && Cost.Equals(other.Cost) && Accuracy.Equals(other.Accuracy) && Rmse.Equals(other.Rmse)
        && Confusion.Count == other.Confusion.Count && Confusion.Zip(other.Confusion).All(rows => rows.First.SequenceEqual(rows.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cost, Accuracy, Rmse);
}

/// <summary>One epoch of training.</summary>
public sealed record Epoch
{
    /// <summary>Counted from 1; 0 is the state before any step.</summary>
    public required int Number { get; init; }

    /// <summary>Steps taken since the beginning.</summary>
    public required long Step { get; init; }

    /// <summary>The row-weighted mean of the batches' costs as training saw them (with dropout), without penalty; at epoch 0 that of the first rows.</summary>
    public required double TrainingCost { get; init; }

    /// <summary>The training rows after the epoch with dropout off; null unless <see cref="TrainingOptions.MeasureTraining"/>.</summary>
    public Measurement? Training { get; init; }

    /// <summary>The validation rows after the epoch; null where there are none.</summary>
    public Measurement? Validation { get; init; }

    /// <summary>What L1 and L2 add to the mean cost after the epoch.</summary>
    public double Penalty { get; init; }

    /// <summary>η of the epoch's last step.</summary>
    public float LearningRate { get; init; }

    /// <summary>‖∂C/∂W‖ of each layer; empty unless <see cref="TrainingOptions.MeasureGradients"/>.</summary>
    public IReadOnlyList<double> GradientNorms { get; init; } = [];

    /// <summary>‖mean of δ over rows‖ of each layer; empty unless <see cref="TrainingOptions.MeasureGradients"/>.</summary>
    public IReadOnlyList<double> ErrorNorms { get; init; } = [];

    /// <summary>
    /// The share of dead units of each hidden layer: |f′(z)| &lt; 2⁻²⁴ for every probed row, as for a ReLU whose z is never above 0, so that by BP2 no error
    /// reaches their weights. Empty unless <see cref="TrainingOptions.MeasureGradients"/>.
    /// </summary>
    public IReadOnlyList<double> DeadUnits { get; init; } = [];

    /// <summary>The weights of each layer; empty but for some epochs where <see cref="TrainingOptions.MeasureHistograms"/>.</summary>
    public IReadOnlyList<ValueHistogram> WeightHistograms { get; init; } = [];

    /// <summary>∂C/∂W of each layer over the probed rows; there with <see cref="WeightHistograms"/> where <see cref="TrainingOptions.MeasureGradients"/>.</summary>
    public IReadOnlyList<ValueHistogram> GradientHistograms { get; init; } = [];

    /// <summary>‖W‖ of each layer.</summary>
    public IReadOnlyList<double> WeightNorms { get; init; } = [];

    /// <summary>Weights that are exactly 0, which is what L1 makes.</summary>
    public long ZeroWeights { get; init; }

    /// <summary>Wall-clock time of the epoch's training, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Training rows a second.</summary>
    public double RowsPerSecond { get; init; }

    /// <summary>Whether this is the best epoch so far by the watched number.</summary>
    public bool IsBest { get; init; }

    /// <summary>One line: <c>epoch 12   cost 0.081   validation 97.1 %   0.04 s</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"epoch {Number}   cost {TrainingCost:0.000}");
        if (Validation is { Accuracy: { } share }) text.Append(CultureInfo.InvariantCulture, $"   validation {100 * share:0.0} %");
        else if (Validation is { Rmse: { } rmse }) text.Append(CultureInfo.InvariantCulture, $"   validation rmse {rmse:0.###}");
        return text.Append(CultureInfo.InvariantCulture, $"   {Seconds:0.00} s").ToString();
    }
}

/// <summary>A moment within an epoch, for progress bars.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Row">Rows of this epoch that are done.</param>
/// <param name="Rows">Rows of an epoch.</param>
/// <param name="Cost">The last batch's mean cost.</param>
public readonly record struct Step(int Epoch, int Epochs, int Row, int Rows, double Cost);
