using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Sessions;

/// <summary>Small trainings.</summary>
internal static class Examples
{
    /// <summary>Twenty rows in batches of seven, so that the last batch of an epoch is a short one.</summary>
    internal static LaneSetup Small(int epochs = 3, float learningRate = 0.3f)
    {
        var network = new Network(2, new Dense(4, Activation.Tanh), new Dense(1, Activation.Sigmoid));
        var start = new Parameters(new ParameterLayout(network));
        for (int i = 0; i < start.All.Columns; i++) start.All[0, i] = ((i * 37 % 19) - 9) / 10f;
        float[] inputs = [.. Enumerable.Range(0, 40).Select(i => ((i * 13 % 17) - 8) / 5f)];
        float[] targets = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? 1f : 0f)];
        var options = new TrainingOptions { Cost = Cost.CrossEntropy, Optimizer = new Sgd(learningRate), Batch = 7, Epochs = epochs, Seed = 5 };
        return new LaneSetup(network, start, Dataset.FromRows(inputs, 2, targets, 1), null, options);
    }

    /// <summary>A step so large that the numbers leave the floats.</summary>
    internal static LaneSetup Diverging()
    {
        var network = new Network(1, new Dense(1, Activation.Identity));
        var start = new Parameters(new ParameterLayout(network));
        start.Weights(0)[0, 0] = 1;
        var options = new TrainingOptions { Cost = Cost.Quadratic, Optimizer = new Sgd(1e6f), Batch = 1, Epochs = 1000 };
        return new LaneSetup(network, start, Dataset.FromRows([3f], 1, [0f], 1), null, options);
    }

    internal static uint[] Bits(Parameters parameters) => [.. parameters.All.ToArray().Select(BitConverter.SingleToUInt32Bits)];
}
