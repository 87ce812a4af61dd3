using Feedforward.Studio.Learn;
using Feedforward.Studio.Learn.Labs;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Labs;

/// <summary>L7: what its page says happens, on its own data, played as the page plays it.</summary>
public class OverfittingTests
{
    [Fact]
    public async Task Learned_by_heart_the_validation_cost_falls_and_then_rises()
    {
        using var session = new TrainingSession([SetUp("?epochs=120")], 10);
        await session.Step(120);
        var epochs = session.Lanes[0].Epochs;
        Assert.Equal(120, epochs.Count);
        Assert.Equal(1.0, epochs[^1].Training!.Accuracy);
        int best = session.Lanes[0].BestEpoch;
        Assert.InRange(best, 10, 60);
        Assert.Equal(best, epochs.MinBy(e => e.Validation!.Cost)!.Number);
        Assert.True(epochs[^1].Validation!.Cost > 1.02 * epochs[best - 1].Validation!.Cost);
        Assert.True(epochs[^1].Training!.Cost < 0.2 * epochs[best - 1].Training!.Cost);
    }

    [Fact]
    public async Task Early_stopping_goes_back_to_the_best_epoch()
    {
        using var session = new TrainingSession([SetUp("?patience=20")], 10);
        var lane = session.Lanes[0];
        while (lane.Ended == StopReason.None) await session.Step(20);
        Assert.Equal(StopReason.Patience, lane.Ended);
        Assert.Equal(lane.BestEpoch + 20, lane.Timeline.Newest.Index);
        Assert.Equal(lane.Timeline.At(lane.BestEpoch).Parameters.All.ToArray(), lane.Result.All.ToArray());
    }

    [Fact]
    public void No_image_stands_in_two_parts()
    {
        var sets = DigitSets.Of(DigitSets.Digits, 300);
        Assert.Equal((300, 1000, 1000, 0), (sets.Train.Rows, sets.Validation.Rows, sets.Test.Rows, sets.Twice));
    }

    /// <summary>Nielsen, chapter 3: a thousand images of MNIST, all learned, and about 82 % of the others right.</summary>
    [Fact]
    public async Task The_book_s_thousand_digits_give_the_book_s_accuracy()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FEEDFORWARD_DATA") is not { Length: > 0 }, "MNIST is looked for in the folder FEEDFORWARD_DATA.");
        using var session = new TrainingSession([SetUp("?data=mnist&rows=1000")], 10);
        await session.Step(400);
        var last = session.Lanes[0].Epochs[^1];
        Assert.Equal(1.0, last.Training!.Accuracy);
        Assert.InRange(last.Validation!.Accuracy!.Value, 0.79, 0.86);
    }

    private static LaneSetup SetUp(string query)
    {
        var lab = new Overfitting();
        return lab.SetUp(LabState.Read(lab.Knobs, lab.Difference?.Name, lab.Difference?.Value, query));
    }
}
