using Feedforward.ResumeProbe;

namespace Feedforward.Tests.Training;

/// <summary>A training that was stopped, saved, loaded and gone on with gives the bytes of one that never stopped: in each epoch's record, in the model, and in all that it remembers.</summary>
public class ResumeTests
{
    public static TheoryData<string> Scenarios => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Fact]
    public void There_are_forty_scenarios_and_they_meet_every_kind()
    {
        var options = Scenario.All.Select(scenario => scenario.Options).ToList();
        Assert.Equal(40, Scenario.All.DistinctBy(scenario => scenario.Name).Count());
        Assert.Equal(Schedule.All.Count, options.DistinctBy(o => o.Schedule.Name).Count());
        Assert.Equal(Optimizer.Names.Order(), options.Select(o => o.Optimizer.Name).Distinct().Order());
        Assert.True(Inside(Scenario.All) >= 10);
        foreach (Func<Scenario, bool> kind in new Func<Scenario, bool>[]
        {
            s => s.Network.DropoutBefore(1) > 0, s => s.Options.EarlyStopping is { Patience: > 0 }, s => s.Options.LabelSmoothing > 0, s => s.Options.Clip is not null,
            s => s.Options.MaxNorm is not null, s => s.Options.Penalty.L1Strength > 0, s => !s.Options.Shuffle, s => s.Weighted, s => s.Bytes, s => !s.Validates,
            s => s.Options.MeasureGradients, s => s.Options.Batch == 0,
        })
            Assert.InRange(Scenario.All.Count(kind), 2, 39);

        static int Inside(IEnumerable<Scenario> all) => all.Count(s => Stopped(s).Batch > 0);
    }

    [Theory, MemberData(nameof(Scenarios))]
    public void A_stopped_training_goes_on_as_if_it_had_never_stopped(string name)
    {
        var scenario = Scenario.Named(name);
        var whole = new Run(scenario, scenario.Threads);
        whole.Go();
        var checkpoint = Stopped(scenario);
        // Other numbers to begin with, another number of threads: all that matters comes from the file.
        var rest = new Run(scenario, (scenario.Threads % 3) + 1, new Model(scenario.Network, seed: 999));
        rest.Go(checkpoint);
        Assert.Equal(whole.Lines[^rest.Lines.Count..], rest.Lines);
        Assert.Equal(scenario.Options.MeasureGradients ? whole.Lines.Count - 1 : whole.Lines.Count, checkpoint.Epoch + rest.Lines.Count);
        Assert.Equal((whole.Model.StopReason, whole.Model.BestEpoch), (rest.Model.StopReason, rest.Model.BestEpoch));
        Assert.Equal(whole.Model.WeightsHash, rest.Model.WeightsHash);
        Assert.Equal(whole.ModelBytes, rest.ModelBytes);
        Assert.Equal(whole.StateBytes, rest.StateBytes);
    }

    [Theory, MemberData(nameof(Scenarios))]
    public void A_training_can_be_stopped_after_every_batch(string name)
    {
        var scenario = Scenario.Named(name);
        var whole = new Run(scenario, 1);
        whole.Go();
        Checkpoint? checkpoint = null;
        int runs = 0;
        while (true)
        {
            var next = new Run(scenario, 1, checkpoint?.ToModel());
            bool ended = next.Go(checkpoint, stopAfter: 1);
            checkpoint = next.Saved();
            if (ended && checkpoint.StopReason != StopReason.None)
            {
                Assert.Equal(whole.ModelBytes, next.ModelBytes);
                Assert.Equal(whole.StateBytes, next.StateBytes);
                break;
            }
            Assert.True(runs++ < 200);
        }
        Assert.InRange(runs, 3, 199);
    }

    /// <summary>The scenario's state at its own place, in one of four ways to stop, as a file gives it back.</summary>
    private static Checkpoint Stopped(Scenario scenario)
    {
        var whole = new Run(scenario, 1);
        whole.Go();
        int index = Scenario.All.ToList().IndexOf(scenario);
        int at = 1 + (((index * 37) + 11) % (whole.Batches - 1));
        var run = new Run(scenario, scenario.Threads) { Way = (Way)(index % 4) };
        run.Go(stopAfter: at);
        return run.Saved();
    }

    private enum Way
    {
        Cancel,
        Throw,
        Capture,
        Break,
    }

    /// <summary>A training of a scenario, the lines of its epochs, and its end.</summary>
    private sealed class Run(Scenario scenario, int threads, Model? model = null)
    {
        private Checkpoint? _captured;

        internal Way Way { get; init; }

        internal Model Model { get; } = model ?? new Model(scenario.Network, seed: 3);

        internal List<string> Lines { get; } = [];

        internal int Batches { get; private set; }

        internal byte[] ModelBytes => Bytes(Model.Save);

        internal byte[] StateBytes => Bytes(Model.Capture().Save);

        /// <summary>Trains until a number of batches is done; tells whether the end came before.</summary>
        internal bool Go(Checkpoint? resume = null, int stopAfter = int.MaxValue)
        {
            using var source = new CancellationTokenSource();
            var progress = new TrainingData.Told(_ =>
            {
                if (++Batches != stopAfter) return;
                if (Way == Way.Cancel) source.Cancel();
                if (Way == Way.Throw) throw new TimeoutException();
                if (Way == Way.Capture) _captured = Model.Capture();
            });
            try
            {
                foreach (var epoch in Model.Epochs(scenario.Train, scenario.Validation, scenario.On(threads), progress, resume, source.Token))
                {
                    Lines.Add(EpochLine.Of(epoch));
                    if (Way == Way.Break && Batches >= stopAfter) return false;
                }
                return true;
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException)
            {
                return false;
            }
        }

        /// <summary>The state as a file gives it back.</summary>
        internal Checkpoint Saved()
        {
            byte[] file = Bytes((_captured ?? Model.Capture()).Save);
            var loaded = Checkpoint.Load(new MemoryStream(file));
            Assert.Equal(file, Bytes(loaded.Save));
            return loaded;
        }

        private static byte[] Bytes(Action<Stream> save)
        {
            using var stream = new MemoryStream();
            save(stream);
            return stream.ToArray();
        }
    }
}
