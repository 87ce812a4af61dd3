using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>What <c>feedforward bench</c> tells, as it comes.</summary>
internal interface IBenchReport
{
    void Begin(MeasuredMachine machine, string input, int rounds, double seconds);

    void Add(WorkloadResult result);

    void End();
}

/// <summary>The machine, and what its registers can do.</summary>
/// <param name="Backend">Where numbers are computed.</param>
/// <param name="Threads">Threads that share the work.</param>
/// <param name="OneThread">Limit of fused multiply-adds on one thread, in GFLOP/s.</param>
/// <param name="AllThreads">The same on all of these threads at once.</param>
internal sealed record MeasuredMachine(string Backend, int Threads, double OneThread, double AllThreads)
{
    internal static MeasuredMachine Measure(Backend backend)
    {
        int threads = backend is SimdBackend simd ? simd.Threads : 1;
        double one = FmaLimit.Gflops(1);
        return new MeasuredMachine(backend.Name, threads, one, threads == 1 ? one : FmaLimit.Gflops(Math.Min(threads, Environment.ProcessorCount)));
    }
}
