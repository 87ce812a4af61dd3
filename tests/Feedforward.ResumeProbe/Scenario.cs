using System.Globalization;
using Feedforward.Backends;

namespace Feedforward.ResumeProbe;

/// <summary>
/// A small training to be stopped and gone on with. The forty of them: six optimisers with six schedules each, and four of L-BFGS; dropout, penalties, clipping,
/// max-norm, label smoothing, row weights, early stopping, batch sizes with a short last batch and thread counts change from one to the next.
/// </summary>
internal sealed record Scenario(string Name, Network Network, TrainingOptions Options, bool Weighted, bool Bytes)
{
    private const int TrainingRows = 95, ValidationRows = 40, Columns = 4, Classes = 3;

    internal static IReadOnlyList<Scenario> All { get; } = [.. FirstOrder(), .. SecondOrder()];

    /// <summary>Whether the training watches rows of its own.</summary>
    internal bool Validates { get; private init; } = true;

    internal int Threads { get; private init; } = 2;

    internal Dataset Train => Data(TrainingRows, seed: 1);

    internal Dataset? Validation => Validates ? Data(ValidationRows, seed: 2) : null;

    internal static Scenario Named(string name) => All.Single(scenario => scenario.Name == name);

    private static IEnumerable<Scenario> FirstOrder()
    {
        Optimizer[] optimizers =
        [
            new Sgd(0.2f), new Sgd(0.05f) { Momentum = 0.9f }, new Sgd(0.05f) { Momentum = 0.9f, Nesterov = true },
            new RmsProp(0.01f), new Adam(0.02f), new AdamW(0.02f, 0.05f),
        ];
        Schedule[] schedules =
            [Schedule.Constant, Schedule.Step(2), Schedule.Exponential(0.8f), Schedule.Cosine(1), Schedule.OneCycle(), Schedule.HalveOnPlateau(1, 16)];
        string[] names = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"];
        for (int o = 0; o < optimizers.Length; o++)
            for (int s = 0; s < schedules.Length; s++)
                yield return Varied((6 * o) + s, $"{names[o]} {schedules[s].Name}", new TrainingOptions { Optimizer = optimizers[o], Schedule = schedules[s] });
    }

    private static Scenario Varied(int i, string name, TrainingOptions options)
    {
        // Steps that share no factor with 6 meet every optimiser and every schedule.
        bool regression = i % 7 == 3, decays = options.Optimizer is AdamW;
        int other = (i / 6) + i;
        var network = regression ? Regression : other % 2 == 0 ? Dropping : Plain;
        return new Scenario(name, network, options with
        {
            Epochs = 5 + (i % 3),
            Batch = new[] { 10, 32, 7, 0, 24 }[i % 5],
            Penalty = (other % 4) switch { 1 => new L1(0.002f), 2 when !decays => new L2(0.01f), 3 when !decays => Penalty.Both(0.001f, 0.01f), _ => Penalty.None },
            Clip = other % 3 == 1 ? 0.3f : null,
            MaxNorm = i % 4 == 2 ? 1.2f : null,
            LabelSmoothing = !regression && other % 3 == 2 ? 0.1f : 0,
            Shuffle = i % 5 != 2,
            Seed = (ulong)(40 + i),
            EarlyStopping = (other % 4) switch { 0 => new EarlyStopping(2, 0.001), 1 => new EarlyStopping(3, 0, WatchedMetric.Accuracy), 2 => new EarlyStopping(0), _ => null },
            RestoreBest = i % 4 != 1,
            MeasureTraining = i % 5 == 1,
            MeasureGradients = i % 7 == 1,
            MeasureHistograms = i % 4 > 0,
        }, Weighted: i % 5 == 2, Bytes: i % 8 == 4)
        { Validates = i % 9 != 5, Threads = 1 + (i % 3) };
    }

    private static IEnumerable<Scenario> SecondOrder()
    {
        var options = new TrainingOptions { Optimizer = new Lbfgs(), Epochs = 12 };
        yield return new("lbfgs", Plain, options, false, false);
        yield return new("lbfgs l2", Plain, options with { Penalty = new L2(0.01f), Optimizer = new Lbfgs(3) }, true, false) { Threads = 3 };
        yield return new("lbfgs patience", Plain, options with { EarlyStopping = new EarlyStopping(2), LabelSmoothing = 0.05f }, false, true);
        yield return new("lbfgs evaluations", Regression, options with { Optimizer = new Lbfgs(4, 11), MeasureGradients = true }, false, false) { Validates = false };
    }

    private static Network Plain => new(Columns, new Dense(9, Activation.Tanh), new Dense(Classes, Activation.Softmax));

    private static Network Regression => new(Columns, new Dense(7, Activation.Sigmoid), new Dense(5, Activation.Softplus), new Dense(1, Activation.Identity));

    private static Network Dropping =>
        new(Columns, new Dense(17, Activation.ReLU) { Dropout = 0.3f }, new Dense(8, Activation.Gelu) { Dropout = 0.2f }, new Dense(Classes, Activation.Softmax)) { InputDropout = 0.1f };

    /// <summary>The options on a back end that shares every operation, however small.</summary>
    internal TrainingOptions On(int threads) => Options with { Backend = SimdBackend.Create(threads, SimdBackend.WidestVector, workPerThread: 0) };

    private Dataset Data(int rows, ulong seed)
    {
        var random = new RandomStream(seed, Purpose.GradientCheck);
        float[] inputs = [.. Enumerable.Range(0, rows * Columns).Select(i => (i / Columns % Classes == i % Columns ? 1.5f : 0) + (float)random.Normal(i))];
        int[] classes = [.. Enumerable.Range(0, rows).Select(i => i % Classes)];
        float[] answers = [.. Enumerable.Range(0, rows).Select(i => inputs[Columns * i] - (0.5f * inputs[(Columns * i) + 1]))];
        var data = Network.Output == Activation.Identity ? Dataset.FromRows(inputs, Columns, answers, 1)
            : Bytes ? Dataset.From([.. inputs.Select(x => (byte)Math.Clamp(40 * (x + 3), 0, 255))], Columns, classes, Classes)
            : Dataset.From(inputs, Columns, classes, Classes);
        // The first rows have the weight 0: where nothing is shuffled, they are a whole batch without a step.
        return Weighted ? data.WithWeights([.. Enumerable.Range(0, rows).Select(i => i < 8 ? 0 : 0.5f * (i % 4))]) : data;
    }

    public override string ToString() => Name;
}

/// <summary>An epoch as a line with every number to the last bit, except those of the clock.</summary>
internal static class EpochLine
{
    internal static string Of(Epoch epoch) => string.Create(CultureInfo.InvariantCulture,
        $"{epoch.Number} {epoch.Step} {epoch.TrainingCost:R} {Of(epoch.Training)} {Of(epoch.Validation)} {epoch.Penalty:R} {epoch.LearningRate:R} [{Of(epoch.GradientNorms)}] [{Of(epoch.ErrorNorms)}] [{Of(epoch.WeightNorms)}] [{Of(epoch.DeadUnits)}] [{Of(epoch.WeightHistograms)}] [{Of(epoch.GradientHistograms)}] {epoch.ZeroWeights} {epoch.IsBest}");

    private static string Of(Measurement? m) =>
        m is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"({m.Cost:R} {m.Accuracy:R} {m.Rmse:R})");

    private static string Of(IReadOnlyList<ValueHistogram> layers) =>
        string.Join(' ', layers.Select(h => string.Create(CultureInfo.InvariantCulture, $"({h.Low:R} {h.High:R} {string.Join(' ', h.Counts)})")));

    private static string Of(IReadOnlyList<double> numbers) => string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
}
