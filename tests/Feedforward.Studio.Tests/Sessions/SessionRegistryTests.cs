using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Sessions;

public sealed class SessionRegistryTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly SessionRegistry _registry;

    public SessionRegistryTests() => _registry = new SessionRegistry(_clock);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void A_page_that_is_loaded_again_finds_its_session()
    {
        var first = View("tab", "setup");
        first.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(29));
        using var again = View("tab", "setup");
        Assert.Same(first.Session, again.Session);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _registry.Count);
        Assert.Equal(StopReason.None, again.Session.Lanes[0].Ended);
    }

    [Fact]
    public void A_session_ends_half_a_minute_after_its_tab_was_closed()
    {
        var viewer = View("tab", "setup");
        viewer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(1, _registry.Count);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(0, _registry.Count);
        Assert.Equal(StopReason.Interrupted, viewer.Session.Lanes[0].Ended);
    }

    [Fact]
    public void Another_setup_in_the_same_tab_closes_the_old_session_at_once()
    {
        using var first = View("tab", "one");
        using var second = View("tab", "two");
        Assert.NotSame(first.Session, second.Session);
        Assert.Equal(1, _registry.Count);
        Assert.Equal(StopReason.Interrupted, first.Session.Lanes[0].Ended);
        first.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(StopReason.None, second.Session.Lanes[0].Ended);
    }

    [Fact]
    public void Tabs_have_sessions_of_their_own()
    {
        using var first = View("one", "setup");
        using var second = View("two", "setup");
        Assert.NotSame(first.Session, second.Session);
        first.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _registry.Count);
    }

    [Fact]
    public void A_session_stays_while_one_of_two_pages_looks_at_it()
    {
        using var first = View("tab", "setup");
        using var second = View("tab", "setup");
        first.Dispose();
        first.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _registry.Count);
        second.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void A_setup_that_cannot_be_made_leaves_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => _registry.View("tab", "setup", () => throw new InvalidOperationException()));
        Assert.Equal(0, _registry.Count);
        using var viewer = View("tab", "setup");
        Assert.Equal(1, _registry.Count);
    }

    [Fact]
    public void A_setup_that_cannot_be_made_ends_the_one_that_it_replaces()
    {
        using var viewer = View("tab", "good");
        Assert.Throws<InvalidOperationException>(() => _registry.View("tab", "bad", () => throw new InvalidOperationException()));
        Assert.Equal(0, _registry.Count);
        Assert.Equal(StopReason.Interrupted, viewer.Session.Lanes[0].Ended);
    }

    [Fact]
    public void The_end_of_the_studio_ends_all_sessions()
    {
        var viewers = Enumerable.Range(0, 3).Select(i => View("tab" + i.ToString(null as IFormatProvider), "setup")).ToList();
        _registry.Dispose();
        Assert.All(viewers, viewer => Assert.Equal(StopReason.Interrupted, viewer.Session.Lanes[0].Ended));
        viewers.ForEach(viewer => viewer.Dispose());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _registry.Count);
    }

    private Viewer View(string tab, string setup) => _registry.View(tab, setup, () => new TrainingSession([Examples.Small()], 10));
}
