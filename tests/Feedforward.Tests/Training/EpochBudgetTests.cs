using System.Diagnostics;

namespace Feedforward.Tests.Training;

/// <summary>How many epochs fit into a time.</summary>
public class EpochBudgetTests
{
    private static readonly Dataset Train = TrainingData.Classes(3000), Validation = TrainingData.Classes(300, seed: 2);
    private static readonly TrainingOptions Options = new() { Batch = 10, EarlyStopping = new EarlyStopping(1), Schedule = Schedule.Cosine() };

    [Fact]
    public void The_model_does_not_change()
    {
        var model = new Model(TrainingData.Dropping, seed: 3);
        string before = model.WeightsHash;
        Assert.InRange(EpochBudget.Measure(model, Train, Validation, Options, TimeSpan.FromSeconds(2)), 1, int.MaxValue);
        Assert.Equal(before, model.WeightsHash);
        Assert.Equal(new Model(TrainingData.Dropping, seed: 3).Provenance, model.Provenance);
    }

    [Fact]
    public void More_time_gives_more_epochs_and_too_little_gives_one()
    {
        var model = new Model(TrainingData.Dropping, seed: 3);
        int few = EpochBudget.Measure(model, Train, Validation, Options, TimeSpan.FromSeconds(1));
        int many = EpochBudget.Measure(model, Train, Validation, Options, TimeSpan.FromMinutes(5));
        // The machine's other work makes times vary; three hundred times the budget is beyond that.
        Assert.True(many > 10 * few, $"{few}, {many}");
        Assert.Equal(1, EpochBudget.Measure(model, Train, Validation, Options, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void An_epoch_longer_than_the_allowance_is_not_waited_for()
    {
        var model = new Model(new Network(4, new Dense(300, Activation.Tanh), new Dense(300, Activation.Tanh), new Dense(3, Activation.Softmax)), seed: 3);
        var train = TrainingData.Classes(200_000);
        var watch = Stopwatch.StartNew();
        int epochs = EpochBudget.Measure(model, train, train, Options with { Batch = 1, MeasureTraining = true }, TimeSpan.FromSeconds(3));
        Assert.Equal(1, epochs);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public void No_time_is_refused() =>
        Assert.Equal("FF1256", Assert.Throws<OptionException>(
            () => EpochBudget.Measure(new Model(TrainingData.Classifier), Train, null, Options, TimeSpan.Zero)).Code);
}
