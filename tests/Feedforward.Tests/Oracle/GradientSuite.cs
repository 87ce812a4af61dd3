using System.Globalization;
using Feedforward.Backends;

namespace Feedforward.Tests.Oracle;

/// <summary>A network, a batch and options whose gradient is checked.</summary>
internal sealed record GradientCase(string Name, Network Network, Cost Cost)
{
    internal int Rows { get; init; } = 6;

    internal float L2 { get; init; }

    internal float Smoothing { get; init; }

    internal bool RowWeights { get; init; }

    internal ulong Seed { get; init; } = 1;
}

/// <summary>
/// The fixed networks: every activation × every cost with every output that it takes × every option. This file uses no test library, because
/// it is also compiled together with copies of the product that have a fault planted in them.
/// </summary>
internal static class GradientSuite
{
    private static readonly string[] Options = ["plain", "dropout", "l2", "weights", "smoothing", "everything"];

    internal static IReadOnlyList<GradientCase> Cases { get; } = [.. Build()];

    /// <summary>How many cases fail the gradient check, how many differ from the oracle, and how many there are: for a copy of the product.</summary>
    internal static int[] CountFailures(string backendName, int every)
    {
        var backend = Backend.Create(backendName, threads: 1);
        int check = 0, oracle = 0, cases = 0;
        for (int i = 0; i < Cases.Count; i += every, cases++)
        {
            var setting = new GradientSetting(Cases[i]);
            if (!setting.Check(backend).Passed) check++;
            if (!(setting.DistanceFromOracle(backend) <= 1)) oracle++;
        }
        return [check, oracle, cases];
    }

    private static IEnumerable<GradientCase> Build()
    {
        var hidden = Activation.All.Where(a => a != Activation.Softmax).Append(Activation.Leaky(0.2f)).Append(Activation.EluWith(0.5f));
        ulong seed = 1;
        foreach (var activation in hidden)
            foreach (var cost in Cost.All)
                foreach (var output in cost.Outputs)
                    foreach (string option in Options)
                    {
                        if (option is "smoothing" or "everything" && cost == Cost.Quadratic && output != Activation.Sigmoid) continue;
                        yield return One(activation, cost, output, option, seed++);
                    }
    }

    private static GradientCase One(Activation activation, Cost cost, Activation output, string option, ulong seed)
    {
        bool all = option == "everything";
        float dropout = all || option == "dropout" ? 0.3f : 0;
        var network = new Network(5,
            new Dense(5, activation) { Dropout = dropout },
            new Dense(5, activation),
            new Dense(3, output))
        { InputDropout = dropout };
        // Some batches reach over several blocks of rows, so that their combination is checked too.
        int rows = seed % 5 == 0 ? 70 : 3 + (int)(seed % 4);
        return new GradientCase(string.Create(CultureInfo.InvariantCulture, $"{activation} → {output}, {cost}, {option}, {rows} rows"), network, cost)
        {
            Rows = rows,
            L2 = all || option == "l2" ? 0.03f : 0,
            Smoothing = all || option == "smoothing" ? 0.1f : 0,
            RowWeights = all || option == "weights",
            Seed = seed,
        };
    }
}

/// <summary>A case with its numbers: parameters, batch and masks.</summary>
internal sealed class GradientSetting
{
    private readonly GradientCase _case;
    private readonly Parameters _parameters;
    private readonly Workspace _workspace;
    private readonly NaiveBatch _batch;

    internal GradientSetting(GradientCase what)
    {
        _case = what;
        var network = what.Network;
        _parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < network.Layers.Count; l++)
        {
            var weights = new Matrix(network.InputsOf(l), network.Layers[l].Units);
            Fill(weights, what.Seed, l, 0.9 / Math.Sqrt(network.InputsOf(l)));
            _parameters.Weights(l).Set(weights.ToArray());
            Fill(_parameters.Biases(l), what.Seed, 100 + l, 0.4);
        }
        var inputs = new Matrix(what.Rows, network.Inputs);
        Fill(inputs, what.Seed, 200, 1);
        var classes = Enumerable.Range(0, what.Rows).Select(i => (i + (int)what.Seed) % network.Outputs).ToArray();
        float[] rowWeights = [.. Enumerable.Range(0, what.Rows).Select(i => what.RowWeights ? 0.25f + (i % 4) : 1)];
        var data = Dataset.From(inputs.ToArray(), network.Inputs, classes, network.Outputs).WithWeights(rowWeights);
        _workspace = new Workspace(network, what.Rows);
        new Batches(data, network, what.Smoothing).Gather(0, what.Rows, _workspace);
        _workspace.DrawMasks(what.Seed, 1, 0);
        _batch = new NaiveBatch(
            Oracles.ToDouble(inputs),
            Oracles.Targets(classes, network, what.Smoothing),
            [.. rowWeights.Select(w => (double)w)],
            [.. network.Layers.Select((_, l) => _workspace.Mask(l) is { } mask ? Oracles.ToDouble(mask) : null)]);
    }

    internal GradientReport Check(Backend backend) =>
        GradientCheck.Run(backend, _case.Cost, new L2(_case.L2), _parameters, _workspace);

    internal (NaiveNetwork Network, NaiveBatch Batch) Oracle() => (new NaiveNetwork(_case.Network, _parameters), _batch);

    /// <summary>The largest |product − oracle| over the gate of the gradient check, for the gradient and for the cost.</summary>
    internal double DistanceFromOracle(Backend backend)
    {
        var gradient = new Parameters(_parameters.Layout);
        Backpropagation.Forward(backend, _parameters, _workspace);
        Backpropagation.Backward(backend, _case.Cost, _parameters, _workspace, gradient);
        var (oracle, batch) = Oracle();
        var (weights, biases) = oracle.Gradient(_case.Cost.Name, batch);
        double cost = oracle.Cost(_case.Cost.Name, batch);
        double worst = Math.Abs((Backpropagation.CostSum(backend, _case.Cost, _workspace) / _workspace.WeightSum) - cost) / (1e-6 * Math.Max(cost, 0.01));
        for (int l = 0; l < weights.Length; l++)
            worst = Math.Max(worst, Math.Max(Distance(gradient.Weights(l).ToArray(), weights[l]), Distance(gradient.Biases(l).ToArray(), biases[l])));
        return worst;
    }

    private static double Distance(float[] values, double[] expected)
    {
        double gate = (1e-5 * expected.Max(Math.Abs)) + 1e-9, worst = 0;
        for (int i = 0; i < values.Length; i++) worst = Math.Max(worst, Math.Abs(values[i] - expected[i]) / gate);
        return worst;
    }

    private static void Fill(Matrix matrix, ulong seed, int layer, double deviation)
    {
        var random = new RandomStream(seed, Purpose.GradientCheck, layer);
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = (float)(deviation * random.Normal((i * matrix.Columns) + j));
    }
}

/// <summary>From the product's numbers to the oracle's.</summary>
internal static class Oracles
{
    internal static double[,] ToDouble(Matrix matrix)
    {
        var result = new double[matrix.Rows, matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) result[i, j] = matrix[i, j];
        return result;
    }

    /// <summary>(1 − s)·y + s/K for softmax, (1 − s)·y + s/2 for each other output.</summary>
    internal static double[,] Targets(int[] classes, Network network, double smoothing)
    {
        var targets = new double[classes.Length, network.Outputs];
        double share = network.Output.ToString() == "softmax" ? 1.0 / network.Outputs : 0.5;
        for (int i = 0; i < classes.Length; i++)
            for (int j = 0; j < network.Outputs; j++) targets[i, j] = ((1 - smoothing) * (j == classes[i] ? 1 : 0)) + (smoothing * share);
        return targets;
    }
}
