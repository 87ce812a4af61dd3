namespace Feedforward.Cli;

/// <summary>A network, rows and a way to train it that stand for a kind of use, to be measured by <c>feedforward bench</c>.</summary>
/// <param name="Id">How it is named on the command line.</param>
/// <param name="Network">What is trained.</param>
/// <param name="Cost">What is made small.</param>
/// <param name="Optimizer">How.</param>
/// <param name="Rows">N.</param>
/// <param name="Batch">Rows of a step.</param>
internal sealed record Workload(string Id, Network Network, Cost Cost, Optimizer Optimizer, int Rows, int Batch)
{
    private const int Pixels = 28 * 28;

    /// <summary>
    /// In order: the tutorial's own net, its best small one, the everyday classifier, the dropout paper's net, a small table, the smallest useful net;
    /// and prediction, of one row and of many.
    /// </summary>
    internal static IReadOnlyList<Workload> All { get; } =
    [
        new("w1", Sigmoid(30), Cost.CrossEntropy, new Sgd(0.1f), 50_000, 10),
        new("w2", Sigmoid(100), Cost.CrossEntropy, new Sgd(0.1f), 50_000, 10),
        new("w3", ReLU(128, 64), Cost.LogLikelihood, new Adam(0.001f), 50_000, 64),
        new("w4", ReLU(1024, 1024, 1024), Cost.LogLikelihood, new Sgd(0.01f) { Momentum = 0.9f }, 10_000, 128),
        new("w5", new Network(8, new Dense(64, Activation.ReLU), new Dense(64, Activation.ReLU), new Dense(1, Activation.Identity)),
            Cost.Quadratic, new Adam(0.001f), 20_640, 32),
        new("w6", new Network(4, new Dense(10, Activation.Sigmoid), new Dense(3, Activation.Softmax)), Cost.LogLikelihood, new Sgd(0.1f), 20_000, 16),
        new("w7", Sigmoid(100), Cost.CrossEntropy, new Sgd(0.1f), 10_000, 10) { OnlyPredicts = true },
    ];

    /// <summary>Whether nothing is trained: one row is predicted, and all rows at once.</summary>
    internal bool OnlyPredicts { get; init; }

    /// <summary>Whether its rows can be MNIST's images.</summary>
    internal bool TakesImages => Network.Inputs == Pixels;

    /// <summary>
    /// Multiplications and additions for one row: two for each weight forward, two for its gradient (BP4), two for the error that it passes back (BP2), which the
    /// first layer does not. Biases, activations and updates are left out, and so is all padding.
    /// </summary>
    internal long Operations
    {
        get
        {
            long operations = 0;
            for (int l = 0; l < Network.Layers.Count; l++)
            {
                int products = OnlyPredicts ? 1 : l == 0 ? 2 : 3;
                operations += 2L * products * Network.InputsOf(l) * Network.Layers[l].Units;
            }
            return operations;
        }
    }

    private static Network Sigmoid(int hidden) => new(Pixels, new Dense(hidden, Activation.Sigmoid), new Dense(10, Activation.Sigmoid));

    private static Network ReLU(params ReadOnlySpan<int> hidden)
    {
        List<Layer> layers = [];
        foreach (int units in hidden) layers.Add(new Dense(units, Activation.ReLU));
        return new Network(Pixels, [.. layers, new Dense(10, Activation.Softmax)]);
    }
}
