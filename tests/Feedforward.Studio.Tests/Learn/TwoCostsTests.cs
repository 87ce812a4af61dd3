using Feedforward.Studio.Learn;
using Feedforward.Studio.Learn.Labs;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Learn;

/// <summary>Lab 3 shows what an independent computation in double precision gave.</summary>
public class TwoCostsTests
{
    private static readonly int[] Epochs = [0, 50, 100, 150, 200, 300];

    [Theory]
    [InlineData("?w=0.6&bias=0.9", 0, .817574, .387010, .210996, .152740, .123747, .093956)]
    [InlineData("?w=0.6&bias=0.9", 1, .817574, .079215, .037126, .024065, .017765, .011638)]
    [InlineData("", 0, .982014, .975933, .964131, .933417, .788736, .202848)]
    [InlineData("", 1, .982014, .098504, .041072, .025685, .018638, .012009)]
    [InlineData("?eta=0.005", 1, .982014, .971013, .953905, .928163, .891219, .779587)]
    public async Task The_output_after_some_epochs_is_the_true_one(string query, int lane, params double[] expected)
    {
        var lab = new TwoCosts();
        var state = LabState.Read(lab.Knobs, lab.Difference?.Name, lab.Difference?.Value, query);
        using var session = new TrainingSession([.. state.Lanes().Select(lab.SetUp)], lab.StepsPerSecond);
        await session.Step(300);
        var setup = session.Lanes[lane].Setup;
        var maker = new FrameMaker(setup.Network, setup.Cost, setup.Train);
        for (int i = 0; i < Epochs.Length; i++)
        {
            var moment = session.Lanes[lane].Timeline.At(Epochs[i]);
            Assert.Equal(Epochs[i], moment.Index);
            // The engine computes in floats.
            Assert.Equal(expected[i], maker.At(moment).Outputs[0, 0], 5e-6);
        }
    }
}
