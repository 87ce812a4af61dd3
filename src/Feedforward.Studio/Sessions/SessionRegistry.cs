namespace Feedforward.Studio.Sessions;

/// <summary>
/// The sessions by the tab that shows them, so that a page that is loaded again, or in another language, finds its own as it was.
/// One that nobody has looked at for half a minute is closed.
/// </summary>
public sealed class SessionRegistry(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    public int Count
    {
        get { lock (_lock) return _entries.Count; }
    }

    /// <summary>The session of a tab. One of another setup is closed, and a new one made.</summary>
    /// <param name="tab">Whose it is.</param>
    /// <param name="setup">What it plays, as text: equal texts are equal trainings.</param>
    /// <param name="make">Makes it.</param>
    public Viewer View(string tab, string setup, Func<TrainingSession> make)
    {
        Entry entry;
        TrainingSession? old = null;
        try
        {
            lock (_lock)
            {
                if (_entries.TryGetValue(tab, out var known) && known.Setup != setup)
                {
                    old = known.Session;
                    known.Close();
                    _entries.Remove(tab);
                }
                if (!_entries.TryGetValue(tab, out entry!)) _entries[tab] = entry = new Entry(setup, make());
                entry.Enter();
            }
        }
        finally
        {
            // A setup that makes no sense ends the training that it replaces, too.
            old?.Dispose();
        }
        return new Viewer(entry.Session, () => Leave(tab, entry));
    }

    public void Dispose()
    {
        List<Entry> all;
        lock (_lock)
        {
            all = [.. _entries.Values];
            _entries.Clear();
        }
        foreach (var entry in all)
        {
            entry.Close();
            entry.Session.Dispose();
        }
    }

    private void Leave(string tab, Entry entry)
    {
        lock (_lock)
            if (entry.Leave()) entry.CloseLater(clock, () => CloseUnseen(tab, entry));
    }

    private void CloseUnseen(string tab, Entry entry)
    {
        lock (_lock)
        {
            if (entry.IsSeen || !_entries.TryGetValue(tab, out var known) || known != entry) return;
            _entries.Remove(tab);
        }
        entry.Close();
        entry.Session.Dispose();
    }

    private sealed class Entry(string setup, TrainingSession session)
    {
        private int _viewers;
        private ITimer? _timer;

        public string Setup { get; } = setup;

        public TrainingSession Session { get; } = session;

        public bool IsSeen => _viewers > 0;

        public void Enter()
        {
            _viewers++;
            Close();
        }

        public bool Leave() => --_viewers == 0;

        public void CloseLater(TimeProvider clock, Action close) =>
            _timer = clock.CreateTimer(_ => close(), null, Patience, Timeout.InfiniteTimeSpan);

        public void Close() => _timer?.Dispose();
    }
}

/// <summary>A page that looks at a session, until it is disposed of.</summary>
public sealed class Viewer(TrainingSession session, Action leave) : IDisposable
{
    private Action? _leave = leave;

    public TrainingSession Session { get; } = session;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
