using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// All that forward and backward need besides parameters, allocated once for the largest batch. A smaller batch is a view:
/// set <see cref="Rows"/>. Layers are counted from 0; N is the number of rows.
/// </summary>
public sealed class Workspace
{
    private readonly LayerBuffers[] _buffers;
    private readonly Matrix _batch, _targets, _rowWeights;
    private bool _dropout;

    /// <summary>Memory for a network and batches of up to <paramref name="capacity"/> rows.</summary>
    public Workspace(Network network, int capacity)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (Network, Capacity, Rows) = (network, capacity, capacity);
        _batch = new Matrix(capacity, network.Inputs);
        _targets = new Matrix(capacity, network.Outputs);
        _rowWeights = new Matrix(1, capacity);
        _rowWeights.Row(0).Fill(1);
        WeightSum = capacity;
        _buffers = [.. Enumerable.Range(0, network.Layers.Count).Select(l => new LayerBuffers(network, l, capacity))];
    }

    /// <summary>The network that this memory is for.</summary>
    public Network Network { get; }

    /// <summary>Rows of the largest batch.</summary>
    public int Capacity { get; }

    /// <summary>Rows of the present batch.</summary>
    public int Rows
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            field = value;
        }
    }

    /// <summary>The input rows [N×D].</summary>
    public Matrix Batch => _batch.Top(Rows);

    /// <summary>The wanted outputs [N×K].</summary>
    public Matrix Targets => _targets.Top(Rows);

    /// <summary>The rows' weights [1×N].</summary>
    public Matrix RowWeights => new(_rowWeights.Buffer, 0, 1, Rows);

    /// <summary>Σ wᵢ over the batch.</summary>
    public double WeightSum { get; set; }

    /// <summary>What feeds layer l [N×in]: the batch or the previous layer's outputs, with what dropout left of them in training.</summary>
    public Matrix Fed(int layer) =>
        _dropout && _buffers[layer].Mask is not null ? _buffers[layer].Dropped!.Value.Top(Rows) : Undropped(layer);

    /// <summary>Weighted inputs z [N×out] of layer l.</summary>
    public Matrix Inputs(int layer) => _buffers[layer].Z.Top(Rows);

    /// <summary>Outputs a = f(z) [N×out] of layer l, before dropout.</summary>
    public Matrix Outputs(int layer) => _buffers[layer].A.Top(Rows);

    /// <summary>Errors δ = ∂C/∂z [N×out] of layer l.</summary>
    public Matrix Errors(int layer) => _buffers[layer].Delta.Top(Rows);

    /// <summary>The network's outputs [N×K].</summary>
    public Matrix Result => Outputs(_buffers.Length - 1);

    /// <summary>The dropout factors in front of layer l [N×in], or null where nothing is dropped now.</summary>
    public Matrix? Mask(int layer) => _dropout ? _buffers[layer].Mask?.Top(Rows) : null;

    /// <summary>What would feed layer l if nothing were dropped.</summary>
    internal Matrix Undropped(int layer) => layer == 0 ? Batch : Outputs(layer - 1);

    /// <summary>Draws the dropout masks of a batch, and switches dropout on.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="first">The place of the batch's first row in the epoch's shuffled order.</param>
    internal void DrawMasks(ulong seed, int epoch, long first)
    {
        _dropout = true;
        for (int l = 0; l < _buffers.Length; l++)
            if (Mask(l) is { } mask)
                Backend.DropoutMask(new RandomStream(seed, Purpose.Dropout, l, epoch), Network.DropoutBefore(l), first, mask);
    }

    /// <summary>Switches dropout off: prediction and measuring use the whole network.</summary>
    internal void NoMasks() => _dropout = false;

    private sealed class LayerBuffers
    {
        internal LayerBuffers(Network network, int layer, int capacity)
        {
            int units = network.Layers[layer].Units;
            (Z, A, Delta) = (new Matrix(capacity, units), new Matrix(capacity, units), new Matrix(capacity, units));
            if (network.DropoutBefore(layer) == 0) return;
            Mask = new Matrix(capacity, network.InputsOf(layer));
            Dropped = new Matrix(capacity, network.InputsOf(layer));
        }

        internal Matrix Z { get; }

        internal Matrix A { get; }

        internal Matrix Delta { get; }

        internal Matrix? Mask { get; }

        internal Matrix? Dropped { get; }
    }
}
