namespace Feedforward.Tests.Training;

/// <summary>Metrics of labels and of several numbers, against tables that are small enough to be counted by hand.</summary>
public class AnswerSumsTests
{
    [Fact]
    public void Labels_are_counted_as_by_hand()
    {
        var sums = new LabelCounts(3);
        sums.Add(0, [1, 0, 0], [0.9f, 0.1f, 0]);
        sums.Add(1, [1, 1, 0], [0.5f, 0.7f, 0]);
        sums.Add(2, [0, 0, 0], [0.6f, 0.5f, 0]);
        sums.Add(3, [0, 1, 0], [0.4f, 0.2f, 0]);
        var e = sums.Result(4, 0.25);
        Assert.Equal([new(1, 1, 1, 1), new(1, 0, 1, 2), new(0, 0, 0, 4)], e.Labels);
        Assert.Equal([(0.5, 0.5, 0.5, 0.5), (1, 0.5, 2.0 / 3, 0.75), (0, 0, 0, 1)], e.Labels.Select(l => (l.Precision, l.Recall, l.F1, l.Accuracy)));
        Assert.Equal((4, 0.25, 1, 0.25, 9.0 / 12), (e.Rows, e.Cost, e.ExactMatches, e.ExactMatch, e.Accuracy));
        Assert.Equal(4.0 / 7, e.MicroF1!.Value, 1e-12);
        Assert.Equal(7.0 / 18, e.MacroF1!.Value, 1e-12);
        Assert.Equal(2.0 / 3, e.Baseline, 1e-12);
        Assert.Equal((null, null, null, null), (e.Correct, e.AccuracyInterval, e.Rmse, e.RSquared));
        Assert.Equal("labels right 75.0 %   rows all right 25.0 % (1 of 4)   micro F1 0.571   macro F1 0.389", e.ToString());
        Assert.Equal(["cost", "accuracy", "exact_match", "micro_f1", "macro_f1", "baseline"], e.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void Each_number_has_its_errors_in_its_own_units_and_all_have_theirs_in_deviations()
    {
        var data = Dataset.Own([0f, 0f], 2, 1, new Answers(null, [0, 1, 2, 3], 2) { Scales = [2, 10] });
        var sums = new ErrorSums(data);
        sums.Add(0, [0, 1], [1, 1]);
        sums.Add(1, [2, 3], [2, 1]);
        var e = sums.Result(2, 0.5);
        Near(new(Math.Sqrt(0.5) * 2, 1, 0.5, 2), e.Numbers[0]);
        Near(new(Math.Sqrt(2) * 10, 10, -1, 10), e.Numbers[1]);
        Near(new(Math.Sqrt(1.25), 0.75, -0.25, 1), new(e.Rmse!.Value, e.Mae!.Value, e.RSquared!.Value, e.Baseline));
        Assert.Equal((null, null, 0), (e.Accuracy, e.ExactMatch, e.Labels.Count));

        static void Near(NumberEvaluation expected, NumberEvaluation found)
        {
            Assert.Equal(expected.Rmse, found.Rmse, 1e-12);
            Assert.Equal(expected.Mae, found.Mae, 1e-12);
            Assert.Equal(expected.RSquared, found.RSquared, 1e-12);
            Assert.Equal(expected.Baseline, found.Baseline, 1e-12);
        }
    }

    [Fact]
    public void Labels_can_be_smoothed_and_numbers_cannot()
    {
        var labels = Dataset.FromLabels([1, 2], 1, [true, false, false, true], 2);
        var network = new Network(1, new Dense(2, Activation.Sigmoid));
        var workspace = new Workspace(network, 2);
        new Batches(labels, network, smoothing: 0.2f).Gather(0, 2, workspace);
        float[] smoothed = [.. workspace.Targets.Row(0), .. workspace.Targets.Row(1)], expected = [0.9f, 0.1f, 0.1f, 0.9f];
        Assert.All(smoothed.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        var options = new TrainingOptions { LabelSmoothing = 0.2f, Epochs = 1 };
        _ = new Trainer(network, TrainingData.Start(network), options).Epochs(labels).Last();
        var numbers = Dataset.FromRows([1, 2], 1, [1, 0, 0, 1], 2);
        Assert.Equal("FF1005", Assert.Throws<OptionException>(() => new Trainer(network, TrainingData.Start(network), options).Epochs(numbers).Last()).Code);
    }

    [Fact]
    public void Folds_are_summed_up_by_mean_and_deviation()
    {
        Evaluation Fold(int correct) => new() { Rows = 10, Cost = correct / 10.0, Correct = correct, Baseline = 0.5 };
        var result = new CrossValidation([Fold(8), Fold(9), Fold(10)]);
        Assert.Equal(["cost", "accuracy", "baseline"], result.Metrics.Select(m => m.Name));
        Assert.Equal(0.9, result.Metrics[1].Mean, 1e-12);
        Assert.Equal(0.1, result.Metrics[1].Deviation, 1e-12);
        Assert.Equal("cost 0.9 ± 0.1   accuracy 0.9 ± 0.1   baseline 0.5 ± 0", result.ToString());
        Assert.Equal("FF1001", Assert.Throws<OptionException>(() => new CrossValidation([Fold(8)])).Code);
    }

    [Fact]
    public void A_library_user_cross_validates_in_a_few_lines()
    {
        var flowers = ((TableGenerator)Generators.Find("flowers")!).Make().First(150);
        var folds = flowers.Folds(3, new StratifiedSplit("species")).Select(fold =>
        {
            var (train, validation, _) = fold.Train.Split(0.85, 0.15, 0);
            var pipeline = Pipeline.Fit(train, "species");
            var model = new Model(new Network(pipeline.Inputs, new Dense(pipeline.Outputs, Activation.Softmax)), pipeline);
            model.Train(train, validation, new TrainingOptions { Epochs = 30, Optimizer = new Adam(0.03f) });
            return model.Evaluate(fold.HeldOut);
        });
        var result = new CrossValidation(folds);
        Assert.Equal(150, result.Folds.Sum(f => f.Rows));
        Assert.True(result.Metrics.Single(m => m.Name == "accuracy").Mean > 0.8, result.ToString());
    }
}
