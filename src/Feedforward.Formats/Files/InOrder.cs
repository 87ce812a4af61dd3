using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Feedforward.Formats;

/// <summary>
/// Works on items on several threads, that of the caller among them, and gives the results in the order of the items. No further thread is
/// started for a single item.
/// </summary>
/// <param name="next">Gives the next item, or null after the last; never called by two threads at once.</param>
/// <param name="work">Makes an item's result; called by several threads at once.</param>
/// <param name="threads">How many threads; 0 = one for each processor.</param>
internal sealed class InOrder<TItem, TResult>(Func<TItem?> next, Func<TItem, TResult> work, int threads) : IDisposable
    where TItem : class
    where TResult : class
{
    /// <summary>So many items for each thread may have been taken and their results not yet asked for.</summary>
    private const int Ahead = 4;

    private readonly Lock _taking = new();
    private readonly object _state = new();
    private readonly Queue<Job> _jobs = [];
    private readonly List<Thread> _helpers = [];
    private readonly int _threads = threads == 0 ? Environment.ProcessorCount : threads;
    private int _taken;
    private bool _ended;

    /// <summary>The next result; false after the last.</summary>
    /// <exception cref="Exception">What the next item, or the work on it, threw.</exception>
    internal bool TryNext([NotNullWhen(true)] out TResult? result)
    {
        result = null;
        while (result is null)
        {
            if (TryFinished(out var finished))
                result = finished.Result;
            else if (Take() is { } job)
                Run(job);
            else if (!WaitForFirst())
                return false;
        }
        return true;
    }

    /// <summary>Stops the other threads after the items that they are working on.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            _ended = true;
            Monitor.PulseAll(_state);
        }
        foreach (var helper in _helpers)
            helper.Join();
    }

    /// <summary>The next item that nobody works on; null where there is none or enough is done ahead.</summary>
    private Job? Take()
    {
        lock (_taking)
        {
            lock (_state)
            {
                if (_ended || _jobs.Count >= Ahead * _threads)
                    return null;
            }
            var job = new Job(next);
            lock (_state)
            {
                _ended |= !job.HasWork;
                if (job.IsEmpty)
                    return null;
                _jobs.Enqueue(job);
            }
            if (++_taken == 2)
                StartHelpers();
            return job;
        }
    }

    private void StartHelpers()
    {
        while (_helpers.Count < _threads - 1)
        {
            var helper = new Thread(Help) { IsBackground = true };
            _helpers.Add(helper);
            helper.Start();
        }
    }

    private void Help()
    {
        while (!_ended)
        {
            if (Take() is { } job)
                Run(job);
            else
                WaitForRoom();
        }
    }

    private void Run(Job job)
    {
        job.Run(work);
        lock (_state)
        {
            job.IsFinished = true;
            Monitor.PulseAll(_state);
        }
    }

    private bool TryFinished([NotNullWhen(true)] out Job? job)
    {
        lock (_state)
        {
            if (!_jobs.TryPeek(out job) || !job.IsFinished)
                return false;
            _jobs.Dequeue();
            Monitor.PulseAll(_state);
            return true;
        }
    }

    /// <summary>Waits until the first job is finished; false where there are no more jobs.</summary>
    private bool WaitForFirst()
    {
        lock (_state)
        {
            while (_jobs.TryPeek(out var first) && !first.IsFinished)
                Monitor.Wait(_state);
            return _jobs.Count > 0;
        }
    }

    private void WaitForRoom()
    {
        lock (_state)
        {
            while (!_ended && _jobs.Count >= Ahead * _threads)
                Monitor.Wait(_state);
        }
    }

    /// <summary>An item and what became of it.</summary>
    private sealed class Job
    {
        private readonly TItem? _item;
        private TResult? _result;
        private ExceptionDispatchInfo? _failure;

        internal Job(Func<TItem?> next)
        {
            try
            {
                _item = next();
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }

        internal bool HasWork => _item is not null;

        /// <summary>Whether there was no item.</summary>
        internal bool IsEmpty => _item is null && _failure is null;

        internal bool IsFinished { get; set; }

        internal TResult Result
        {
            get
            {
                _failure?.Throw();
                return _result!;
            }
        }

        internal void Run(Func<TItem, TResult> work)
        {
            try
            {
                if (_item is not null)
                    _result = work(_item);
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }
    }
}
