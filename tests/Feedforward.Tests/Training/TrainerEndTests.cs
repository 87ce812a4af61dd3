namespace Feedforward.Tests.Training;

/// <summary>However the epochs end, the trainer holds the best numbers where it watched, else the last finite ones.</summary>
public class TrainerEndTests
{
    private static readonly Dataset Train = TrainingData.Classes(), Validation = TrainingData.Classes(45, seed: 2);
    private static readonly TrainingOptions Overfit = new() { Epochs = 60, Batch = 10, Optimizer = new Adam(0.05f) };

    [Fact]
    public void When_finished_it_holds_the_best_epoch_s_numbers()
    {
        var trainer = TrainingData.Trainer(Overfit);
        var epochs = trainer.Epochs(Train, Validation).ToList();
        var best = epochs.MinBy(e => e.Validation!.Cost)!;
        Assert.Equal(StopReason.Finished, trainer.StopReason);
        Assert.Equal(best.Number, trainer.BestEpoch);
        Assert.True(best.Number < 60, "the example is meant to overfit");
        Assert.Equal(best.Validation!.Cost, TrainingData.Cost(TrainingData.Classifier, trainer.Parameters, Validation));
    }

    [Fact]
    public void When_the_best_are_not_wanted_it_holds_the_last()
    {
        var trainer = TrainingData.Trainer(Overfit with { RestoreBest = false });
        var last = trainer.Epochs(Train, Validation).Last();
        Assert.Equal(last.Validation!.Cost, TrainingData.Cost(TrainingData.Classifier, trainer.Parameters, Validation));
    }

    [Fact]
    public void After_a_break_it_holds_the_best_epoch_so_far()
    {
        var trainer = TrainingData.Trainer(Overfit);
        double best = double.PositiveInfinity;
        foreach (var epoch in trainer.Epochs(Train, Validation))
        {
            best = Math.Min(best, epoch.Validation!.Cost);
            if (epoch.Number == 40) break;
        }
        Assert.Equal(StopReason.Interrupted, trainer.StopReason);
        Assert.Equal(best, TrainingData.Cost(TrainingData.Classifier, trainer.Parameters, Validation));
    }

    [Fact]
    public void After_a_break_without_validation_it_holds_the_last_epoch_s_numbers()
    {
        var trainer = TrainingData.Trainer(Overfit);
        foreach (var epoch in trainer.Epochs(Train))
            if (epoch.Number == 7) break;
        Assert.Equal(TrainingData.Train(Overfit with { Epochs = 7 }), TrainingData.Numbers(trainer));
    }

    [Fact]
    public void After_a_cancellation_it_holds_the_best_or_the_last_finite_numbers()
    {
        foreach (var validation in new[] { Validation, null })
        {
            using var source = new CancellationTokenSource();
            var trainer = TrainingData.Trainer(Overfit);
            var progress = new TrainingData.Told(step =>
            {
                if (step is { Epoch: 5, Row: > 40 }) source.Cancel();
            });
            var seen = new List<Epoch>();
            Assert.Throws<OperationCanceledException>(() => seen.AddRange(Collect(trainer.Epochs(Train, validation, progress, source.Token), seen)));
            Assert.Equal(StopReason.Interrupted, trainer.StopReason);
            if (validation is not null) Assert.Equal(seen.Min(e => e.Validation!.Cost), TrainingData.Cost(TrainingData.Classifier, trainer.Parameters, Validation));
            else Assert.All(TrainingData.Numbers(trainer), number => Assert.True(float.IsFinite(number)));
            Assert.Equal(4, seen.Count);
        }
    }

    [Fact]
    public void After_an_exception_it_holds_the_best_numbers()
    {
        var trainer = TrainingData.Trainer(Overfit);
        var progress = new TrainingData.Told(step => { if (step.Epoch == 6) throw new InvalidOperationException("from outside"); });
        var seen = new List<Epoch>();
        Assert.Throws<InvalidOperationException>(() => Collect(trainer.Epochs(Train, Validation, progress), seen));
        Assert.Equal(seen.Min(e => e.Validation!.Cost), TrainingData.Cost(TrainingData.Classifier, trainer.Parameters, Validation));
    }

    [Fact]
    public void The_start_and_every_published_set_of_numbers_stay_as_they_are()
    {
        var start = TrainingData.Start(TrainingData.Classifier);
        var before = start.All.ToArray();
        var trainer = new Trainer(TrainingData.Classifier, start, Overfit with { Epochs = 5 });
        var published = new List<(Parameters Set, float[] Copy)>();
        foreach (var _ in trainer.Epochs(Train)) published.Add((trainer.Parameters, TrainingData.Numbers(trainer)));
        Assert.Equal(before, start.All.ToArray());
        Assert.All(published, p => Assert.Equal(p.Copy, p.Set.All.ToArray()));
        Assert.NotEqual(published[0].Copy, published[1].Copy);
    }

    [Fact]
    public void Patience_ends_the_run_after_so_many_epochs_without_improvement()
    {
        var trainer = TrainingData.Trainer(Overfit with { Epochs = 500, EarlyStopping = new EarlyStopping(8) });
        var epochs = trainer.Epochs(Train, Validation).ToList();
        Assert.Equal(StopReason.Patience, trainer.StopReason);
        Assert.Equal(trainer.BestEpoch + 8, epochs.Count);
    }

    [Fact]
    public void Accuracy_can_be_watched_instead_of_the_cost()
    {
        var trainer = TrainingData.Trainer(Overfit with { EarlyStopping = new EarlyStopping(0, Metric: WatchedMetric.Accuracy) });
        var epochs = trainer.Epochs(Train, Validation).ToList();
        var best = epochs.MaxBy(e => e.Validation!.Accuracy)!;
        Assert.Equal(best.Number, trainer.BestEpoch);
    }

    private static List<Epoch> Collect(IEnumerable<Epoch> epochs, List<Epoch> seen)
    {
        foreach (var epoch in epochs) seen.Add(epoch);
        return [];
    }
}
