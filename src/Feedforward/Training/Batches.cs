using Feedforward.Backends;

namespace Feedforward;

/// <summary>The mini-batches of a data set: a new order for each epoch, drawn from the seed; rows are gathered straight into the workspace.</summary>
internal sealed class Batches
{
    private readonly Dataset _data;
    private readonly bool _shuffle;
    private readonly ulong _seed;
    private readonly float _smoothing, _smoothingFloor;
    private readonly int[] _order;

    /// <param name="data">The rows.</param>
    /// <param name="network">Tells by its output what label smoothing spreads to: 1/K of a softmax, ½ of a sigmoid.</param>
    /// <param name="smoothing">Label smoothing s in [0, 1).</param>
    /// <param name="shuffle">Whether each epoch has its own order.</param>
    /// <param name="seed">The run's seed.</param>
    internal Batches(Dataset data, Network network, float smoothing = 0, bool shuffle = false, ulong seed = 0)
    {
        (_data, _smoothing, _shuffle, _seed) = (data, smoothing, shuffle, seed);
        _smoothingFloor = network.Output == Activation.Softmax ? 1f / network.Outputs : 0.5f;
        _order = [.. Enumerable.Range(0, data.Rows)];
    }

    internal int Rows => _data.Rows;

    /// <summary>Puts the rows into the order of an epoch, counted from 1: a function of seed and epoch alone.</summary>
    internal void Begin(int epoch)
    {
        if (!_shuffle) return;
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        new RandomStream(_seed, Purpose.Shuffle, epoch: epoch).Shuffle(_order);
    }

    /// <summary>Gathers the rows at the places first … first + count − 1 of the epoch's order.</summary>
    internal void Gather(int first, int count, Workspace workspace)
    {
        workspace.Rows = count;
        GatherRows(first, 0, count, workspace.Batch, workspace.Targets, workspace.RowWeights);
        workspace.WeightSum = SumOfWeights(workspace.RowWeights);
    }

    /// <summary>Gathers some rows of a batch that begins at a place of the epoch's order.</summary>
    internal void GatherRows(int batch, int first, int end, Matrix inputs, Matrix targets, Matrix rowWeights)
    {
        var rows = _order.AsSpan(batch + first, end - first);
        _data.CopyInputs(rows, inputs, first);
        if (_data.HasTargets) _data.CopyTargets(rows, _smoothing, _smoothingFloor, targets, first);
        var weights = rowWeights.Row(0)[first..end];
        for (int i = 0; i < rows.Length; i++) weights[i] = _data.Weight(rows[i]);
    }

    /// <summary>Asks for the memory of the row at a place of the epoch's order.</summary>
    internal void Touch(int place)
    {
        if ((uint)place < (uint)_order.Length) _data.Touch(_order[place]);
    }

    internal static double SumOfWeights(Matrix rowWeights)
    {
        double sum = 0;
        foreach (float weight in rowWeights.Row(0)) sum += weight;
        return sum;
    }
}
