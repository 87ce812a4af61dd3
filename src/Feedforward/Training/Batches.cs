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
        Matrix batch = workspace.Batch, targets = workspace.Targets;
        var weights = workspace.RowWeights.Row(0);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            int row = _order[first + i];
            _data.CopyInputs(row, batch.Row(i));
            if (_data.HasTargets) _data.CopyTargets(row, _smoothing, _smoothingFloor, targets.Row(i));
            sum += weights[i] = _data.Weight(row);
        }
        workspace.WeightSum = sum;
    }
}
