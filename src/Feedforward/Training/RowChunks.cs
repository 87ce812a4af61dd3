using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Runs a network over many rows, dropout off, a chunk of rows to a thread: each gathers its rows and takes them through all layers while they are in its cache.
/// The memory does not depend on the number of rows, nor the results on the number of threads.
/// </summary>
internal sealed class RowChunks(Backend backend, Network network)
{
    /// <summary>Rows of a chunk: inputs and weighted inputs of the usual networks stay in the second-level cache.</summary>
    private const int Chunk = 128;

    private Workspace[] _workspaces = [];
    private double[] _costs = [];

    /// <summary>One chunk's outputs: the first row's index, the workspace that holds them until the next chunk is asked for, and Σ wᵢ cᵢ where there is a cost.</summary>
    internal readonly record struct Result(int First, Workspace Workspace, double CostSum);

    /// <summary>The outputs of all rows, chunk by chunk, in order.</summary>
    /// <param name="parameters">The numbers of the network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="cost">What to add up, or null.</param>
    /// <param name="finite">Whether a row that comes to a number that is not finite is refused.</param>
    /// <exception cref="DataException">FF2316: a row comes to a number that is not finite.</exception>
    internal IEnumerable<Result> Run(Parameters parameters, Dataset data, Cost? cost, bool finite)
    {
        int chunk = Math.Min(Chunk, data.Rows), chunks = (data.Rows + chunk - 1) / chunk, together = Math.Min(backend.Threads, chunks);
        Prepare(chunk, together);
        var batches = new Batches(data, network);
        for (int group = 0; group < chunks; group += together)
        {
            int count = Math.Min(together, chunks - group);
            Compute(new Work { Owner = this, Parameters = parameters, Batches = batches, Cost = cost, Chunk = chunk, Group = group, Count = count });
            for (int i = 0; i < count; i++)
            {
                int first = (group + i) * chunk;
                if (finite) Divergence.RequireFinite(_workspaces[i], first);
                yield return new Result(first, _workspaces[i], _costs[i]);
            }
        }
    }

    private void Prepare(int rows, int count)
    {
        if (_workspaces.Length >= count && _workspaces[0].Capacity >= rows) return;
        _workspaces = [.. Enumerable.Range(0, count).Select(_ => new Workspace(network, rows))];
        _costs = new double[count];
    }

    private void Compute(Work work) => backend.Run(ref work, work.Count);

    /// <summary>A group of chunks, chunk i in workspace i.</summary>
    private struct Work : IWork
    {
        internal RowChunks Owner;
        internal Parameters Parameters;
        internal Batches Batches;
        internal Cost? Cost;
        internal int Chunk, Group, Count;

        public readonly void Run(int part, int parts)
        {
            for (int i = part; i < Count; i += parts)
            {
                int first = (Group + i) * Chunk;
                var workspace = Owner._workspaces[i];
                Batches.Gather(first, Math.Min(Chunk, Batches.Rows - first), workspace);
                Backpropagation.Forward(Owner.Backend, Parameters, workspace);
                Owner._costs[i] = Cost is null ? 0 : Backpropagation.CostSum(Owner.Backend, Cost, workspace);
            }
        }
    }

    private Backend Backend => backend;
}
