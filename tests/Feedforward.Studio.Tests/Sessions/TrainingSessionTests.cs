using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Sessions;

public class TrainingSessionTests
{
    [Fact]
    public async Task Going_back_and_forward_again_shows_the_same_numbers()
    {
        using var session = new TrainingSession([Examples.Small()], 10);
        await session.Step(5);
        Assert.Equal(5, session.Position);
        var fifth = session.Shown(0);
        for (int position = 4; position >= 0; position--)
        {
            await session.Step(-1);
            Assert.Equal(position, session.Position);
        }
        await session.Step(-1);
        Assert.Equal(0, session.Position);
        Assert.Equal(5, session.Newest);
        await session.Step(5);
        Assert.Same(fifth, session.Shown(0));
        await session.Step(1);
        Assert.Equal(6, session.Newest);
    }

    [Fact]
    public async Task Two_lanes_go_in_step()
    {
        using var session = new TrainingSession([Examples.Small(), Examples.Small(learningRate: 0.01f)], 10);
        for (int step = 1; step <= 9; step++)
        {
            await session.Step(1);
            Assert.All(session.Lanes, lane => Assert.Equal(step, lane.Timeline.Newest.Index));
            Assert.Equal(session.Shown(0).Epoch, session.Shown(1).Epoch);
        }
        Assert.NotEqual(Examples.Bits(session.Shown(0).Parameters), Examples.Bits(session.Shown(1).Parameters));
        Assert.Equal(Examples.Bits(session.Lanes[0].Timeline.Start.Parameters), Examples.Bits(session.Lanes[1].Timeline.Start.Parameters));
    }

    [Fact]
    public async Task Two_equal_lanes_have_equal_bits()
    {
        using var session = new TrainingSession([Examples.Small(), Examples.Small()], 10);
        await session.Step(9);
        Assert.Equal(Examples.Bits(session.Shown(0).Parameters), Examples.Bits(session.Shown(1).Parameters));
    }

    [Fact]
    public async Task A_lane_that_ended_sooner_keeps_its_last_moment_while_the_other_goes_on()
    {
        using var session = new TrainingSession([Examples.Small(epochs: 1), Examples.Small(epochs: 3)], 10);
        await session.Step(9);
        Assert.Equal(9, session.Position);
        Assert.Equal(3, session.Shown(0).Index);
        Assert.Equal(9, session.Shown(1).Index);
        await session.Step(1);
        Assert.True(session.IsAtEnd);
        Assert.Equal(9, session.Position);
        await session.Step(-1);
        Assert.False(session.IsAtEnd);
        Assert.Equal(8, session.Position);
    }

    [Fact]
    public async Task An_epoch_on_ends_where_the_epoch_does()
    {
        using var session = new TrainingSession([Examples.Small()], 10);
        await session.NextEpoch();
        Assert.Equal((3, 1), (session.Position, session.Shown(0).Epoch));
        Assert.NotNull(session.Shown(0).Record);
        await session.Step(1);
        await session.NextEpoch();
        Assert.Equal((6, 2), (session.Position, session.Shown(0).Epoch));
        await session.NextEpoch();
        await session.NextEpoch();
        Assert.True(session.IsAtEnd);
        Assert.Equal(9, session.Position);
    }

    [Fact]
    public async Task Seeking_shows_what_was_and_no_more()
    {
        using var session = new TrainingSession([Examples.Small()], 10);
        await session.Step(6);
        session.Seek(2);
        Assert.Equal(2, session.Position);
        session.Seek(100);
        Assert.Equal(6, session.Position);
        session.Seek(-1);
        Assert.Equal(0, session.Position);
        Assert.Equal(6, session.Newest);
    }

    [Fact]
    public async Task Playing_trains_to_the_end_and_stops_by_itself()
    {
        using var session = new TrainingSession([Examples.Small()], 200);
        long seen = session.Version;
        session.Play();
        Assert.True(session.IsPlaying);
        await Until(() => !session.IsPlaying);
        Assert.True(session.IsAtEnd);
        Assert.Equal(9, session.Position);
        Assert.True(session.Changed(seen).IsCompleted);
        session.Play();
        Assert.False(session.IsPlaying);
    }

    [Fact]
    public async Task A_pause_leaves_it_where_it_was()
    {
        using var session = new TrainingSession([Examples.Small(epochs: 1000)], 100);
        session.Play();
        await Until(() => session.Position > 3);
        session.Pause();
        // What was being computed when it was told to stop may still be shown.
        await session.Step(0);
        int position = session.Position;
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(position, session.Position);
        session.Play();
        await Until(() => session.Position > position);
    }

    [Fact]
    public async Task A_lane_that_diverges_stops_the_play_at_its_last_picture()
    {
        using var session = new TrainingSession([Examples.Diverging()], 500);
        session.Play();
        await Until(() => !session.IsPlaying);
        Assert.NotNull(session.Lanes[0].Failure);
        Assert.Equal(session.Newest, session.Position);
        Assert.True(session.IsAtEnd);
    }

    [Fact]
    public async Task A_closed_session_ends_its_lanes_and_wakes_who_waits()
    {
        var session = new TrainingSession([Examples.Small(epochs: 100_000)], 1000);
        session.Play();
        await Until(() => session.Position > 0);
        session.Dispose();
        Assert.Equal(StopReason.Interrupted, session.Lanes[0].Ended);
        Assert.True(session.Changed(0).IsCompleted);
    }

    [Fact]
    public async Task Stepping_a_session_that_was_closed_does_nothing()
    {
        var session = new TrainingSession([Examples.Small()], 10);
        session.Dispose();
        await session.Step(1);
        await session.NextEpoch();
        Assert.Equal(0, session.Position);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 600 && !condition(); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }
}
