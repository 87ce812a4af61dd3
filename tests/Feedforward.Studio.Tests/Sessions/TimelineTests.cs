using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Sessions;

public class TimelineTests
{
    private static readonly Parameters Two = new(new ParameterLayout(new Network(1, new Dense(1, Activation.Sigmoid))));

    [Theory, InlineData(10), InlineData(2000), InlineData(2001), InlineData(5000), InlineData(50_000)]
    public void A_long_training_keeps_every_so_manieth_moment_its_first_and_its_newest(int moments)
    {
        var timeline = Filled(Two, moments);
        var all = timeline.All();
        Assert.InRange(all.Count, Math.Min(moments, Timeline.MostMoments / 2), Timeline.MostMoments + 1);
        Assert.Equal(0, all[0].Index);
        Assert.Equal(moments, all[^1].Index);
        Assert.True(int.IsPow2(timeline.Stride));
        Assert.All(all.SkipLast(1), moment => Assert.Equal(0, moment.Index % timeline.Stride));
        Assert.Equal(all.Select(moment => moment.Index).Order().Distinct(), all.Select(moment => moment.Index));
        // None is missing that should be there.
        Assert.Equal((moments / timeline.Stride) + (moments % timeline.Stride == 0 ? 1 : 2), all.Count);
    }

    [Fact]
    public void Large_networks_keep_as_many_moments_as_fit_into_the_memory()
    {
        var large = new Parameters(new ParameterLayout(new Network(784, new Dense(2000, Activation.ReLU), new Dense(10, Activation.Softmax))));
        var timeline = Filled(large, 100);
        // The newest is kept beside those that the limit counts.
        Assert.InRange((timeline.All().Count - 1) * 4L * large.Layout.Length, 1, Timeline.MostBytes);
    }

    [Fact]
    public void A_place_shows_the_last_kept_moment_before_it()
    {
        var timeline = Filled(Two, 5001);
        int stride = timeline.Stride;
        Assert.Equal(4, stride);
        Assert.Equal(0, timeline.At(stride - 1).Index);
        Assert.Equal(stride, timeline.At(stride).Index);
        Assert.Equal(stride, timeline.At((2 * stride) - 1).Index);
        Assert.Equal(5001, timeline.At(5001).Index);
        Assert.Equal(5001, timeline.At(int.MaxValue).Index);
        Assert.Equal(5000, timeline.At(5000).Index);
        Assert.Equal(0, timeline.At(-1).Index);
    }

    [Fact]
    public void Before_and_after_walk_over_the_same_moments()
    {
        var timeline = Filled(Two, 5001);
        var forward = new List<int> { 0 };
        while (timeline.After(forward[^1]) is { } next) forward.Add(next.Index);
        Assert.Equal(timeline.All().Select(moment => moment.Index), forward);
        var back = new List<int> { 5001 };
        while (back[^1] > 0) back.Add(timeline.Before(back[^1]).Index);
        Assert.Equal(Enumerable.Reverse(forward), back);
        Assert.Null(timeline.After(5001));
    }

    private static Timeline Filled(Parameters parameters, int moments)
    {
        var timeline = new Timeline(new Moment(0, 0, double.NaN, parameters, null));
        for (int i = 1; i <= moments; i++) timeline.Add(new Moment(i, i, 1.0 / i, parameters, null));
        return timeline;
    }
}
