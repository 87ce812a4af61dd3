using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// All that forward and backward need besides parameters, allocated once for the largest batch. A smaller batch is a view:
/// set <see cref="Rows"/>. Layers are counted from 0; N is the number of rows.
/// </summary>
public sealed class Workspace
{
    private readonly LayerBuffers[] _buffers;
    private Buffers _batch;
    private bool _dropout;

    /// <summary>Memory for a network and batches of up to <paramref name="capacity"/> rows.</summary>
    public Workspace(Network network, int capacity)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (Network, Capacity) = (network, capacity);
        _batch = new Buffers(network, capacity);
        _batch.RowWeights.Row(0).Fill(1);
        WeightSum = capacity;
        _buffers = [.. Enumerable.Range(0, network.Layers.Count).Select(l => new LayerBuffers(network, l, capacity))];
        Rows = capacity;
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
            if (field == value) return;
            field = value;
            (Batch, Targets, RowWeights) = (_batch.Inputs.Top(value), _batch.Targets.Top(value), _batch.WeightsOf(value));
            foreach (var buffers in _buffers) buffers.Take(value);
        }
    }

    /// <summary>The input rows [N×D].</summary>
    public Matrix Batch { get; private set; }

    /// <summary>The wanted outputs [N×K].</summary>
    public Matrix Targets { get; private set; }

    /// <summary>The rows' weights [1×N].</summary>
    public Matrix RowWeights { get; private set; }

    /// <summary>Σ wᵢ over the batch.</summary>
    public double WeightSum { get; set; }

    /// <summary>Takes a batch that was gathered elsewhere, until the next one.</summary>
    internal void Use(Buffers batch, int rows)
    {
        _batch = batch;
        Rows = rows;
        (Batch, Targets, RowWeights) = (batch.Inputs.Top(rows).With(batch.NonZero), batch.Targets.Top(rows), batch.WeightsOf(rows));
        WeightSum = batch.WeightSum;
    }

    /// <summary>Tells what is known of the batch's columns.</summary>
    internal void Know(NonZeroColumns? nonZero) => Batch = Batch.With(nonZero);

    /// <summary>What feeds layer l [N×in]: the batch or the previous layer's outputs, with what dropout left of them in training.</summary>
    public Matrix Fed(int layer) =>
        _dropout && _buffers[layer].Mask is not null ? _buffers[layer].Dropped : Undropped(layer);

    /// <summary>Weighted inputs z [N×out] of layer l.</summary>
    public Matrix Inputs(int layer) => _buffers[layer].Z;

    /// <summary>Outputs a = f(z) [N×out] of layer l, before dropout.</summary>
    public Matrix Outputs(int layer) => _buffers[layer].A;

    /// <summary>Errors δ = ∂C/∂z [N×out] of layer l.</summary>
    public Matrix Errors(int layer) => _buffers[layer].Delta;

    /// <summary>The network's outputs [N×K].</summary>
    public Matrix Result => Outputs(_buffers.Length - 1);

    /// <summary>The dropout factors in front of layer l [N×in], or null where nothing is dropped now.</summary>
    public Matrix? Mask(int layer) => _dropout ? _buffers[layer].Mask : null;

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

    /// <summary>The function of layer l, or null for a softmax.</summary>
    internal Activation.Pointwise? Function(int layer) => _buffers[layer].Function;

    /// <summary>Memory for the rows of a batch.</summary>
    internal sealed class Buffers(Network network, int capacity)
    {
        internal Matrix Inputs { get; } = new(capacity, network.Inputs);

        internal Matrix Targets { get; } = new(capacity, network.Outputs);

        internal Matrix RowWeights { get; } = new(1, capacity);

        internal double WeightSum { get; set; }

        /// <summary>What is known of the inputs' columns.</summary>
        internal NonZeroColumns? NonZero { get; set; }

        internal Matrix WeightsOf(int rows) => new(RowWeights.Buffer, 0, 1, rows);
    }

    /// <summary>One layer's memory for the largest batch, and the views of it that fit the present one.</summary>
    private sealed class LayerBuffers
    {
        private readonly Matrix _z, _a, _delta;
        private readonly Matrix? _mask, _dropped;

        internal LayerBuffers(Network network, int layer, int capacity)
        {
            int units = network.Layers[layer].Units;
            Function = network.Layers[layer].Activation as Activation.Pointwise;
            (_z, _a, _delta) = (new Matrix(capacity, units), new Matrix(capacity, units), new Matrix(capacity, units));
            if (network.DropoutBefore(layer) == 0) return;
            _mask = new Matrix(capacity, network.InputsOf(layer));
            _dropped = new Matrix(capacity, network.InputsOf(layer));
        }

        internal Activation.Pointwise? Function { get; }

        internal Matrix Z { get; private set; }

        internal Matrix A { get; private set; }

        internal Matrix Delta { get; private set; }

        internal Matrix? Mask { get; private set; }

        internal Matrix Dropped { get; private set; }

        internal void Take(int rows)
        {
            (Z, A, Delta) = (_z.Top(rows), _a.Top(rows), _delta.Top(rows));
            (Mask, Dropped) = (_mask?.Top(rows), _dropped?.Top(rows) ?? default);
        }
    }
}
