using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Feedforward.Backends;

namespace Feedforward.TrainProbe;

/// <summary>
/// A small training whose bits are known. w1 to w6 are the networks, batches and optimisers that <c>feedforward bench</c> measures, on few rows (w4 narrower
/// as well); the others add to them what else a step may do. Every last batch is a short one.
/// </summary>
internal sealed record Workload(string Name, Network Network, TrainingOptions Options, int Rows)
{
    private const int Side = 28, Pixels = Side * Side, Margin = 6;

    internal static IReadOnlyList<Workload> All { get; } = [.. Plain(), .. Varied()];

    /// <summary>Whether the inputs are bytes, most of them 0 and those of the margin in every row, as an image's are.</summary>
    internal bool Images { get; private init; }

    /// <summary>Whether rows have weights, some of them 0.</summary>
    internal bool Weighted { get; private init; }

    internal static Workload Named(string name) => All.Single(workload => workload.Name == name);

    private static IEnumerable<Workload> Plain()
    {
        var sgd = new TrainingOptions { Optimizer = new Sgd(0.1f), Batch = 10, Epochs = 1, Cost = Cost.CrossEntropy };
        var adam = new TrainingOptions { Optimizer = new Adam(0.001f), Epochs = 1 };
        yield return new("w1", Sigmoid(30), sgd, 203);
        yield return new("w2", Sigmoid(100), sgd, 53);
        yield return new("w3", new(Pixels, new Dense(128, Activation.ReLU), new Dense(64, Activation.ReLU), new Dense(10, Activation.Softmax)), adam with { Batch = 64 }, 150);
        yield return new("w4", Deep(256), new() { Optimizer = new Sgd(0.01f) { Momentum = 0.9f }, Batch = 128, Epochs = 1 }, 200);
        yield return new("w5", Table, adam with { Batch = 32, Epochs = 2, Cost = Cost.Quadratic }, 330);
        yield return new("w6", Smallest, sgd with { Batch = 16, Epochs = 2, Cost = null }, 1000);
    }

    private static IEnumerable<Workload> Varied()
    {
        Workload w1 = Plain().First(), w3 = Plain().ElementAt(2), w5 = Plain().ElementAt(4), w6 = Plain().Last();
        yield return w1 with { Name = "w1 l2", Options = w1.Options with { Penalty = new L2(0.01f) } };
        yield return w1 with { Name = "w1 images", Images = true };
        yield return w3 with { Name = "w3 images", Images = true };
        yield return w5 with { Name = "w5 adamw", Options = w5.Options with { Optimizer = new AdamW(0.002f, 0.1f), Penalty = new L1(0.01f) } };
        yield return w5 with { Name = "w5 weights", Options = w5.Options with { Optimizer = new Sgd(0.02f) { Momentum = 0.9f, Nesterov = true } }, Weighted = true };
        yield return w6 with { Name = "w6 l1", Options = w6.Options with { Penalty = Penalty.Both(0.003f, 0.002f) } };
        yield return new(
            "w4 dropout",
            new(100, new Dense(48, Activation.ReLU) { Dropout = 0.5f }, new Dense(33, Activation.Gelu) { Dropout = 0.3f }, new Dense(10, Activation.Softmax)) { InputDropout = 0.2f },
            new() { Optimizer = new RmsProp(0.002f), Batch = 200, Epochs = 2, MaxNorm = 0.8f, LabelSmoothing = 0.1f, Schedule = Schedule.Cosine(1) },
            300);
    }

    private static Network Smallest => new(4, new Dense(10, Activation.Sigmoid), new Dense(3, Activation.Softmax));

    private static Network Table => new(8, new Dense(64, Activation.ReLU), new Dense(64, Activation.ReLU), new Dense(1, Activation.Identity));

    private static Network Sigmoid(int hidden) => new(Pixels, new Dense(hidden, Activation.Sigmoid), new Dense(10, Activation.Sigmoid));

    private static Network Deep(int hidden) =>
        new(Pixels, new Dense(hidden, Activation.ReLU), new Dense(hidden, Activation.ReLU), new Dense(hidden, Activation.ReLU), new Dense(10, Activation.Softmax));

    /// <summary>Inputs in [0, 1), and classes or answers that depend on them.</summary>
    internal Dataset Data(int rows)
    {
        var random = new RandomStream(5, Purpose.Generator);
        var inputs = new float[rows * Network.Inputs];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = random.Uniform(i);
        int[] classes = [.. Enumerable.Range(0, rows).Select(i => (int)(Network.Outputs * inputs[i * Network.Inputs]))];
        var data = Images ? Dataset.From([.. inputs.Select(Pixel)], Network.Inputs, classes, Network.Outputs)
            : Network.Output == Activation.Identity ? Dataset.FromRows(inputs, Network.Inputs, [.. Enumerable.Range(0, rows).Select(i => inputs[i * Network.Inputs])], 1)
            : Dataset.From(inputs, Network.Inputs, classes, Network.Outputs);
        return Weighted ? data.WithWeights([.. Enumerable.Range(0, rows).Select(i => i % 5 * 0.5f)]) : data;
    }

    private static byte Pixel(float x, int at)
    {
        int row = at % Pixels / Side, column = at % Side;
        bool inside = row is >= Margin and < Side - Margin && column is >= Margin and < Side - Margin;
        return (byte)(inside ? Math.Max(0, (x * 510) - 255) : 0);
    }

    /// <summary>The hash of the numbers after training.</summary>
    internal string Hash(Backend backend, float? clip = null)
    {
        var trainer = new Trainer(Network, Parameters.Initialize(Network, 3), Options with { Backend = backend, Clip = clip, Seed = 99 });
        _ = trainer.Epochs(Data(Rows)).Last();
        return HashOf(trainer.Parameters.All.Span);
    }

    /// <summary>The first sixteen digits of the hash of some numbers.</summary>
    internal static string HashOf(ReadOnlySpan<float> numbers) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(numbers)))[..16];
}
