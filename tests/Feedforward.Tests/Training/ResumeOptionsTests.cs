namespace Feedforward.Tests.Training;

/// <summary>What may change when a training goes on, and what may not.</summary>
public class ResumeOptionsTests
{
    private static readonly Dataset Train = TrainingData.Classes(), Validation = TrainingData.Classes(45, seed: 2);
    private static readonly TrainingOptions Options = new() { Epochs = 6, Batch = 20, Optimizer = new Sgd(0.1f) { Momentum = 0.5f }, EarlyStopping = new EarlyStopping(0) };

    private static Model Fresh() => new(TrainingData.Classifier, seed: 3);

    private static Checkpoint After(int epochs, TrainingOptions options, Dataset? validation)
    {
        var model = Fresh();
        foreach (var epoch in model.Epochs(Train, validation, options))
            if (epoch.Number == epochs) break;
        return model.Capture();
    }

    private static byte[] Bytes(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static readonly Dictionary<string, Func<TrainingOptions, TrainingOptions>> Changed = new()
    {
        ["optimizer"] = o => o with { Optimizer = new Sgd(0.1f) { Momentum = 0.6f } },
        ["schedule"] = o => o with { Schedule = Schedule.Step() },
        ["l1"] = o => o with { Penalty = new L1(0.1f) },
        ["l2"] = o => o with { Penalty = new L2(0.1f) },
        ["batch"] = o => o with { Batch = 21 },
        ["clip"] = o => o with { Clip = 1 },
        ["max norm"] = o => o with { MaxNorm = 1 },
        ["smoothing"] = o => o with { LabelSmoothing = 0.1f },
        ["shuffle"] = o => o with { Shuffle = false },
        ["seed"] = o => o with { Seed = 1 },
        ["restore best"] = o => o with { RestoreBest = false },
        ["early stopping metric"] = o => o with { EarlyStopping = new EarlyStopping(0, 0, WatchedMetric.Accuracy) },
        ["minimum improvement"] = o => o with { EarlyStopping = new EarlyStopping(0, 0.1) },
    };

    [Theory, MemberData(nameof(Changes))]
    public void What_may_not_change_is_refused_by_name(string name)
    {
        var checkpoint = After(2, Options, Validation);
        var error = Assert.Throws<OptionException>(() => Fresh().Epochs(Train, Validation, Changed[name](Options), resume: checkpoint));
        Assert.Equal("FF1250", error.Code);
        Assert.Contains($" {name} = ", error.Notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_cost_is_refused_by_name()
    {
        var model = new Model(new Network(4, new Dense(3, Activation.Sigmoid)));
        model.Train(Train, null, Options with { Cost = Cost.CrossEntropy });
        var error = Assert.Throws<OptionException>(() => model.Epochs(Train, null, Options with { Cost = Cost.Quadratic }, resume: model.Capture()));
        Assert.Equal("FF1250", error.Code);
        Assert.Contains(" cost = ", error.Notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rows_and_another_network_are_refused_by_name()
    {
        var checkpoint = After(2, Options, Validation);
        Refused("training rows", TrainingData.Classes(91), Validation);
        Refused("training rows", TrainingData.Classes(spread: 1.01f), Validation);
        Refused("training rows", Train.WithWeights([.. Enumerable.Repeat(2f, 90)]), Validation);
        Refused("validation rows", Train, Train);
        Refused("validation rows", Train, null);
        Refused("network", Train, Validation, new Network(4, new Dense(8, Activation.Sigmoid), new Dense(3, Activation.Softmax)));

        void Refused(string name, Dataset train, Dataset? validation, Network? network = null)
        {
            var model = new Model(network ?? TrainingData.Classifier);
            var error = Assert.Throws<OptionException>(() => model.Epochs(train, validation, Options, resume: checkpoint));
            Assert.Equal("FF1250", error.Code);
            Assert.Contains($" {name} = ", error.Notice.Sentence, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("step(2)")]
    [InlineData("exponential(0.9)")]
    [InlineData("halve-on-plateau(2)")]
    public void A_finished_run_that_is_made_longer_equals_a_long_one(string schedule)
    {
        foreach (var validation in new[] { Validation, null })
        {
            var options = Options with { Schedule = Schedule.Parse(schedule), Optimizer = new Adam(0.05f) };
            var checkpoint = After(int.MaxValue, options, validation);
            Assert.Equal((StopReason.Finished, 6), (checkpoint.StopReason, checkpoint.Epoch));
            Model longer = checkpoint.ToModel(), whole = Fresh();
            Assert.Equal(7, longer.Train(Train, validation, options with { Epochs = 15 }, resume: checkpoint)[0].Number);
            whole.Train(Train, validation, options with { Epochs = 15 });
            Assert.Equal(Bytes(whole.Save), Bytes(longer.Save));
            Assert.Equal(Bytes(whole.Capture().Save), Bytes(longer.Capture().Save));
        }
    }

    [Fact]
    public void A_run_that_patience_ended_goes_on_with_more_patience()
    {
        var options = Options with { Epochs = 40, Optimizer = new Adam(0.1f), EarlyStopping = new EarlyStopping(1) };
        var checkpoint = After(int.MaxValue, options, Validation);
        Assert.Equal(StopReason.Patience, checkpoint.StopReason);
        Model patient = checkpoint.ToModel(), whole = Fresh();
        patient.Train(Train, Validation, options with { EarlyStopping = new EarlyStopping(5) }, resume: checkpoint);
        whole.Train(Train, Validation, options with { EarlyStopping = new EarlyStopping(5) });
        Assert.True(patient.Capture().Epoch > checkpoint.Epoch);
        Assert.Equal(Bytes(whole.Save), Bytes(patient.Save));
        Assert.Equal(Bytes(whole.Capture().Save), Bytes(patient.Capture().Save));
    }

    [Theory]
    [InlineData("cosine")]
    [InlineData("one-cycle")]
    public void A_schedule_with_a_horizon_keeps_its_epochs(string schedule)
    {
        var options = Options with { Schedule = Schedule.Parse(schedule) };
        foreach (int epochs in new[] { 3, int.MaxValue })
        {
            var checkpoint = After(epochs, options, Validation);
            var error = Assert.Throws<OptionException>(() => Fresh().Epochs(Train, Validation, options with { Epochs = 12 }, resume: checkpoint));
            Assert.Equal("FF1251", error.Code);
            Assert.Contains("--init-from", error.Notice.Fix!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fewer_epochs_than_were_begun_are_refused()
    {
        var checkpoint = After(4, Options, Validation);
        Assert.Equal("FF1252", Assert.Throws<OptionException>(() => Fresh().Epochs(Train, Validation, Options with { Epochs = 3 }, resume: checkpoint)).Code);
        var model = checkpoint.ToModel();
        Assert.Empty(model.Train(Train, Validation, Options with { Epochs = 4 }, resume: checkpoint));
        Assert.Equal(StopReason.Finished, model.StopReason);
    }

    [Fact]
    public void The_learning_rate_may_change_from_now_on()
    {
        var checkpoint = After(3, Options, Validation);
        var slower = Options with { Optimizer = new Sgd(0.01f) { Momentum = 0.5f } };
        var epochs = Fresh().Train(Train, Validation, slower, resume: checkpoint);
        Assert.Equal([4, 5, 6], epochs.Select(e => e.Number));
        Assert.All(epochs, epoch => Assert.Equal(0.01f, epoch.LearningRate));
    }

    [Fact]
    public void A_finished_run_yields_nothing_and_leaves_its_result()
    {
        var whole = Fresh();
        whole.Train(Train, Validation, Options);
        var checkpoint = whole.Capture();
        var model = Fresh();
        Assert.Empty(model.Train(Train, Validation, Options, resume: checkpoint));
        Assert.Equal((StopReason.Finished, whole.BestEpoch), (model.StopReason, model.BestEpoch));
        Assert.Equal(Bytes(whole.Save), Bytes(model.Save));
    }
}
