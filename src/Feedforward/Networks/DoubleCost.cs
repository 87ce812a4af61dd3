using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// The mean cost of a workspace's batch in double precision, as a function of the parameters: what the gradient check differentiates.
/// Plain loops; the dropout masks are the workspace's.
/// </summary>
internal sealed class DoubleCost
{
    private readonly Network _network;
    private readonly Cost _cost;
    private readonly Penalty _penalty;
    private readonly double[][] _parameters;
    private readonly double[,] _batch, _targets;
    private readonly double[,]?[] _masks;
    private readonly double[] _rowWeights;

    internal DoubleCost(Cost cost, Penalty penalty, Parameters parameters, Workspace workspace)
    {
        (_network, _cost, _penalty) = (workspace.Network, cost, penalty);
        _parameters = [.. parameters.Layout.Blocks.Select(block => Array.ConvertAll(parameters.View(block).ToArray(), x => (double)x))];
        _batch = ToDouble(workspace.Batch);
        _targets = ToDouble(workspace.Targets);
        _masks = [.. Enumerable.Range(0, _network.Layers.Count).Select(l => workspace.Mask(l) is { } mask ? ToDouble(mask) : null)];
        _rowWeights = [.. workspace.RowWeights.ToArray().Select(w => (double)w)];
    }

    /// <summary>Tells on which side of its kink each piecewise-linear unit stood in the last evaluation: where it changes, no derivative exists between.</summary>
    internal int Side { get; private set; }

    /// <summary>The parameters of a block, row after row without padding; may be changed between evaluations.</summary>
    internal double[] Block(int block) => _parameters[block];

    /// <summary>Σ wᵢ cᵢ / Σ wᵢ + penalty.</summary>
    internal double Evaluate()
    {
        var a = _batch;
        double[,] z = _batch;
        var side = new HashCode();
        for (int l = 0; l < _network.Layers.Count; l++)
        {
            z = Affine(Masked(a, _masks[l]), _parameters[l], _parameters[_network.Layers.Count + l], _network.Layers[l].Units);
            a = Activate(_network.Layers[l].Activation, z, ref side);
        }
        Side = side.ToHashCode();
        double sum = 0, weights = 0;
        for (int i = 0; i < _rowWeights.Length; i++)
        {
            sum += _rowWeights[i] * RowCost(z, a, i);
            weights += _rowWeights[i];
        }
        return (sum / weights) + PenaltyValue();
    }

    private static double[,] Masked(double[,] a, double[,]? mask)
    {
        if (mask is null) return a;
        var result = new double[a.GetLength(0), a.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j < a.GetLength(1); j++) result[i, j] = a[i, j] * mask[i, j];
        return result;
    }

    private static double[,] Affine(double[,] a, double[] weights, double[] biases, int units)
    {
        int rows = a.GetLength(0), inputs = a.GetLength(1);
        var z = new double[rows, units];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < units; j++) z[i, j] = biases[j];
            for (int k = 0; k < inputs; k++)
            {
                double x = a[i, k];
                for (int j = 0; j < units; j++) z[i, j] += x * weights[(k * units) + j];
            }
        }
        return z;
    }

    private static double[,] Activate(Activation activation, double[,] z, ref HashCode side)
    {
        int rows = z.GetLength(0), units = z.GetLength(1);
        var a = new double[rows, units];
        for (int i = 0; i < rows; i++)
        {
            double sum = 0, max = double.NegativeInfinity;
            for (int j = 0; j < units; j++)
            {
                side.Add(z[i, j] > 0 && HasKink(activation));
                max = Math.Max(max, z[i, j]);
            }
            for (int j = 0; j < units; j++)
                sum += a[i, j] = activation == Activation.Softmax ? Math.Exp(z[i, j] - max) : activation.Value(z[i, j]);
            if (activation == Activation.Softmax)
                for (int j = 0; j < units; j++) a[i, j] /= sum;
        }
        return a;
    }

    private static bool HasKink(Activation activation) =>
        activation is Activation.Pointwise { Function: Elementwise.ReLU or Elementwise.LeakyReLU or Elementwise.Elu or Elementwise.Selu };

    private double RowCost(double[,] z, double[,] a, int row)
    {
        int units = a.GetLength(1);
        double cost = 0, total = _cost.Function == CostFunction.LogLikelihood ? LogSumOfExponentials(z, row) : 0;
        for (int j = 0; j < units; j++)
        {
            double y = _targets[row, j];
            cost += _cost.Function switch
            {
                CostFunction.Quadratic => CostFormulas.Quadratic(new Double64(a[row, j]), new Double64(y)).Value,
                CostFunction.CrossEntropy => CostFormulas.CrossEntropy(new Double64(z[row, j]), new Double64(y)).Value,
                _ => y == 0 ? 0 : y * (total - z[row, j]),
            };
        }
        return cost;
    }

    private static double LogSumOfExponentials(double[,] z, int row)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < z.GetLength(1); j++) max = Math.Max(max, z[row, j]);
        for (int j = 0; j < z.GetLength(1); j++) sum += Math.Exp(z[row, j] - max);
        return max + Math.Log(sum);
    }

    private double PenaltyValue()
    {
        double value = 0;
        for (int l = 0; l < _network.Layers.Count; l++)
            foreach (double w in _parameters[l]) value += (0.5 * _penalty.L2Strength * w * w) + (_penalty.L1Strength * Math.Abs(w));
        return value;
    }

    private static double[,] ToDouble(Matrix matrix)
    {
        var result = new double[matrix.Rows, matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) result[i, j] = matrix[i, j];
        return result;
    }
}
