namespace Feedforward.Tests.Oracle;

/// <summary>A batch as the oracle takes it: everything in double, factors of dropout given from outside (null = nothing dropped).</summary>
internal sealed record NaiveBatch(double[,] Inputs, double[,] Targets, double[] RowWeights, double[,]?[] Masks)
{
    internal int Rows => RowWeights.Length;
}

/// <summary>
/// A network written a second time, as plainly as can be, in double precision: what the product is compared with. From the product it takes
/// widths, names and starting numbers; it calls none of the product's arithmetic. Weights are [in×out], row after row, in one array.
/// </summary>
internal sealed class NaiveNetwork
{
    internal NaiveNetwork(Network network, Parameters parameters)
    {
        Widths = [network.Inputs, .. network.Layers.Select(layer => layer.Units)];
        Activations = [.. network.Layers.Select(layer => layer.Activation.ToString())];
        Weights = [.. Activations.Select((_, l) => ToDouble(parameters.Weights(l).ToArray()))];
        Biases = [.. Activations.Select((_, l) => ToDouble(parameters.Biases(l).ToArray()))];
    }

    internal int[] Widths { get; }

    internal string[] Activations { get; }

    internal double[][] Weights { get; }

    internal double[][] Biases { get; }

    internal int Layers => Activations.Length;

    /// <summary>What feeds each layer (after dropout), and each layer's z and a.</summary>
    internal (double[][,] Fed, double[][,] Z, double[][,] A) Forward(NaiveBatch batch)
    {
        double[][,] fed = new double[Layers][,], z = new double[Layers][,], a = new double[Layers][,];
        for (int l = 0; l < Layers; l++)
        {
            fed[l] = Times(l == 0 ? batch.Inputs : a[l - 1], batch.Masks[l]);
            z[l] = new double[batch.Rows, Widths[l + 1]];
            a[l] = new double[batch.Rows, Widths[l + 1]];
            for (int i = 0; i < batch.Rows; i++)
            {
                for (int j = 0; j < Widths[l + 1]; j++)
                {
                    z[l][i, j] = Biases[l][j];
                    for (int k = 0; k < Widths[l]; k++) z[l][i, j] += fed[l][i, k] * Weights[l][(k * Widths[l + 1]) + j];
                }
                Activate(Activations[l], z[l], a[l], i);
            }
        }
        return (fed, z, a);
    }

    /// <summary>Σ wᵢ cᵢ / Σ wᵢ.</summary>
    internal double Cost(string cost, NaiveBatch batch)
    {
        var (_, z, a) = Forward(batch);
        double sum = 0;
        for (int i = 0; i < batch.Rows; i++)
            for (int j = 0; j < Widths[^1]; j++)
                sum += batch.RowWeights[i] * OutputCost(cost, z[^1], a[^1][i, j], batch.Targets[i, j], i, j);
        return sum / batch.RowWeights.Sum();
    }

    /// <summary>∂C/∂W and ∂C/∂b of each layer by the chain rule, one sum at a time.</summary>
    internal (double[][] Weights, double[][] Biases) Gradient(string cost, NaiveBatch batch)
    {
        var (fed, z, a) = Forward(batch);
        var weights = Weights.Select(w => new double[w.Length]).ToArray();
        var biases = Biases.Select(b => new double[b.Length]).ToArray();
        double total = batch.RowWeights.Sum();
        for (int i = 0; i < batch.Rows; i++)
        {
            var error = new double[Widths[^1]];
            for (int j = 0; j < error.Length; j++) error[j] = batch.RowWeights[i] / total * OutputSlope(cost, z[^1], a[^1], batch.Targets, i, j);
            for (int l = Layers - 1; l >= 0; l--)
            {
                var before = new double[Widths[l]];
                for (int j = 0; j < error.Length; j++)
                {
                    biases[l][j] += error[j];
                    for (int k = 0; k < before.Length; k++)
                    {
                        weights[l][(k * error.Length) + j] += fed[l][i, k] * error[j];
                        before[k] += Weights[l][(k * error.Length) + j] * error[j];
                    }
                }
                if (l > 0)
                    for (int k = 0; k < before.Length; k++)
                        before[k] *= (batch.Masks[l]?[i, k] ?? 1) * NaiveActivation.Slope(Activations[l - 1], z[l - 1][i, k]);
                error = before;
            }
        }
        return (weights, biases);
    }

    private static void Activate(string activation, double[,] z, double[,] a, int i)
    {
        int units = z.GetLength(1);
        if (activation != "softmax")
        {
            for (int j = 0; j < units; j++) a[i, j] = NaiveActivation.Value(activation, z[i, j]);
            return;
        }
        double total = LogSumExp(z, i);
        for (int j = 0; j < units; j++) a[i, j] = Math.Exp(z[i, j] - total);
    }

    private static double LogSumExp(double[,] z, int i)
    {
        double max = Enumerable.Range(0, z.GetLength(1)).Max(j => z[i, j]);
        return max + Math.Log(Enumerable.Range(0, z.GetLength(1)).Sum(j => Math.Exp(z[i, j] - max)));
    }

    private static double OutputCost(string cost, double[,] z, double a, double y, int i, int j) => cost switch
    {
        "quadratic" => 0.5 * (a - y) * (a - y),
        "cross-entropy" => (y * NaiveActivation.Softplus(-z[i, j])) + ((1 - y) * NaiveActivation.Softplus(z[i, j])),
        "log-likelihood" => y == 0 ? 0 : -y * (z[i, j] - LogSumExp(z, i)),
        _ => throw new ArgumentOutOfRangeException(nameof(cost), cost, null),
    };

    /// <summary>∂c/∂zⱼ of row i. For softmax through its whole matrix of derivatives: −Σₖ yₖ (1[k=j] − aⱼ).</summary>
    private double OutputSlope(string cost, double[,] z, double[,] a, double[,] targets, int i, int j)
    {
        double y = targets[i, j];
        return cost switch
        {
            "quadratic" => (a[i, j] - y) * NaiveActivation.Slope(Activations[^1], z[i, j]),
            "cross-entropy" => ((1 - y) * NaiveActivation.Sigmoid(z[i, j])) - (y * NaiveActivation.Sigmoid(-z[i, j])),
            _ => -Enumerable.Range(0, Widths[^1]).Sum(k => targets[i, k] * ((k == j ? 1 : 0) - a[i, j])),
        };
    }

    private static double[,] Times(double[,] values, double[,]? mask)
    {
        if (mask is null) return values;
        var product = new double[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++) product[i, j] = values[i, j] * mask[i, j];
        return product;
    }

    private static double[] ToDouble(float[] values) => [.. values.Select(v => (double)v)];
}
