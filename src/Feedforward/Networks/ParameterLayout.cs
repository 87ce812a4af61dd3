using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>A named part of the parameter vector: a <see cref="LaneMatrix"/>.</summary>
/// <param name="Name">The tensor's name in a model file, for example <c>layers.0.weight</c>.</param>
/// <param name="Offset">First float, a multiple of 16.</param>
/// <param name="Rows">Rows: the width of what feeds the layer, or 1 for biases.</param>
/// <param name="Columns">Columns: the layer's units.</param>
/// <param name="DecayFactor">1 where L1, L2 and weight decay act, 0 where they do not (biases).</param>
/// <param name="LearningRateFactor">What the learning rate is multiplied by.</param>
public sealed record ParameterBlock(string Name, int Offset, int Rows, int Columns, float DecayFactor, float LearningRateFactor)
{
    /// <summary>Floats with padding.</summary>
    public int Length => Rows * FloatBuffer.Padded(Columns);
}

/// <summary>A stretch of the parameter vector whose blocks share their factors, so that an optimiser passes over it in one go.</summary>
/// <param name="Offset">First float.</param>
/// <param name="Length">Floats.</param>
/// <param name="DecayFactor">See <see cref="ParameterBlock"/>.</param>
/// <param name="LearningRateFactor">See <see cref="ParameterBlock"/>.</param>
public readonly record struct ParameterRun(int Offset, int Length, float DecayFactor, float LearningRateFactor);

/// <summary>Where each parameter of a network lies in one contiguous vector: all weights first, then all biases.</summary>
public sealed class ParameterLayout
{
    private readonly int _layers;

    /// <summary>The layout of a network.</summary>
    /// <exception cref="OptionException">The network has more parameters than one vector can hold (2³¹ − 1 floats with padding).</exception>
    public ParameterLayout(Network network) : this(network, 1)
    {
    }

    /// <summary>The layout of a network whose biases have a learning rate of their own.</summary>
    /// <param name="network">The network.</param>
    /// <param name="biasLearningRate">What the learning rate is multiplied by for biases, at least 0; 0 leaves them as they are. L-BFGS takes 1 only.</param>
    /// <exception cref="OptionException">A factor below 0 or not finite, or too many parameters for one vector.</exception>
    public ParameterLayout(Network network, float biasLearningRate)
    {
        Check.Range("bias learning rate", biasLearningRate, biasLearningRate >= 0 && float.IsFinite(biasLearningRate), "a finite number ≥ 0");
        ArgumentNullException.ThrowIfNull(network);
        _layers = network.Layers.Count;
        var blocks = new ParameterBlock[2 * _layers];
        long offset = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            int layer = i % _layers;
            bool weights = i < _layers;
            int columns = network.Layers[layer].Units, rows = weights ? network.InputsOf(layer) : 1;
            long stride = (columns + (FloatBuffer.Alignment - 1L)) / FloatBuffer.Alignment * FloatBuffer.Alignment;
            long end = offset + (rows * stride);
            if (end > int.MaxValue - FloatBuffer.Alignment) throw Errors.Option("FF1110", network.ParameterCount);
            string name = string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.{(weights ? "weight" : "bias")}");
            blocks[i] = new ParameterBlock(name, (int)offset, rows, columns, weights ? 1 : 0, weights ? 1 : biasLearningRate);
            offset = end;
        }
        (Blocks, Length, Count) = (blocks, (int)offset, network.ParameterCount);
        Runs = MergeRuns(blocks);
    }

    /// <summary>All blocks in order: the weights of layer 0, 1, …, then the biases of layer 0, 1, ….</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>Blocks with equal factors, merged.</summary>
    public IReadOnlyList<ParameterRun> Runs { get; }

    /// <summary>Floats of the vector, with padding.</summary>
    public int Length { get; }

    /// <summary>Parameters, without padding.</summary>
    public long Count { get; }

    /// <summary>The weights of a layer, counted from 0.</summary>
    public ParameterBlock Weights(int layer) => Blocks[layer];

    /// <summary>The biases of a layer, counted from 0.</summary>
    public ParameterBlock Biases(int layer) => Blocks[_layers + layer];

    private static List<ParameterRun> MergeRuns(ParameterBlock[] blocks)
    {
        var runs = new List<ParameterRun>();
        foreach (var block in blocks)
        {
            if (runs.Count > 0 && runs[^1].DecayFactor == block.DecayFactor && runs[^1].LearningRateFactor == block.LearningRateFactor)
                runs[^1] = runs[^1] with { Length = runs[^1].Length + block.Length };
            else
                runs.Add(new ParameterRun(block.Offset, block.Length, block.DecayFactor, block.LearningRateFactor));
        }
        return runs;
    }
}
