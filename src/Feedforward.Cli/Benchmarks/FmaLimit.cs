using System.Diagnostics;
using System.Runtime.CompilerServices;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>
/// How many operations per second this machine's registers do, and no program exceeds: independent fused multiply-adds on the widest vectors, without any
/// load or store. Twelve chains of them hide a latency of 4 cycles at up to 3 instructions a cycle, and fit into 16 registers.
/// </summary>
internal static class FmaLimit
{
    private const int Chains = 12, Turns = 1 << 18, Tries = 200;

    /// <summary>Thousand millions of multiplications and additions per second on so many threads at once: the best of some short tries.</summary>
    internal static double Gflops(int threads) => SimdBackend.WidestVector switch
    {
        512 => Best<Register512>(threads),
        256 => Best<Register256>(threads),
        _ => Best<Register128>(threads),
    };

    private static double Best<T>(int threads)
        where T : struct, IVectorLane<T>
    {
        double operations = 2.0 * Chains * T.Count * Turns * threads;
        return 1e-9 * operations / Enumerable.Range(0, Tries).Min(_ => SecondsOf<T>(threads));
    }

    private static double SecondsOf<T>(int threads)
        where T : struct, IVectorLane<T>
    {
        using var start = new Barrier(threads);
        var spans = new (long Start, long End)[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => Work(i)))];
        foreach (var thread in others) thread.Start();
        Work(0);
        foreach (var thread in others) thread.Join();
        return Stopwatch.GetElapsedTime(spans.Min(s => s.Start), spans.Max(s => s.End)).TotalSeconds;

        void Work(int i)
        {
            start.SignalAndWait();
            long begin = Stopwatch.GetTimestamp();
            Multiply<T>(Turns);
            spans[i] = (begin, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Returns what keeps the compiler from leaving the work out. All chains tend to 1, far from slow tiny numbers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Multiply<T>(int turns)
        where T : struct, IVectorLane<T>
    {
        T x = T.Constant(0.5), y = T.Constant(0.5), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = T.Fma(a, x, y);
            b = T.Fma(b, x, y);
            c = T.Fma(c, x, y);
            d = T.Fma(d, x, y);
            e = T.Fma(e, x, y);
            f = T.Fma(f, x, y);
            g = T.Fma(g, x, y);
            h = T.Fma(h, x, y);
            i = T.Fma(i, x, y);
            j = T.Fma(j, x, y);
            k = T.Fma(k, x, y);
            l = T.Fma(l, x, y);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
