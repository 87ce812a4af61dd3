using System.Globalization;
using Feedforward.Backends;

namespace Feedforward.TrainProbe;

/// <summary>
/// Trains, in a process where nothing else happens, and prints one line. <c>TrainProbe hash NAME…</c>: the path that the machine's switches left, then the hashes.
/// <c>TrainProbe allocations NAME THREADS</c>: bytes allocated by all threads over the steps of an epoch, by one back end that shares every operation and by
/// the one that users have, then over single-row predictions.
/// </summary>
public static class Program
{
    /// <summary>Trains.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments[0] == "hash")
        {
            var backend = Backend.Create("simd", 2);
            string path = backend is SimdBackend simd ? simd.Width.ToString(CultureInfo.InvariantCulture) : backend.Name;
            Console.WriteLine(string.Join(' ', arguments[1..].Select(name => Workload.Named(name).Hash(backend)).Prepend(path)));
            return 0;
        }
        var workload = Workload.Named(arguments[1]);
        int threads = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var always = SimdBackend.Create(threads, SimdBackend.WidestVector, workPerThread: 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Allocations.OfSteps(workload, always)} {Allocations.OfSteps(workload, Backend.Create("simd", threads))} {Allocations.OfPredictions(workload, always)}"));
        return always.Team.Counts.All(count => count > 0) ? 0 : 1;
    }
}
