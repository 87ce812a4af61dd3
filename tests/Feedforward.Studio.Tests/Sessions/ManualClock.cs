namespace Feedforward.Studio.Tests.Sessions;

/// <summary>A clock that goes on when it is told to; its timers ring once.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private TimeSpan _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var alarm = new Alarm(callback, state, _now + dueTime);
        _alarms.Add(alarm);
        return alarm;
    }

    internal void Advance(TimeSpan time)
    {
        _now += time;
        foreach (var alarm in _alarms.Where(alarm => alarm.Due <= _now).ToList())
        {
            _alarms.Remove(alarm);
            alarm.Ring();
        }
    }

    private sealed class Alarm(TimerCallback callback, object? state, TimeSpan due) : ITimer
    {
        private bool _isOff;

        internal TimeSpan Due => due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _isOff = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Ring()
        {
            if (!_isOff) callback(state);
        }
    }
}
