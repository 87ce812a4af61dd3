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

    /// <summary>Steps between trials; the first one comes when the code is compiled.</summary>
    private const int StepsBetween = 4096, StepsBeforeFirst = 256;

    /// <summary>A step this long is worth all threads for certain.</summary>
    private static readonly long LongStep = Stopwatch.Frequency / 500;

    private readonly bool _tries = backend.Threads > 1 && backend.ThreadsAreFree;
    private int _step = StepsBetween - StepsBeforeFirst;
    private long _started, _bestOfAll, _bestOfOne;

    /// <summary>A step begins.</summary>
    internal void Begin()
    {
        if (!_tries) return;
        if (_step == StepsBetween) (_bestOfAll, _bestOfOne) = (long.MaxValue, long.MaxValue);
        if (_step >= StepsBetween) backend.ActiveThreads = OnAll ? backend.Threads : 1;
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>A step has ended.</summary>
    internal void End()
    {
        if (!_tries) return;
        long ticks = Stopwatch.GetTimestamp() - _started;
        if (_step >= StepsBetween && (_step - StepsBetween) % TrialSteps >= UntimedSteps)
        {
            if (OnAll) _bestOfAll = Math.Min(_bestOfAll, ticks);
            else _bestOfOne = Math.Min(_bestOfOne, ticks);
        }
        bool certain = _step >= StepsBetween && OnAll && ticks > LongStep;
        if (++_step < StepsBetween + (2 * TrialSteps) && !certain) return;
        backend.ActiveThreads = certain || _bestOfAll <= _bestOfOne ? backend.Threads : 1;
        _step = 0;
    }

    private bool OnAll => _step < StepsBetween + TrialSteps;
}
