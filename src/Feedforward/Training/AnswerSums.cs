namespace Feedforward;

/// <summary>What is added up, row by row, to measure answers.</summary>
internal interface IAnswerSums
{
    /// <summary>Adds a row of the data with its targets and what the network put out, [K] each.</summary>
    void Add(int row, ReadOnlySpan<float> targets, ReadOnlySpan<float> results);

    Evaluation Result(int rows, double cost);
}

/// <summary>Counts of classes.</summary>
internal sealed class ClassCounts(Dataset data) : IAnswerSums
{
    private readonly int[][] _confusion = [.. Enumerable.Range(0, data.Outputs).Select(_ => new int[data.Outputs])];
    private int _unknown;

    public void Add(int row, ReadOnlySpan<float> targets, ReadOnlySpan<float> results)
    {
        int truth = data.Classes[row];
        if (truth < 0) _unknown++;
        else _confusion[truth][Evaluator.LargestIndex(results)]++;
    }

    public Evaluation Result(int rows, double cost) => new()
    {
        Rows = rows,
        Cost = cost,
        Correct = Enumerable.Range(0, data.Outputs).Sum(c => _confusion[c][c]),
        UnknownClassRows = _unknown,
        Confusion = _confusion,
        Baseline = (double)_confusion.Max(row => row.Sum()) / rows,
    };
}

/// <summary>Counts of labels.</summary>
internal sealed class LabelCounts(int labels) : IAnswerSums
{
    private readonly int[] _truePositives = new int[labels], _falsePositives = new int[labels], _falseNegatives = new int[labels];
    private int _exact;

    public void Add(int row, ReadOnlySpan<float> targets, ReadOnlySpan<float> results)
    {
        bool exact = true;
        for (int k = 0; k < labels; k++)
        {
            bool truth = Dataset.IsLabel(targets[k]), said = Dataset.IsLabel(results[k]);
            exact &= truth == said;
            if (truth && said) _truePositives[k]++;
            else if (said) _falsePositives[k]++;
            else if (truth) _falseNegatives[k]++;
        }
        if (exact) _exact++;
    }

    public Evaluation Result(int rows, double cost)
    {
        LabelEvaluation[] each =
        [
            .. Enumerable.Range(0, labels).Select(k => new LabelEvaluation(
                _truePositives[k], _falsePositives[k], _falseNegatives[k], rows - _truePositives[k] - _falsePositives[k] - _falseNegatives[k])),
        ];
        return new()
        {
            Rows = rows,
            Cost = cost,
            Labels = each,
            ExactMatches = _exact,
            Baseline = each.Average(l => (double)Math.Max(l.Positives, rows - l.Positives) / rows),
        };
    }
}

/// <summary>Sums of errors, in the units of the targets as they are trained on.</summary>
internal sealed class ErrorSums(Dataset data) : IAnswerSums
{
    private readonly double[] _sum = new double[data.Outputs], _squares = new double[data.Outputs];
    private readonly double[] _squaredErrors = new double[data.Outputs], _absoluteErrors = new double[data.Outputs];

    public void Add(int row, ReadOnlySpan<float> targets, ReadOnlySpan<float> results)
    {
        for (int j = 0; j < _sum.Length; j++)
        {
            double error = (double)results[j] - targets[j];
            _squaredErrors[j] += error * error;
            _absoluteErrors[j] += Math.Abs(error);
            _sum[j] += targets[j];
            _squares[j] += (double)targets[j] * targets[j];
        }
    }

    public Evaluation Result(int rows, double cost)
    {
        double[] variations = [.. _sum.Zip(_squares, (sum, squares) => squares - (sum * sum / rows))];
        NumberEvaluation[] each =
            [.. variations.Select((variation, j) => Of(_squaredErrors[j], _absoluteErrors[j], variation, rows, data.TargetScale(j)))];
        // Numbers in different units have nothing in common but that training made each one's deviation 1.
        var all = each.Length == 1 ? each[0] : Of(_squaredErrors.Sum(), _absoluteErrors.Sum(), variations.Sum(), (double)rows * each.Length, 1);
        return new Evaluation { Rows = rows, Cost = cost, Numbers = each, Rmse = all.Rmse, Mae = all.Mae, RSquared = all.RSquared, Baseline = all.Baseline };
    }

    private static NumberEvaluation Of(double squaredErrors, double absoluteErrors, double variation, double count, double scale) => new(
        Math.Sqrt(squaredErrors / count) * scale,
        absoluteErrors / count * scale,
        variation > 0 ? 1 - (squaredErrors / variation) : double.NaN,
        Math.Sqrt(Math.Max(0, variation) / count) * scale);
}
