namespace Feedforward.Backends;

/// <summary>
/// Threads that share one operation at a time. Each part of the work owns its outputs, so the result does not depend on who computes it.
/// Between operations a worker spins briefly and then sleeps.
/// </summary>
internal sealed class WorkerTeam
{
    private const int SpinsBeforeSleep = 4000;

    private readonly Lock _busy = new();
    private readonly Worker[] _workers;

    internal WorkerTeam(int threads) => _workers = [.. Enumerable.Range(1, threads - 1).Select(part => new Worker(part))];

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
            for (int i = 0; i < parts - 1; i++) _workers[i].Begin(work);
            work(0);
            for (int i = 0; i < parts - 1; i++) _workers[i].Wait();
        }
        finally
        {
            _busy.Exit();
        }
    }

    /// <summary>One thread with a place for one piece of work: filled by the caller, emptied by the worker when it is done.</summary>
    private sealed class Worker
    {
        private readonly object _gate = new();
        private readonly int _part;
        private Action<int>? _work;
        private bool _asleep;
        private Exception? _failure;

        internal Worker(int part)
        {
            _part = part;
            new Thread(Loop) { IsBackground = true, Name = "Feedforward worker" }.Start();
        }

        internal long Count { get; private set; }

        internal void Begin(Action<int> work)
        {
            Volatile.Write(ref _work, work);
            Interlocked.MemoryBarrier();
            if (!Volatile.Read(ref _asleep)) return;
            lock (_gate) Monitor.Pulse(_gate);
        }

        internal void Wait()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _work) is not null) spin.SpinOnce(sleep1Threshold: -1);
            if (_failure is { } failure) throw new InvalidOperationException("A worker failed.", failure);
        }

        private void Loop()
        {
            while (true)
            {
                Sleep();
                try
                {
                    _work!(_part);
                    Count++;
                }
                catch (Exception e)
                {
                    _failure = e;
                }
                Volatile.Write(ref _work, null);
            }
        }

        /// <summary>Returns when there is work.</summary>
        private void Sleep()
        {
            for (int i = 0; i < SpinsBeforeSleep; i++)
            {
                if (Volatile.Read(ref _work) is not null) return;
                Thread.SpinWait(4);
            }
            Volatile.Write(ref _asleep, true);
            Interlocked.MemoryBarrier();
            lock (_gate)
            {
                while (Volatile.Read(ref _work) is null) Monitor.Wait(_gate);
            }
            Volatile.Write(ref _asleep, false);
        }
    }
}
