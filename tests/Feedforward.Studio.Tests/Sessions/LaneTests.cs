using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Sessions;

public class LaneTests
{
    [Theory, InlineData(Recording.Steps, 9), InlineData(Recording.Epochs, 3)]
    public void A_lane_that_is_stepped_is_the_trainer_bit_for_bit(Recording recording, int moments)
    {
        var setup = Examples.Small() with { Recording = recording };
        var trainer = new Trainer(setup.Network, setup.Start.Clone(), setup.Options);
        var batches = new Collected(trainer);
        var epochs = trainer.Epochs(setup.Train, null, batches).Select(epoch => (Epoch: epoch, Bits: Examples.Bits(trainer.Parameters))).ToList();

        using var lane = new Lane(setup);
        while (lane.Advance()) { }
        var kept = lane.Timeline.All().Skip(1).ToList();
        Assert.Equal(moments, kept.Count);
        var ended = kept.Where(moment => moment.Record is not null).ToList();
        Assert.Equal(epochs.Where(e => e.Epoch.Number > 0).Select(e => e.Bits), ended.Select(moment => Examples.Bits(moment.Parameters)));
        Assert.Equal(epochs.Where(e => e.Epoch.Number > 0).Select(e => e.Epoch.TrainingCost), ended.Select(moment => moment.Record!.TrainingCost));
        if (recording == Recording.Steps)
            Assert.Equal(batches.Within, kept.Where(moment => moment.Record is null).Select(moment => Examples.Bits(moment.Parameters)));
        Assert.Equal(Examples.Bits(trainer.Parameters), Examples.Bits(lane.Result));
        Assert.Equal(trainer.StopReason, lane.Ended);
        Assert.Equal(epochs.Count, lane.Epochs.Count);
    }

    [Fact]
    public void A_moment_that_was_kept_is_never_changed()
    {
        using var lane = new Lane(Examples.Small());
        Assert.True(lane.Advance());
        var first = lane.Timeline.Newest;
        uint[] bits = Examples.Bits(first.Parameters);
        while (lane.Advance()) { }
        Assert.Equal(bits, Examples.Bits(first.Parameters));
        Assert.NotEqual(bits, Examples.Bits(lane.Timeline.Newest.Parameters));
    }

    [Fact]
    public void A_lane_trains_nothing_before_it_is_told_to()
    {
        using var lane = new Lane(Examples.Small());
        Thread.Sleep(50);
        Assert.Equal(0, lane.Timeline.Newest.Index);
        Assert.Same(lane.Timeline.Start, lane.Timeline.Newest);
    }

    [Fact]
    public void What_is_not_finite_any_more_becomes_a_notice()
    {
        using var lane = new Lane(Examples.Diverging());
        int steps = 0;
        while (lane.Advance()) steps++;
        Assert.InRange(steps, 1, 100);
        Assert.NotNull(lane.Failure);
        Assert.StartsWith("FF40", lane.Failure.Code, StringComparison.Ordinal);
        Assert.NotEqual(StopReason.None, lane.Ended);
        // What is shown last is still a picture.
        Assert.All(lane.Timeline.Newest.Parameters.All.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.False(lane.Advance());
    }

    [Fact]
    public void A_lane_that_is_closed_while_it_waits_ends_its_thread()
    {
        var lane = new Lane(Examples.Small());
        Assert.True(lane.Advance());
        lane.Dispose();
        Assert.Equal(StopReason.Interrupted, lane.Ended);
    }

    /// <summary>The parameters after each mini-batch but the last of an epoch.</summary>
    private sealed class Collected(Trainer trainer) : IProgress<Step>
    {
        internal List<uint[]> Within { get; } = [];

        public void Report(Step value)
        {
            if (value.Row < value.Rows) Within.Add(Examples.Bits(trainer.Snapshot()));
        }
    }
}
