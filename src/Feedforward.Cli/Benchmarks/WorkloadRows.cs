using System.Collections.Concurrent;

namespace Feedforward.Cli;

/// <summary>The rows of a workload: the same for a seed on every machine.</summary>
internal static class WorkloadRows
{
    private const int ForInputs = 0, ForAnswers = 1;

    /// <summary>Inputs in [0, 1), each as likely; classes, or answers in [0, 1), that have nothing to do with them.</summary>
    internal static Dataset Random(Workload workload, int rows)
    {
        var (network, outputs) = (workload.Network, workload.Network.Outputs);
        float[] inputs = Uniform(checked(rows * network.Inputs), ForInputs);
        float[] answers = Uniform(checked(rows * outputs), ForAnswers);
        if (workload.Cost == Cost.Quadratic) return Dataset.FromRows(inputs, network.Inputs, answers, outputs);
        int[] classes = [.. Enumerable.Range(0, rows).Select(i => (int)(answers[i] * outputs))];
        return Dataset.From(inputs, network.Inputs, classes, outputs);
    }

    /// <summary>The first images of a set with their labels.</summary>
    internal static Dataset Images(ImageSet images, int rows)
    {
        int count = Math.Min(rows, images.Rows);
        return Dataset.From(images.Bytes.Span[..(count * images.Size)], images.Size, [.. images.Labels!.Take(count)], images.Classes.Count);
    }

    private static float[] Uniform(int count, int stream)
    {
        var random = new RandomStream(Recipe.Seed, Purpose.Generator, stream);
        var numbers = new float[count];
        Parallel.ForEach(Partitioner.Create(0, count), range =>
        {
            for (int i = range.Item1; i < range.Item2; i++) numbers[i] = random.Uniform(i);
        });
        return numbers;
    }
}
