using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>Work that can be cut into parts, each of which owns its outputs: the result does not depend on who computes a part.</summary>
internal interface IWork
{
    void Run(int part, int parts);
}

/// <summary>Something useful for a thread that waits for work.</summary>
internal interface IIdleWork
{
    /// <summary>Does a small piece, well under a microsecond; false where there was nothing to do.</summary>
    bool Advance();

    /// <summary>Only asks for memory that the next piece will read, for a thread that has its own work to do: takes no time and changes nothing.</summary>
    void Touch();
}

/// <summary>
/// Threads that share one operation at a time. The caller takes back a part that its worker has not begun, so that a machine busy with other
/// things never makes it wait for a thread that is not running. Between operations a worker spins briefly and then sleeps; sharing takes no lock and no memory.
/// </summary>
internal sealed class WorkerTeam
{
    private readonly Worker[] _workers;
    private readonly bool _takeBack;
    private IIdleWork? _idleWork;
    private int _busy;

    /// <param name="threads">Threads, the caller's among them.</param>
    /// <param name="takeBack">Whether the caller takes back what has not begun; tests say no, to know that every worker works.</param>
    internal WorkerTeam(int threads, bool takeBack)
    {
        _takeBack = takeBack;
        _workers = [.. Enumerable.Range(1, threads - 1).Select(part => new Worker(this, part))];
    }

    internal int Threads => _workers.Length + 1;

    /// <summary>What threads do between operations, or null.</summary>
    internal IIdleWork? IdleWork
    {
        get => Volatile.Read(ref _idleWork);
        set => Volatile.Write(ref _idleWork, value);
    }

    /// <summary>How often each worker has worked, for tests that must know that it did.</summary>
    internal IReadOnlyList<long> Counts => [.. _workers.Select(w => w.Count)];

    /// <summary>
    /// Runs the parts 0 … parts − 1, one to a thread. A team that is busy (with another caller, or with the work that calls) leaves all of it to this thread.
    /// The work must be a local variable of the caller: workers look at it where it lies.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="parts">Parts, at most one to a thread.</param>
    /// <param name="large">Whether the work is worth waking a thread for, however long ago the last one was.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Run<TWork>(ref TWork work, int parts, bool large)
        where TWork : struct, IWork
    {
        if (parts <= 1 || parts > Threads || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            work.Run(0, 1);
            return;
        }
        int offered = parts - 1;
        try
        {
            void* address = Unsafe.AsPointer(ref work);
            for (int i = 0; i < offered; i++) _workers[i].Offer(&Call<TWork>, address, parts, large || !_takeBack);
            work.Run(0, parts);
            for (int i = 0; i < offered; i++)
                if (_takeBack && _workers[i].TakeBack()) work.Run(i + 1, parts);
            for (int i = 0; i < offered; i++) _workers[i].Wait();
            for (int i = 0; i < offered; i++) _workers[i].ThrowIfFailed();
        }
        catch
        {
            // No worker may look at the work once this frame is gone.
            for (int i = 0; i < offered; i++)
                if (!_workers[i].TakeBack()) _workers[i].Wait();
            throw;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private static unsafe void Call<TWork>(void* work, int part, int parts)
        where TWork : struct, IWork
    {
        var mine = Unsafe.AsRef<TWork>(work);
        mine.Run(part, parts);
    }
}
