using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// The batches of an epoch one after the other, each gathered while the one before it is learned from: threads that wait for work gather row by row into
/// a second set of buffers, and what is left when the batch is needed is gathered then. Rows are claimed one by one, so who gathers a row never matters.
/// </summary>
internal sealed class BatchesAhead : IIdleWork
{
    /// <summary>Bytes of a batch from which gathering costs more than sharing it: data that do not stay in the second-level cache.</summary>
    private const int BytesWorthSharing = 8192;

    private readonly Backend _backend;
    private readonly Batches _batches;
    private readonly int _batchSize;
    private readonly bool _shares;
    private readonly Workspace.Buffers[] _buffers;
    private readonly NonZeroColumns _nonZero;
    private bool _looksForZeros;
    private int _current, _first = -1, _count, _claimed = int.MaxValue, _done, _touched;

    internal BatchesAhead(Backend backend, Batches batches, Network network, int batchSize)
    {
        (_backend, _batches, _batchSize) = (backend, batches, batchSize);
        _shares = (long)batchSize * network.Inputs * sizeof(float) >= BytesWorthSharing;
        _buffers = [new(network, batchSize), new(network, batchSize)];
        _nonZero = new NonZeroColumns(network.Inputs);
    }

    /// <summary>Puts the rows into the order of an epoch.</summary>
    internal void Begin(int epoch)
    {
        _first = -1;
        _batches.Begin(epoch);
        _looksForZeros = true;
        if (_shares) _backend.WhileIdle(this);
    }

    /// <summary>Ends the help of others.</summary>
    internal void End()
    {
        if (_first >= 0) Complete();
        _first = -1;
        _backend.WhileIdle(null);
    }

    /// <summary>Gives the workspace the batch that begins at a place of the epoch's order, and lets the next one be gathered.</summary>
    internal void Take(int first, Workspace workspace)
    {
        if (_first != first) Prepare(first);
        Complete();
        var ready = _buffers[_current];
        ready.WeightSum = Batches.SumOfWeights(ready.WeightsOf(_count));
        ready.NonZero = FindZeros(ready.Inputs.Top(_count));
        workspace.Use(ready, _count);
        _current = 1 - _current;
        if (_shares && first + _batchSize < _batches.Rows) Prepare(first + _batchSize);
        else (_first, _touched) = (-1, int.MaxValue / 2);
    }

    /// <summary>The columns in use, as long as the epoch's batches leave many out.</summary>
    private NonZeroColumns? FindZeros(Matrix inputs)
    {
        if (!_looksForZeros) return null;
        _nonZero.Find(inputs);
        _looksForZeros = _nonZero.AreFew;
        return _looksForZeros ? _nonZero : null;
    }

    /// <summary>Gathers one row, if one is left.</summary>
    public bool Advance()
    {
        if (Volatile.Read(ref _claimed) >= Volatile.Read(ref _count)) return false;
        int row = Interlocked.Increment(ref _claimed) - 1;
        if (row >= _count) return false;
        var to = _buffers[_current];
        _batches.GatherRows(_first, row, row + 1, to.Inputs, to.Targets, to.RowWeights);
        Interlocked.Increment(ref _done);
        return true;
    }

    /// <summary>Asks for the memory of a row that is not gathered yet.</summary>
    public void Touch()
    {
        int row = _touched++;
        if (row < _count) _batches.Touch(_first + row);
    }

    private void Prepare(int first)
    {
        _touched = 0;
        // Where the batch before was a shorter one, its claims must not let anybody claim a row of this one before all is in place.
        Interlocked.Exchange(ref _claimed, int.MaxValue / 2);
        (_first, _count, _done) = (first, Math.Min(_batchSize, _batches.Rows - first), 0);
        Volatile.Write(ref _claimed, 0);
    }

    private void Complete()
    {
        if (_shares)
        {
            while (Advance()) { }
            var spin = new SpinWait();
            while (Volatile.Read(ref _done) < _count) spin.SpinOnce(sleep1Threshold: -1);
            return;
        }
        var to = _buffers[_current];
        _batches.GatherRows(_first, 0, _count, to.Inputs, to.Targets, to.RowWeights);
    }
}
