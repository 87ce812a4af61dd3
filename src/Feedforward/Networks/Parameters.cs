using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// The numbers of a network as one vector with named views. The gradient is another one of the same layout.
/// Padding is 0 and stays 0.
/// </summary>
public sealed class Parameters
{
    private readonly FloatBuffer _buffer;
    private readonly LaneMatrix[] _weights;
    private readonly Matrix[] _biases;

    /// <summary>Zeros in a layout.</summary>
    public Parameters(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (Layout, _buffer) = (layout, new FloatBuffer(layout.Length));
        int layers = layout.Blocks.Count / 2;
        _weights = [.. layout.Blocks.Take(layers).Select(View)];
        _biases = [.. layout.Blocks.Skip(layers).Select(block => new Matrix(_buffer, block.Offset, 1, block.Columns))];
    }

    /// <summary>The initial numbers of a network: each layer's initialiser with the layer's own stream of the seed.</summary>
    public static Parameters Initialize(Network network, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < network.Layers.Count; l++)
            if (network.Layers[l] is Dense dense)
                dense.Initializer.Fill(new RandomStream(seed, Purpose.Initializer, layer: l), parameters.Weights(l), parameters.Biases(l));
        return parameters;
    }

    /// <summary>Where each number lies.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The whole vector with its padding, as one row.</summary>
    public Matrix All => new(_buffer, 0, 1, Layout.Length);

    /// <summary>The weights of a layer [in×out], counted from 0.</summary>
    public LaneMatrix Weights(int layer) => _weights[layer];

    /// <summary>The biases of a layer [1×out], counted from 0.</summary>
    public Matrix Biases(int layer) => _biases[layer];

    /// <summary>A stretch of the vector, as one row.</summary>
    public Matrix Run(ParameterRun run) => new(_buffer, run.Offset, 1, run.Length);

    /// <summary>One block as a matrix.</summary>
    public LaneMatrix View(ParameterBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new LaneMatrix(_buffer, block.Offset, block.Rows, block.Columns);
    }

    /// <summary>Copies all numbers of a vector of the same length.</summary>
    public void CopyFrom(Parameters source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _buffer.CopyFrom(source._buffer);
    }

    /// <summary>An independent copy.</summary>
    public Parameters Clone()
    {
        var copy = new Parameters(Layout);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>The first block that holds a number that is not finite, or null.</summary>
    internal ParameterBlock? FirstNotFinite() => Layout.Blocks.FirstOrDefault(block => !View(block).Flat.IsFinite());
}
