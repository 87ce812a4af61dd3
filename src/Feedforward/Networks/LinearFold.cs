using Feedforward.Backends;

namespace Feedforward;

/// <summary>Without activations many layers equal one (T2): a W₁ + b₁ fed into W₂, b₂ is a (W₁W₂) + (b₁W₂ + b₂).</summary>
internal static class LinearFold
{
    /// <summary>Merges each layer without activation into the next; products are summed in double. Dropout is a matter of training and is left out.</summary>
    internal static (Network Network, Parameters Parameters) Fold(Network network, Parameters parameters)
    {
        var layers = new List<Layer>();
        var weights = new List<(double[,] W, double[] B)>();
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var layer = (Dense)network.Layers[l] with { Dropout = 0 };
            var next = ToDouble(parameters.Weights(l), parameters.Biases(l));
            if (layers.Count > 0 && layers[^1].Activation == Activation.Identity)
            {
                next = Multiply(weights[^1], next);
                layers.RemoveAt(layers.Count - 1);
                weights.RemoveAt(weights.Count - 1);
            }
            layers.Add(layer);
            weights.Add(next);
        }
        var folded = new Network(network.Inputs, [.. layers]);
        var numbers = new Parameters(new ParameterLayout(folded));
        for (int l = 0; l < layers.Count; l++) Store(weights[l], numbers.Weights(l), numbers.Biases(l));
        return (folded, numbers);
    }

    private static (double[,] W, double[] B) ToDouble(LaneMatrix weights, Matrix biases)
    {
        var w = new double[weights.Rows, weights.Columns];
        for (int i = 0; i < weights.Rows; i++)
            for (int j = 0; j < weights.Columns; j++) w[i, j] = weights[i, j];
        return (w, [.. biases.ToArray().Select(b => (double)b)]);
    }

    private static (double[,] W, double[] B) Multiply((double[,] W, double[] B) first, (double[,] W, double[] B) second)
    {
        int inputs = first.W.GetLength(0), inner = first.W.GetLength(1), outputs = second.W.GetLength(1);
        var w = new double[inputs, outputs];
        var b = (double[])second.B.Clone();
        for (int k = 0; k < inner; k++)
            for (int j = 0; j < outputs; j++)
            {
                b[j] += first.B[k] * second.W[k, j];
                for (int i = 0; i < inputs; i++) w[i, j] += first.W[i, k] * second.W[k, j];
            }
        return (w, b);
    }

    private static void Store((double[,] W, double[] B) numbers, LaneMatrix weights, Matrix biases)
    {
        for (int i = 0; i < weights.Rows; i++)
            for (int j = 0; j < weights.Columns; j++) weights[i, j] = (float)numbers.W[i, j];
        for (int j = 0; j < biases.Columns; j++) biases[0, j] = (float)numbers.B[j];
    }
}
