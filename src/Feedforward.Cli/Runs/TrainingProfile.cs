using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>Where the time of a training went.</summary>
/// <param name="Operations">What the back end did, the longest time first.</param>
/// <param name="Seconds">The training, from its beginning to its end.</param>
/// <param name="Threads">Threads that could share the work.</param>
/// <param name="Limit">What the registers of these threads can do, in GFLOP/s.</param>
internal sealed record TrainingProfile(IReadOnlyList<OperationProfile> Operations, double Seconds, int Threads, double Limit)
{
    /// <summary>The time between operations.</summary>
    internal double OutsideSeconds => Seconds - Operations.Sum(o => o.Seconds);

    /// <summary>The part of the training that a time is.</summary>
    internal double Share(double seconds) => seconds / Seconds;

    /// <summary>The part of what the registers can do that an operation did.</summary>
    internal double ShareOfLimit(OperationProfile operation) => operation.GigaflopsPerSecond / Limit;

    /// <summary>What a back end did in a training that has just ended; the limit is measured now.</summary>
    internal static TrainingProfile Of(TimedBackend backend, double seconds)
    {
        var operations = backend.Profile;
        int threads = Math.Min(backend.Threads, Environment.ProcessorCount);
        return new TrainingProfile(operations, seconds, threads, FmaLimit.Gflops(threads));
    }
}
