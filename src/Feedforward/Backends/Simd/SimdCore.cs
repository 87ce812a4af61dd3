using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// The reference's arithmetic, sixteen columns (<typeparamref name="TLane"/>) at a time and shared by threads; kernels of products take
/// <typeparamref name="TUnit"/> as their least width.
/// </summary>
[SkipLocalsInit]        // kernels' locals are many registers wide, and each is written before it is read
internal sealed partial class SimdBackend<TLane, TUnit>(int width, int threads, long workPerThread) : SimdBackend
    where TLane : struct, IVectorLane<TLane>
    where TUnit : struct, IVectorLane<TUnit>
{
    private const int Lane = LaneMatrix.LaneWidth;

    private readonly WorkerTeam _team = new(threads, takeBack: workPerThread > 0);

    [ThreadStatic]
    private static FloatBuffer? t_scratch;

    /// <summary>0 = all.</summary>
    [ThreadStatic]
    private static int t_activeThreads;

    public override int Width => width;

    public override int Threads => _team.Threads;

    internal override int ActiveThreads
    {
        get => t_activeThreads == 0 ? Threads : Math.Min(t_activeThreads, Threads);
        set => t_activeThreads = value;
    }

    internal override bool ThreadsAreFree => workPerThread > 0;

    internal override WorkerTeam Team => _team;

    internal override void WhileIdle(IIdleWork? work) => _team.IdleWork = work;

    internal override void Run<TWork>(ref TWork work, int parts) => _team.Run(ref work, Math.Min(parts, Threads), large: true);

    /// <summary>Runs work on as many threads as it is worth.</summary>
    /// <param name="work">A local variable of the caller.</param>
    /// <param name="multiplyAdds">How much it is, in multiply-adds.</param>
    /// <param name="units">Pieces that it can be cut into.</param>
    private void Run<TWork>(ref TWork work, long multiplyAdds, long units)
        where TWork : struct, IWork
    {
        long parts = workPerThread == 0 ? Threads : Math.Min(ActiveThreads, multiplyAdds / workPerThread);
        parts = Math.Min(parts, units);
        if (parts <= 1) work.Run(0, 1);
        else _team.Run(ref work, (int)parts, large: multiplyAdds > SimdDefaults.WorkWorthWaking);
    }

    /// <summary>Memory of this thread for the time of one operation.</summary>
    private static FloatBuffer Scratch(int length)
    {
        if (t_scratch is null || t_scratch.Length < length) t_scratch = new FloatBuffer(length);
        return t_scratch;
    }

    private static LaneMatrix AsLanes(Matrix row) => row.Exists ? new(row.Buffer, row.Place(0, 0), 1, row.Columns) : default;

    private static ref float Next(ref float from, nint floats) => ref Unsafe.Add(ref from, floats);
}
