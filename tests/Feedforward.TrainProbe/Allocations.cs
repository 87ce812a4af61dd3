using Feedforward.Backends;

namespace Feedforward.TrainProbe;

/// <summary>Bytes that all threads allocate.</summary>
internal static class Allocations
{
    /// <summary>
    /// A thread that does for the first time what another did before takes scratch memory once, and when that is depends on the machine's other work:
    /// the epoch with the least tells what steps allocate.
    /// </summary>
    private const int Steps = 150, Epochs = 5;

    private const int Predictions = 1000;

    /// <summary>Between the first and the last step of an epoch.</summary>
    internal static long OfSteps(Workload workload, Backend backend)
    {
        var (network, options) = (workload.Network, workload.Options);
        var counter = new Counter();
        var trainer = new Trainer(network, Parameters.Initialize(network, 3), options with { Backend = backend, Epochs = Epochs });
        // A last, short batch is one of the steps.
        _ = trainer.Epochs(workload.Data((Steps * options.Batch) - 1), progress: counter).Last();
        return counter.Bytes;
    }

    /// <summary>Over predictions of single rows, after as many.</summary>
    internal static long OfPredictions(Workload workload, Backend backend)
    {
        var model = new Model(workload.Network, backend: backend);
        float[] row = new float[workload.Network.Inputs], outputs = new float[workload.Network.Outputs];
        long before = 0;
        for (int i = 0; i < 2 * Predictions; i++)
        {
            if (i == Predictions) before = GC.GetTotalAllocatedBytes(precise: true);
            model.Predict(row, outputs);
        }
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private sealed class Counter : IProgress<Step>
    {
        private long _first;

        internal long Bytes { get; private set; } = long.MaxValue;

        public void Report(Step value)
        {
            if (_first == 0) _first = GC.GetTotalAllocatedBytes(precise: true);
            if (value.Row < value.Rows) return;
            Bytes = Math.Min(Bytes, GC.GetTotalAllocatedBytes(precise: true) - _first);
            _first = 0;
        }
    }
}
