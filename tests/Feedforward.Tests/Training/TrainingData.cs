namespace Feedforward.Tests.Training;

/// <summary>Small data sets and networks that the tests of training share.</summary>
internal static class TrainingData
{
    internal static Network Classifier { get; } = new(4, new Dense(8, Activation.Tanh), new Dense(3, Activation.Softmax));

    internal static Network Dropping { get; } =
        new(4, new Dense(20, Activation.ReLU) { Dropout = 0.3f }, new Dense(9, Activation.Gelu) { Dropout = 0.2f }, new Dense(3, Activation.Softmax)) { InputDropout = 0.1f };

    /// <summary>Three overlapping classes of points; another seed gives other rows of the same kind.</summary>
    internal static Dataset Classes(int rows = 90, ulong seed = 1, float spread = 1)
    {
        var random = new RandomStream(seed, Purpose.GradientCheck);
        var inputs = new float[rows * 4];
        var classes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            classes[i] = i % 3;
            for (int j = 0; j < 4; j++) inputs[(4 * i) + j] = (classes[i] == j ? 1.5f : 0) + (spread * (float)random.Normal((4 * i) + j));
        }
        return Dataset.From(inputs, 4, classes, 3);
    }

    internal static Parameters Start(Network network, ulong seed = 3) => Parameters.Initialize(network, seed);

    internal static Trainer Trainer(TrainingOptions options, Network? network = null) =>
        new(network ?? Classifier, Start(network ?? Classifier), options);

    /// <summary>Trains to the end and gives the numbers.</summary>
    internal static float[] Train(TrainingOptions options, Dataset? data = null, Network? network = null)
    {
        var trainer = Trainer(options, network);
        _ = trainer.Epochs(data ?? Classes()).Last();
        return Numbers(trainer);
    }

    internal static float[] Numbers(Trainer trainer) => trainer.Parameters.All.ToArray();

    /// <summary>Mean cost of the rows with these numbers.</summary>
    internal static double Cost(Network network, Parameters parameters, Dataset data) =>
        new Evaluator(Feedforward.Backends.Backend.Default, network, Feedforward.Cost.DefaultFor(network.Output)).Measure(parameters, data).Cost;

    /// <summary>Only calls back, on the caller's thread.</summary>
    internal sealed class Told(Action<Step> action) : IProgress<Step>
    {
        public void Report(Step value) => action(value);
    }
}
