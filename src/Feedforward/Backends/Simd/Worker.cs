using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>
/// One thread of a <see cref="WorkerTeam"/> with a place for one piece of work: offered by the caller, then taken by the thread, or taken back by the caller.
/// Its methods are compiled with all optimisations at once: the thread's loop never returns, and would stay in its first, slow form.
/// </summary>
internal sealed unsafe class Worker(WorkerTeam team, int part)
{
    private const int Idle = 0, Offered = 1, Taken = 2, Asleep = 3;

    /// <summary>About 50 µs: longer than what lies between two shared operations of a training step.</summary>
    private const int SpinsBeforeSleep = 2000;

    /// <summary>Waking a thread costs some µs; that pays only for a caller that comes again within this time: 0.2 ms.</summary>
    private static readonly long SoonTicks = Stopwatch.Frequency / 5_000;

    private readonly object _gate = new();
    private Place _place = new() { State = Asleep };
    private Exception? _failure;
    private long _lastRefusal;
    private bool _started, _offered;

    /// <summary>What caller and worker share, in cache lines of its own: each look of one at what the other wrote costs a trip between two cores.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Place
    {
        [FieldOffset(64)]
        internal delegate*<void*, int, int, void> Call;
        [FieldOffset(72)]
        internal void* Work;
        [FieldOffset(80)]
        internal int Parts;
        [FieldOffset(84)]
        internal int State;
    }

    internal long Count { get; private set; }

    /// <summary>Offers a part of the work. A thread that sleeps is woken where that is worth while, or where calls follow each other closely; else nothing is offered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Offer(delegate*<void*, int, int, void> call, void* work, int parts, bool worthWaking)
    {
        _place.Call = call;
        _place.Work = work;
        _place.Parts = parts;
        _offered = worthWaking || Volatile.Read(ref _place.State) != Asleep || CallsAreClose();
        if (_offered && Interlocked.Exchange(ref _place.State, Offered) == Asleep)
            Wake();
    }

    /// <summary>Whether the work has not begun, and now will not.</summary>
    internal bool TakeBack() =>
        !_offered || (Volatile.Read(ref _place.State) == Offered && Interlocked.CompareExchange(ref _place.State, Idle, Offered) == Offered);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Wait()
    {
        for (int i = 0; Volatile.Read(ref _place.State) is Offered or Taken; i++)
        {
            if (i < SpinsBeforeSleep) Pause();
            else Thread.Yield();
        }
    }

    internal void ThrowIfFailed()
    {
        if (_failure is not { } failure) return;
        _failure = null;
        throw new InvalidOperationException("A worker failed.", failure);
    }

    private bool CallsAreClose()
    {
        long now = Stopwatch.GetTimestamp(), last = _lastRefusal;
        _lastRefusal = now;
        return now - last < SoonTicks;
    }

    private void Wake()
    {
        if (_started)
        {
            lock (_gate) Monitor.Pulse(_gate);
            return;
        }
        _started = true;
        new Thread(Loop) { IsBackground = true, Name = "Feedforward worker" }.Start();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop()
    {
        while (true)
        {
            AwaitOffer();
            if (Interlocked.CompareExchange(ref _place.State, Taken, Offered) != Offered) continue;
            try
            {
                _place.Call(_place.Work, part, _place.Parts);
                Count++;
            }
            catch (Exception e)
            {
                _failure = e;
            }
            Volatile.Write(ref _place.State, Idle);
        }
    }

    /// <summary>Returns when there may be an offer: does something useful, spins, then sleeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AwaitOffer()
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (Volatile.Read(ref _place.State) == Offered) return;
            if (team.IdleWork is { } useful && useful.Advance()) i = 0;
            else Pause();
        }
        if (Interlocked.CompareExchange(ref _place.State, Asleep, Idle) != Idle) return;
        lock (_gate)
        {
            while (Volatile.Read(ref _place.State) == Asleep) Monitor.Wait(_gate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pause()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else Thread.SpinWait(1);
    }
}
