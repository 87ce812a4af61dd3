using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>What was measured of a workload.</summary>
/// <param name="Workload">Which.</param>
/// <param name="RowsPerSecond">Of each round: trained, or predicted all at once.</param>
/// <param name="MicrosecondsPerRow">Of each round, where single rows are predicted; else empty.</param>
/// <param name="Hash">Of the weights after the first epoch, or of all predictions: the same whatever the threads and the vectors.</param>
internal sealed record WorkloadResult(Workload Workload, IReadOnlyList<double> RowsPerSecond, IReadOnlyList<double> MicrosecondsPerRow, string Hash)
{
    /// <summary>Thousand millions of multiplications and additions per second.</summary>
    internal double Gflops => 1e-9 * Workload.Operations * Spread.Of(RowsPerSecond).Median;

    /// <summary>A step of training at the median.</summary>
    internal double MicrosecondsPerStep => 1e6 * Workload.Batch / Spread.Of(RowsPerSecond).Median;
}

/// <summary>
/// Times workloads through the library's public door: whole epochs of <see cref="Model"/>, as a program sees them. A pass (an epoch, a prediction of all rows, a
/// thousand of one row) is repeated until a round is over. What comes before the first round lets the JIT compiler finish.
/// </summary>
internal sealed class WorkloadTimer(Backend backend, int rounds, double seconds)
{
    private const double WarmUp = 0.5;

    private const int SingleRows = 1000;

    /// <summary>Measures a workload on some rows.</summary>
    /// <exception cref="DivergenceException">Training left the finite numbers.</exception>
    internal WorkloadResult Run(Workload workload, Dataset rows)
    {
        var model = new Model(workload.Network, seed: Recipe.Seed, backend: backend);
        return workload.OnlyPredicts ? Predict(workload, model, rows) : Train(workload, model, rows);
    }

    private WorkloadResult Train(Workload workload, Model model, Dataset rows)
    {
        var options = new TrainingOptions
        {
            Cost = workload.Cost,
            Optimizer = workload.Optimizer,
            Batch = workload.Batch,
            Epochs = int.MaxValue,
            Seed = Recipe.Seed,
        };
        using var epochs = model.Epochs(rows, null, options).GetEnumerator();
        epochs.MoveNext();
        string hash = model.WeightsHash;
        return new WorkloadResult(workload, PerSecond(rows.Rows, () => epochs.MoveNext()), [], hash);
    }

    private WorkloadResult Predict(Workload workload, Model model, Dataset rows)
    {
        float[] row = new float[rows.Columns], outputs = new float[workload.Network.Outputs];
        rows.CopyInputs(0, row);
        var single = PerSecond(SingleRows, () =>
        {
            for (int i = 0; i < SingleRows; i++) model.Predict(row, outputs);
        });
        float[] all = [];
        var batch = PerSecond(rows.Rows, () => all = model.Predict(rows));
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(all)));
        return new WorkloadResult(workload, batch, [.. single.Select(speed => 1e6 / speed)], hash);
    }

    private double[] PerSecond(long units, Action pass)
    {
        _ = Round(Math.Min(WarmUp, seconds));
        return [.. Enumerable.Range(0, rounds).Select(_ => Round(seconds))];

        double Round(double length)
        {
            long start = Stopwatch.GetTimestamp(), passes = 0;
            double elapsed;
            do
            {
                pass();
                passes++;
                elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (elapsed < length);
            return passes * units / elapsed;
        }
    }
}
