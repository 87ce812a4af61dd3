using System.Diagnostics;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// Finds out whether small steps are faster on all threads or on one, by trying both now and then. No table of thresholds can know: what a shared step costs
/// depends on whether the cores have a cache in common and on what else the machine does. The numbers do not depend on it, so trying is free.
/// </summary>
internal sealed class ThreadTrial(Backend backend)
{
    /// <summary>Steps of either kind in a trial, the first of which are not timed.</summary>
    private const int TrialSteps = 12, UntimedSteps = 4;

    /// <summary>Steps from trial to trial; the first one comes when the code is compiled.</summary>
    private const int StepsBetween = 4096, StepsBeforeFirst = 256;

    /// <summary>A step this long is worth all threads for certain: 2 ms.</summary>
    private static readonly long LongStep = Stopwatch.Frequency / 500;

    private readonly bool _tries = backend.Threads > 1 && backend.ThreadsAreFree;
    private int _threads = backend.Threads, _step = StepsBetween - StepsBeforeFirst;
    private long _started, _bestOfAll, _bestOfOne;

    /// <summary>The step that begins on this thread is shared by as many threads as the last trial found best, or as the present one tries.</summary>
    internal void Begin()
    {
        if (!_tries) return;
        if (_step < StepsBetween)
        {
            backend.ActiveThreads = _threads;
            return;
        }
        if (_step == StepsBetween) (_bestOfAll, _bestOfOne) = (long.MaxValue, long.MaxValue);
        backend.ActiveThreads = OnAll ? backend.Threads : 1;
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>The step has ended.</summary>
    internal void End()
    {
        if (!_tries) return;
        backend.ActiveThreads = backend.Threads;
        int step = _step++;
        if (step < StepsBetween) return;
        long ticks = Stopwatch.GetTimestamp() - _started;
        bool all = step < StepsBetween + TrialSteps, certain = all && ticks > LongStep;
        if ((step - StepsBetween) % TrialSteps >= UntimedSteps)
        {
            if (all) _bestOfAll = Math.Min(_bestOfAll, ticks);
            else _bestOfOne = Math.Min(_bestOfOne, ticks);
        }
        if (!certain && _step < StepsBetween + (2 * TrialSteps)) return;
        _threads = certain || _bestOfAll <= _bestOfOne ? backend.Threads : 1;
        _step = 0;
    }

    private bool OnAll => _step < StepsBetween + TrialSteps;
}
