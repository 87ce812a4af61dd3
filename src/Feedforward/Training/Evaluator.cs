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
        return new Measurement(evaluation.Cost, evaluation.Accuracy, evaluation.Rmse) { Confusion = evaluation.Confusion };
    }

    /// <exception cref="DataException">FF2316: a row comes to a number that is not finite.</exception>
    internal Evaluation Evaluate(Parameters parameters, Dataset data, bool finite = true)
    {
        double costSum = 0, weightSum = 0;
        IAnswerSums sums = data.HasClasses ? new ClassCounts(data) : data.HasLabels ? new LabelCounts(data.Outputs) : new ErrorSums(data);
        foreach (var (first, w, chunkCost) in _chunks.Run(parameters, data, cost, finite))
        {
            costSum += chunkCost;
            weightSum += w.WeightSum;
            for (int i = 0; i < w.Rows; i++) sums.Add(first + i, w.Targets.Row(i), w.Result.Row(i));
        }
        return sums.Result(data.Rows, weightSum > 0 ? costSum / weightSum : double.NaN);
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
}
