namespace Feedforward.Tests.Training;

/// <summary>When the state of a training can be kept, and that keeping it changes nothing.</summary>
public class CaptureTests
{
    private static readonly Dataset Train = TrainingData.Classes();
    private static readonly TrainingOptions Options = new() { Epochs = 4, Batch = 20 };

    private static Model Fresh() => new(TrainingData.Dropping, seed: 3);

    [Fact]
    public void Before_a_training_there_is_nothing_to_keep() =>
        Assert.Equal("FF1253", Assert.Throws<OptionException>(() => Fresh().Capture()).Code);

    [Fact]
    public void Keeping_every_state_changes_no_bit()
    {
        Model kept = Fresh(), plain = Fresh();
        var states = new List<Checkpoint>();
        kept.Train(Train, null, Options, new TrainingData.Told(_ => states.Add(kept.Capture())));
        plain.Train(Train, null, Options);
        Assert.Equal(plain.WeightsHash, kept.WeightsHash);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), states.Select(s => s.Step));
        Assert.Equal((1, 3), (states[7].Epoch, states[7].Batch));
    }

    [Fact]
    public void A_cancelled_training_finishes_its_batch_and_no_other()
    {
        using var source = new CancellationTokenSource();
        var model = Fresh();
        var progress = new TrainingData.Told(step =>
        {
            if (step is { Epoch: 2, Row: 60 }) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => model.Train(Train, null, Options, progress, cancellation: source.Token));
        var checkpoint = model.Capture();
        Assert.Equal((1, 3, 8L, StopReason.None), (checkpoint.Epoch, checkpoint.Batch, checkpoint.Step, checkpoint.StopReason));
    }

    [Fact]
    public void Another_thread_cannot_keep_a_state_within_a_step()
    {
        var model = Fresh();
        Exception? error = null;
        var progress = new TrainingData.Told(_ =>
        {
            var other = new Thread(() => error = Record.Exception(() => model.Capture()));
            other.Start();
            other.Join();
        });
        model.Train(Train, null, Options, progress);
        Assert.Equal("FF1254", Assert.IsType<OptionException>(error).Code);
        Assert.Equal(4, model.Capture().Epoch);
    }

    [Fact]
    public void After_a_divergence_no_state_is_kept()
    {
        var model = new Model(new Network(4, new Dense(8, Activation.ReLU), new Dense(1, Activation.Identity)), seed: 3);
        var data = Dataset.FromRows([.. Enumerable.Range(0, 400).Select(i => (float)i)], 4, [.. Enumerable.Range(0, 100).Select(i => (float)i)], 1);
        Assert.Throws<DivergenceException>(() => model.Train(data, null, Options with { Optimizer = new Sgd(1e6f) }));
        Assert.IsAssignableFrom<FeedforwardException>(Record.Exception(() => model.Capture()));
    }

    [Fact]
    public void Notes_come_back()
    {
        var model = Fresh();
        model.Train(Train, null, Options);
        var notes = new Dictionary<string, string> { ["events"] = "12345", ["文字"] = "\"quoted\"\n" };
        using var stream = new MemoryStream();
        model.Capture(notes).Save(stream);
        stream.Position = 0;
        Assert.Equal(notes.OrderBy(n => n.Key), Checkpoint.Load(stream).Notes.OrderBy(n => n.Key));
    }
}
