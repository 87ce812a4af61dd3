using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Chooses the width of vectors, once, by what the machine accelerates; bits do not depend on it.</summary>
public abstract class SimdBackend : Backend
{
    private static readonly List<SimdBackend> s_made = [];

    private protected SimdBackend()
    {
    }

    /// <summary>The environment variable that forces a width: 128, 256 or 512.</summary>
    public const string WidthVariable = "FEEDFORWARD_VECTOR_WIDTH";

    /// <inheritdoc/>
    public override string Name => "simd";

    /// <summary>Bits of a vector register in use.</summary>
    public abstract int Width { get; }

    internal abstract WorkerTeam Team { get; }

    /// <summary>Bits of the widest vector registers that this machine accelerates with fused multiply-add, or 0.</summary>
    public static int WidestVector =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256
        : Fma.IsSupported || AdvSimd.IsSupported ? 128
        : 0;

    /// <summary>The back end for a number of threads (0 = one for each processor); on a machine without fused multiply-add it is the reference.</summary>
    /// <exception cref="OptionException">The environment asks for a width that there is not.</exception>
    internal static Backend Create(int threads)
    {
        int width = WidestVector;
        if (Environment.GetEnvironmentVariable(WidthVariable) is { Length: > 0 } forced)
            width = forced is "128" or "256" or "512" && int.Parse(forced, System.Globalization.CultureInfo.InvariantCulture) <= Math.Max(width, 128)
                ? int.Parse(forced, System.Globalization.CultureInfo.InvariantCulture)
                : throw Errors.Option("FF1008", forced, WidestVector);
        int count = threads == 0 ? Environment.ProcessorCount : threads;
        if (width == 0) return new ReferenceBackend();
        lock (s_made)
        {
            // One team of threads for each number of them, however often it is asked for.
            var made = s_made.Find(b => b.Threads == count && b.Width == width);
            if (made is null) s_made.Add(made = Create(count, width, SimdDefaults.WorkPerThread));
            return made;
        }
    }

    /// <summary>A back end of its own, for tests: any width that the machine can run, any threshold of work for a second thread.</summary>
    internal static SimdBackend Create(int threads, int width, long workPerThread) => width switch
    {
        512 => new SimdBackend<Lane512, Lane512>(512, threads, workPerThread),
        256 => new SimdBackend<Lane256, Lane256>(256, threads, workPerThread),
        _ => new SimdBackend<Lane128, Pair<Register128>>(128, threads, workPerThread),
    };
}

/// <summary>Measured on a two-core AMD Zen 4 machine.</summary>
internal static class SimdDefaults
{
    /// <summary>Multiply-adds below which a second thread costs more than it brings.</summary>
    internal const long WorkPerThread = 20_000;

    /// <summary>Multiply-adds that are worth waking a thread that sleeps.</summary>
    internal const long WorkWorthWaking = 4_000_000;
}
