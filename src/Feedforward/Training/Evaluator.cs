using Feedforward.Backends;

namespace Feedforward;

/// <summary>Measures a network on a data set, dropout off.</summary>
internal sealed class Evaluator(Backend backend, Network network, Cost cost)
{
    private readonly RowChunks _chunks = new(backend, network);

    /// <summary>As training watches: outputs that are not finite make a cost that is not finite.</summary>
    internal Measurement Measure(Parameters parameters, Dataset data)
    {
        var evaluation = Evaluate(parameters, data, finite: false);
        return new Measurement(evaluation.Cost, evaluation.Accuracy, evaluation.Rmse);
    }

    /// <exception cref="DataException">FF2316: a row comes to a number that is not finite.</exception>
    internal Evaluation Evaluate(Parameters parameters, Dataset data, bool finite = true)
    {
        double costSum = 0, weightSum = 0;
        var classes = data.HasClasses ? new ClassCounts(data.Outputs) : null;
        var errors = data.HasClasses ? null : new ErrorSums(data.Outputs);
        foreach (var (first, w, chunkCost) in _chunks.Run(parameters, data, cost, finite))
        {
            costSum += chunkCost;
            weightSum += w.WeightSum;
            for (int i = 0; i < w.Rows; i++)
            {
                classes?.Add(data.Classes[first + i], LargestIndex(w.Result.Row(i)));
                errors?.Add(w.Targets.Row(i), w.Result.Row(i));
            }
        }
        double mean = weightSum > 0 ? costSum / weightSum : double.NaN;
        return classes?.Result(data.Rows, mean) ?? errors!.Result(data.Rows, mean, data.TargetScale);
    }

    /// <summary>The cost of each row, whatever its weight; NaN for a class that the network does not know.</summary>
    /// <exception cref="DataException">FF2316: a row comes to a number that is not finite.</exception>
    internal double[] Costs(Parameters parameters, Dataset data)
    {
        var costs = new double[data.Rows];
        int last = network.Layers.Count - 1;
        var one = new Matrix(1, 1);
        one[0, 0] = 1;
        foreach (var (first, w, _) in _chunks.Run(parameters, data, cost: null, finite: true))
            for (int i = 0; i < w.Rows; i++)
            {
                bool known = !data.HasClasses || data.Classes[first + i] >= 0;
                costs[first + i] = known ? cost.Value(backend, w.Inputs(last).Only(i), w.Outputs(last).Only(i), w.Targets.Only(i), one) : double.NaN;
            }
        return costs;
    }

    internal static int LargestIndex(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int j = 1; j < outputs.Length; j++)
            if (outputs[j] > outputs[best]) best = j;
        return best;
    }

    private sealed class ClassCounts(int classes)
    {
        private readonly int[][] _confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        private int _unknown;

        internal void Add(int truth, int prediction)
        {
            if (truth < 0) _unknown++;
            else _confusion[truth][prediction]++;
        }

        internal Evaluation Result(int rows, double cost) => new()
        {
            Rows = rows,
            Cost = cost,
            Correct = Enumerable.Range(0, classes).Sum(c => _confusion[c][c]),
            UnknownClassRows = _unknown,
            Confusion = _confusion,
            Baseline = (double)_confusion.Max(row => row.Sum()) / rows,
        };
    }

    private sealed class ErrorSums(int outputs)
    {
        private readonly double[] _sum = new double[outputs], _squares = new double[outputs];
        private double _squaredErrors, _absoluteErrors;

        internal void Add(ReadOnlySpan<float> targets, ReadOnlySpan<float> results)
        {
            for (int j = 0; j < outputs; j++)
            {
                double error = (double)results[j] - targets[j];
                _squaredErrors += error * error;
                _absoluteErrors += Math.Abs(error);
                _sum[j] += targets[j];
                _squares[j] += (double)targets[j] * targets[j];
            }
        }

        internal Evaluation Result(int rows, double cost, double scale)
        {
            double count = (double)rows * outputs;
            double variation = Enumerable.Range(0, outputs).Sum(j => _squares[j] - (_sum[j] * _sum[j] / rows));
            return new Evaluation
            {
                Rows = rows,
                Cost = cost,
                Rmse = Math.Sqrt(_squaredErrors / count) * scale,
                Mae = _absoluteErrors / count * scale,
                RSquared = variation > 0 ? 1 - (_squaredErrors / variation) : double.NaN,
                Baseline = Math.Sqrt(Math.Max(0, variation) / count) * scale,
            };
        }
    }
}
