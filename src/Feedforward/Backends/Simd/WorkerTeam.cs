namespace Feedforward.Backends;

/// <summary>
/// Threads that share one operation at a time. Each part of the work owns its outputs, so the result does not depend on who computes it:
/// the caller takes back a part that its worker has not begun, so that a machine busy with other things never makes it wait for a thread that
/// is not running. Between operations a worker spins briefly and then sleeps.
/// </summary>
internal sealed class WorkerTeam
{
    private const int SpinsBeforeSleep = 4000;

    private readonly Lock _busy = new();
    private readonly Worker[] _workers;
    private readonly bool _takeBack;

    /// <param name="threads">Threads, the caller's among them.</param>
    /// <param name="takeBack">Whether the caller takes back what has not begun; tests say no, to know that every worker works.</param>
    internal WorkerTeam(int threads, bool takeBack)
    {
        _takeBack = takeBack;
        _workers = [.. Enumerable.Range(1, threads - 1).Select(part => new Worker(part))];
    }

    internal int Threads => _workers.Length + 1;

    /// <summary>How often each worker has worked, for tests that must know that it did.</summary>
    internal IReadOnlyList<long> Counts => [.. _workers.Select(w => w.Count)];

    /// <summary>Calls the work for part 0 … parts − 1, one part to a thread. A team that is busy with another caller's work leaves all parts to this one.</summary>
    internal void Run(int parts, Action<int> work)
    {
        if (parts <= 1 || parts > Threads || !_busy.TryEnter())
        {
            for (int part = 0; part < parts; part++) work(part);
            return;
        }
        try
        {
            for (int i = 0; i < parts - 1; i++) _workers[i].Offer(work);
            work(0);
            for (int i = 0; i < parts - 1; i++)
                if (_takeBack && _workers[i].TakeBack()) work(i + 1);
            for (int i = 0; i < parts - 1; i++) _workers[i].Wait();
        }
        finally
        {
            _busy.Exit();
        }
    }

    /// <summary>One thread with a place for one piece of work: offered by the caller, then taken by the worker, or taken back by the caller.</summary>
    private sealed class Worker
    {
        private const int Idle = 0, Offered = 1, Taken = 2;

        private readonly object _gate = new();
        private readonly int _part;
        private Action<int>? _work;
        private int _state;
        private bool _asleep;
        private Exception? _failure;

        internal Worker(int part)
        {
            _part = part;
            new Thread(Loop) { IsBackground = true, Name = "Feedforward worker" }.Start();
        }

        internal long Count { get; private set; }

        internal void Offer(Action<int> work)
        {
            _work = work;
            Volatile.Write(ref _state, Offered);
            Interlocked.MemoryBarrier();
            if (!Volatile.Read(ref _asleep)) return;
            lock (_gate) Monitor.Pulse(_gate);
        }

        /// <summary>Whether the work had not begun, and now will not.</summary>
        internal bool TakeBack() => Interlocked.CompareExchange(ref _state, Idle, Offered) == Offered;

        internal void Wait()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _state) != Idle) spin.SpinOnce(sleep1Threshold: -1);
            if (_failure is { } failure) throw new InvalidOperationException("A worker failed.", failure);
        }

        private void Loop()
        {
            while (true)
            {
                AwaitOffer();
                if (Interlocked.CompareExchange(ref _state, Taken, Offered) != Offered) continue;
                try
                {
                    _work!(_part);
                    Count++;
                }
                catch (Exception e)
                {
                    _failure = e;
                }
                Volatile.Write(ref _state, Idle);
            }
        }

        /// <summary>Returns when there is an offer: spins, then sleeps.</summary>
        private void AwaitOffer()
        {
            for (int i = 0; i < SpinsBeforeSleep; i++)
            {
                if (Volatile.Read(ref _state) == Offered) return;
                Thread.SpinWait(4);
            }
            Volatile.Write(ref _asleep, true);
            Interlocked.MemoryBarrier();
            lock (_gate)
            {
                while (Volatile.Read(ref _state) != Offered) Monitor.Wait(_gate);
            }
            Volatile.Write(ref _asleep, false);
        }
    }
}
