using Feedforward.Backends;

namespace Feedforward.Tests.Oracle;

/// <summary>Twenty steps of training by the product end where twenty steps by the oracle end: for every optimiser, with every option of a step.</summary>
public class OracleTrainingTests(ITestOutputHelper output)
{
    private const int Steps = 20;

    private static readonly string[] Networks = ["classes", "classes with dropout", "wide", "sigmoids", "regression", "row by row"];

    private static readonly string[] Rules = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"];

    private static readonly string[] Extras =
        ["plain", "l2", "l1", "l1 and l2", "clip", "max-norm", "everything", "step(2,0.5)", "exponential(0.8)", "cosine(1)", "one-cycle(0.3)"];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            for (int n = 0; n < Networks.Length; n++)
                for (int r = 0; r < Rules.Length; r++)
                    for (int e = 0; e < Extras.Length; e++)
                        if (n < 2 || (n + r + e) % 3 == 0) cases.Add(Networks[n], Rules[r], Extras[e]);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Twenty_steps_end_where_the_oracle_ends(string networkName, string rule, string extra)
    {
        var setting = TrainingSetting.Of(networkName);
        var (options, naive) = OptionsOf(rule, extra, setting);
        var start = setting.Start();
        var trainer = new Trainer(setting.Network, start, options);
        var last = trainer.Epochs(setting.Data).Last();
        Assert.Equal(Steps, last.Step);

        var oracle = new NaiveNetwork(setting.Network, start);
        var descent = new NaiveTrainer(oracle, naive);
        int step = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
            foreach (var batch in setting.Batches(options, epoch))
            {
                descent.Step(batch, options.Optimizer.LearningRate * Factor(extra, step, epoch, options.Epochs));
                step++;
            }
        Assert.Equal(Steps, step);

        double worst = Enumerable.Range(0, oracle.Layers).Max(l => Math.Max(
            Distance(trainer.Parameters.Weights(l).ToArray(), oracle.Weights[l]), Distance(trainer.Parameters.Biases(l).ToArray(), oracle.Biases[l])));
        output.WriteLine($"{worst:e2}");
        Assert.True(worst <= 1e-4, $"{networkName}, {rule}, {extra}: {worst:e2} of the largest number of its tensor");
    }

    private static (TrainingOptions Options, NaiveOptions Naive) OptionsOf(string rule, string extra, TrainingSetting setting)
    {
        bool all = extra == "everything";
        float l1 = extra.StartsWith("l1", StringComparison.Ordinal) || all ? 0.02f : 0;
        float l2 = (extra.EndsWith("l2", StringComparison.Ordinal) || all) && rule != "adamw" ? 0.05f : 0;
        float? clip = extra == "clip" || all ? 0.1f : null, maxNorm = extra == "max-norm" || all ? 0.6f : null;
        var options = new TrainingOptions
        {
            Cost = setting.Cost,
            Optimizer = rule switch
            {
                "sgd" => new Sgd(0.3f),
                "momentum" => new Sgd(0.1f) { Momentum = 0.8f },
                "nesterov" => new Sgd(0.1f) { Momentum = 0.8f, Nesterov = true },
                "rmsprop" => new RmsProp(0.01f),
                "adam" => new Adam(0.01f),
                _ => new AdamW(0.01f, 0.1f),
            },
            Penalty = Penalty.Both(l1, l2),
            Clip = clip,
            MaxNorm = maxNorm,
            LabelSmoothing = setting.Smoothing,
            Schedule = extra.Contains('(', StringComparison.Ordinal) ? Schedule.Parse(extra) : Schedule.Constant,
            Batch = setting.Batch,
            Epochs = setting.Epochs,
            Shuffle = false,
            Seed = 5,
        };
        var naive = new NaiveOptions(setting.Cost.Name, rule == "adamw" ? "adam" : rule)
        {
            Momentum = 0.8f,
            WeightDecay = rule == "adamw" ? 0.1f : 0,
            L1 = l1,
            L2 = l2,
            Clip = clip ?? double.PositiveInfinity,
            MaxNorm = maxNorm ?? double.PositiveInfinity,
        };
        return (options, naive);
    }

    /// <summary>The schedules' closed forms, with the platform's cosine.</summary>
    private static double Factor(string schedule, int step, int epoch, int epochs)
    {
        double t = (double)step / Steps;
        switch (schedule)
        {
            case "step(2,0.5)": return Math.Pow(0.5, (epoch - 1) / 2);
            case "exponential(0.8)": return Math.Pow(0.8f, epoch - 1);
            case "cosine(1)":
                double warm = 1.0 / epochs;
                if (t < warm) return (step + 1) / (Steps * warm);
                return warm == 1 ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (t - warm) / (1 - warm)));
            case "one-cycle(0.3)":
                double first = 1.0 / 25, end = 1e-4, rise = 0.3f;
                return t < rise
                    ? first + ((1 - first) * 0.5 * (1 - Math.Cos(Math.PI * t / rise)))
                    : end + ((1 - end) * 0.5 * (1 + Math.Cos(Math.PI * (t - rise) / (1 - rise))));
            default: return 1;
        }
    }

    private static double Distance(float[] actual, double[] expected)
    {
        double largest = expected.Max(Math.Abs);
        return largest == 0 ? actual.Max(Math.Abs) : actual.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)) / largest;
    }
}

/// <summary>A network with its data, the same for the product and the oracle; batches × epochs makes twenty steps.</summary>
internal sealed record TrainingSetting(Network Network, Cost Cost, int Rows, int Batch, int Epochs)
{
    private readonly float[] _inputs = Numbers(1, Rows * Network.Inputs);
    private readonly float[] _targets = Numbers(2, Rows * Network.Outputs);
    private readonly int[] _classes = [.. Enumerable.Range(0, Rows).Select(i => (i * 7 / 3) % Network.Outputs)];

    internal float Smoothing { get; init; }

    internal bool RowWeights { get; init; }

    internal bool Regression { get; init; }

    internal static TrainingSetting Of(string name) => name switch
    {
        "classes" => new(new Network(4, new Dense(6, Activation.Tanh), new Dense(3, Activation.Softmax)), Cost.LogLikelihood, 29, 8, 5),
        "classes with dropout" => new(
            new Network(5, new Dense(17, Activation.Selu) { Dropout = 0.25f }, new Dense(9, Activation.Elu), new Dense(4, Activation.Softmax)) { InputDropout = 0.1f },
            Cost.LogLikelihood, 37, 10, 5)
        { Smoothing = 0.1f, RowWeights = true },
        "wide" => new(new Network(33, new Dense(70, Activation.LeakyReLU), new Dense(10, Activation.Softmax)), Cost.LogLikelihood, 100, 0, 20),
        "sigmoids" => new(new Network(6, new Dense(9, Activation.Mish), new Dense(7, Activation.SiLU), new Dense(3, Activation.Sigmoid)), Cost.CrossEntropy, 18, 4, 4),
        "regression" => new(new Network(3, new Dense(8, Activation.Gelu), new Dense(5, Activation.Softplus), new Dense(2, Activation.Identity)), Cost.Quadratic, 65, 33, 10) { Regression = true },
        _ => new(new Network(4, new Dense(5, Activation.Sigmoid), new Dense(2, Activation.Sigmoid)), Cost.Quadratic, 10, 1, 2),
    };

    internal Dataset Data => (Regression
        ? Dataset.FromRows(_inputs, Network.Inputs, _targets, Network.Outputs)
        : Dataset.From(_inputs, Network.Inputs, _classes, Network.Outputs)).WithWeights([.. Enumerable.Range(0, Rows).Select(Weight)]);

    internal Parameters Start()
    {
        var parameters = Parameters.Initialize(Network, 11);
        for (int l = 0; l < Network.Layers.Count; l++) parameters.Biases(l).Set([.. Numbers(10 + l, Network.Layers[l].Units).Select(b => 0.3f * b)]);
        return parameters;
    }

    /// <summary>An epoch's batches in the rows' own order, with the masks that the product draws for them.</summary>
    internal IEnumerable<NaiveBatch> Batches(TrainingOptions options, int epoch)
    {
        int size = Batch == 0 ? Rows : Batch;
        double[,] inputs = Grid(_inputs, Network.Inputs), targets = Regression ? Grid(_targets, Network.Outputs) : Oracles.Targets(_classes, Network, Smoothing);
        for (int first = 0; first < Rows; first += size)
        {
            int count = Math.Min(size, Rows - first);
            var workspace = new Workspace(Network, count);
            workspace.DrawMasks(options.Seed, epoch, first);
            yield return new NaiveBatch(
                Slice(inputs, first, count), Slice(targets, first, count), [.. Enumerable.Range(first, count).Select(i => (double)Weight(i))],
                [.. Network.Layers.Select((_, l) => workspace.Mask(l) is { } mask ? Oracles.ToDouble(mask) : null)]);
        }
    }

    private float Weight(int row) => RowWeights ? 0.5f + (row % 3) : 1;

    private static double[,] Grid(float[] values, int columns)
    {
        var grid = new double[values.Length / columns, columns];
        for (int i = 0; i < values.Length; i++) grid[i / columns, i % columns] = values[i];
        return grid;
    }

    private static double[,] Slice(double[,] grid, int first, int count)
    {
        var rows = new double[count, grid.GetLength(1)];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < rows.GetLength(1); j++) rows[i, j] = grid[first + i, j];
        return rows;
    }

    private static float[] Numbers(int layer, int count)
    {
        var random = new RandomStream(3, Purpose.GradientCheck, layer);
        return [.. Enumerable.Range(0, count).Select(i => (float)random.Normal(i))];
    }
}
