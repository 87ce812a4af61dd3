namespace Feedforward.Tests.Training;

/// <summary>What scikit-learn's own tests ask of its multi-layer perceptron, asked of this library; S is the number in the list of these items.</summary>
public class AcceptanceTests
{
    private static readonly Lazy<ImageSet> Digits = new(() => Generators.Digits(800));

    /// <summary>The first rows of the digits below a number of classes.</summary>
    private static Dataset DigitsBelow(int classes, int rows)
    {
        var pixels = new List<byte>();
        var labels = new List<int>();
        for (int i = 0; labels.Count < rows; i++)
        {
            if (Digits.Value.Labels![i] >= classes) continue;
            pixels.AddRange(Digits.Value.Pixels(i));
            labels.Add(Digits.Value.Labels[i]);
        }
        return Dataset.From(pixels.ToArray(), Digits.Value.Size, labels.ToArray(), classes);
    }

    private static Trainer New(Network network, TrainingOptions options) => new(network, TrainingData.Start(network), options);

    [Fact]
    public void S1_a_larger_l2_makes_every_layer_smaller()
    {
        var data = DigitsBelow(2, 100);
        var network = new Network(data.Columns, new Dense(10, Activation.ReLU), new Dense(2, Activation.Softmax));
        double[]? before = null;
        foreach (float l2 in new[] { 0, 0.01f, 0.1f, 1 })
        {
            var trainer = New(network, new TrainingOptions { Optimizer = new Adam(0.001f), Penalty = new L2(l2), Epochs = 100, Batch = 50 });
            _ = trainer.Epochs(data).Last();
            double[] sums = [.. Enumerable.Range(0, 2).Select(l => trainer.Parameters.Weights(l).ToArray().Sum(w => Math.Abs((double)w)))];
            if (before is not null) Assert.All(sums.Zip(before), pair => Assert.True(pair.First < pair.Second, $"l2 {l2}: {pair}"));
            before = sums;
        }
    }

    [Theory]
    [InlineData("identity", 2)]
    [InlineData("sigmoid", 2)]
    [InlineData("tanh", 2)]
    [InlineData("relu", 2)]
    [InlineData("identity", 3)]
    [InlineData("sigmoid", 3)]
    [InlineData("tanh", 3)]
    [InlineData("relu", 3)]
    public void S4_l_bfgs_learns_digits_in_150_iterations(string activation, int classes)
    {
        var data = DigitsBelow(classes, 150);
        var network = new Network(data.Columns, new Dense(50, Activation.Parse(activation)), new Dense(classes, Activation.Softmax));
        var trainer = New(network, new TrainingOptions { Optimizer = new Lbfgs(), Epochs = 150, MeasureTraining = true });
        var last = trainer.Epochs(data).Last();
        Assert.True(last.Training!.Accuracy > 0.95, $"{last.Training}");
    }

    [Theory]
    [InlineData("identity", 0.80)]
    [InlineData("sigmoid", 0.98)]
    [InlineData("tanh", 0.98)]
    [InlineData("relu", 0.98)]
    public void S5_l_bfgs_fits_a_noisy_regression(string activation, double least)
    {
        var random = new RandomStream(7, Purpose.GradientCheck);
        var x = new float[2000];
        var y = new float[200];
        for (int i = 0; i < 200; i++)
        {
            double sum = 0.5 * random.Normal(100_000 + i);
            for (int j = 0; j < 10; j++)
            {
                x[(10 * i) + j] = (float)random.Normal((10 * i) + j);
                sum += x[(10 * i) + j] * (0.2 + (0.05 * j));
            }
            y[i] = (float)sum;
        }
        var data = Dataset.FromRows(x, 10, y, 1);
        var network = new Network(10, new Dense(50, Activation.Parse(activation)), new Dense(1, Activation.Identity));
        var trainer = New(network, new TrainingOptions { Optimizer = new Lbfgs(), Epochs = 1000 });
        _ = trainer.Epochs(data).Last();
        var evaluation = new Evaluator(Feedforward.Backends.Backend.Default, network, Cost.Quadratic).Evaluate(trainer.Parameters, data);
        Assert.True(evaluation.RSquared > least, $"{evaluation}");
    }

    [Fact]
    public void S6_l_bfgs_stops_at_its_evaluations_and_says_so()
    {
        var data = DigitsBelow(3, 150);
        var network = new Network(data.Columns, new Dense(50, Activation.Tanh), new Dense(3, Activation.Softmax));
        var trainer = New(network, new TrainingOptions { Optimizer = new Lbfgs(MaxEvaluations: 10), Epochs = 150 });
        Assert.InRange(trainer.Epochs(data).Count(), 1, 10);
        Assert.Equal(StopReason.Evaluations, trainer.StopReason);
    }

    [Fact]
    public void S8_l_bfgs_learns_any_number_of_labels()
    {
        const int Rows = 50, Columns = 20, Labels = 5;
        var random = new RandomStream(11, Purpose.GradientCheck);
        var x = new float[Rows * Columns];
        var labels = new bool[Rows * Labels];
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Labels; k++) labels[(i * Labels) + k] = random.Uniform((i * Labels) + k) < 0.4f;
            for (int j = 0; j < Columns; j++)
                x[(i * Columns) + j] = (float)random.Normal(10_000 + (i * Columns) + j) + (labels[(i * Labels) + (j % Labels)] ? 2 : 0);
        }
        var data = Dataset.FromLabels(x, Columns, labels, Labels);
        var model = new Model(new Network(Columns, new Dense(50, Activation.ReLU), new Dense(Labels, Activation.Sigmoid)));
        model.Train(data, null, new TrainingOptions { Optimizer = new Lbfgs(), Penalty = new L2(1e-5f), Epochs = 150 });
        var evaluation = model.Evaluate(data);
        Assert.True(evaluation.ExactMatch > 0.97, $"{evaluation}");
        Assert.Contains(model.Predict(data).Chunk(Labels), row => Math.Abs(row.Sum() - 1) > 0.5);
    }

    [Fact]
    public void S9_l_bfgs_predicts_five_numbers_at_once()
    {
        const int Rows = 200, Columns = 10, Targets = 5;
        var random = new RandomStream(12, Purpose.GradientCheck);
        var names = Enumerable.Range(0, Columns).Select(j => $"x{j}").Concat(Enumerable.Range(0, Targets).Select(k => $"y{k}")).ToArray();
        var numbers = new double[Rows, Columns + Targets];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) numbers[i, j] = random.Normal((i * Columns) + j);
            for (int k = 0; k < Targets; k++)
                for (int j = 0; j < Columns; j++) numbers[i, Columns + k] += Math.Pow(10, k) * 100 * random.Uniform(100_000 + (k * Columns) + j) * numbers[i, j];
        }
        var table = Table.From(names, numbers);
        var pipeline = Pipeline.Fit(table, names[Columns..]);
        var model = new Model(new Network(pipeline.Inputs, new Dense(50, Activation.ReLU), new Dense(pipeline.Outputs, Activation.Identity)), pipeline);
        model.Train(table, null, new TrainingOptions { Optimizer = new Lbfgs(), Epochs = 200 });
        var evaluation = model.Evaluate(table);
        Assert.All(evaluation.Numbers, number => Assert.True(number.RSquared > 0.9, $"{number}"));
        Assert.True(evaluation.RSquared > 0.9, $"{evaluation}");
    }

    [Fact]
    public void S19_the_seed_decides_the_order_and_the_order_decides_the_weights()
    {
        var options = new TrainingOptions { Epochs = 5, Batch = 10, Seed = 3 };
        foreach (bool shuffle in new[] { true, false })
            Assert.Equal(TrainingData.Train(options with { Shuffle = shuffle }), TrainingData.Train(options with { Shuffle = shuffle }));
        Assert.NotEqual(TrainingData.Train(options), TrainingData.Train(options with { Shuffle = false }));
        Assert.NotEqual(TrainingData.Train(options), TrainingData.Train(options with { Seed = 4 }));
    }

    [Fact]
    public void S21_a_large_least_improvement_stops_early()
    {
        var options = new TrainingOptions { Epochs = 3000, EarlyStopping = new EarlyStopping(10, MinimumImprovement: 0.5) };
        var trainer = TrainingData.Trainer(options);
        Assert.True(trainer.Epochs(TrainingData.Classes(), TrainingData.Classes(30, seed: 2)).Count() < 100);
        Assert.Equal(StopReason.Patience, trainer.StopReason);
    }

    [Fact]
    public void S23_the_best_validation_score_is_the_best_of_all_and_the_last_ones_are_not_better()
    {
        var options = new TrainingOptions { Epochs = 1000, Optimizer = new Adam(0.02f), EarlyStopping = new EarlyStopping(10) };
        var trainer = TrainingData.Trainer(options);
        var epochs = trainer.Epochs(TrainingData.Classes(), TrainingData.Classes(30, seed: 2)).ToList();
        var best = epochs.Single(e => e.Number == trainer.BestEpoch);
        Assert.Equal(epochs.Min(e => e.Validation!.Cost), best.Validation!.Cost);
        Assert.Equal(best.Number, epochs.Last(e => e.IsBest).Number);
        Assert.All(epochs.TakeLast(2), e => Assert.True(e.Validation!.Cost >= best.Validation.Cost));

        var unwatched = TrainingData.Trainer(options with { Epochs = 3 });
        Assert.All(unwatched.Epochs(TrainingData.Classes()), e => Assert.Null(e.Validation));
        Assert.Equal((0, StopReason.Finished), (unwatched.BestEpoch, unwatched.StopReason));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    public void S27_patience_counts_the_epochs_after_the_first(int patience)
    {
        var options = new TrainingOptions { Epochs = 3000, Batch = 0, EarlyStopping = new EarlyStopping(patience, MinimumImprovement: 1e9) };
        Assert.Equal(patience + 1, TrainingData.Trainer(options).Epochs(TrainingData.Classes(30), TrainingData.Classes(30, seed: 2)).Count());
    }

    [Fact]
    public void S27_patience_zero_never_stops()
    {
        var options = new TrainingOptions { Epochs = 3000, Batch = 0, EarlyStopping = new EarlyStopping(0, MinimumImprovement: 1e9) };
        var trainer = TrainingData.Trainer(options);
        Assert.Equal(3000, trainer.Epochs(TrainingData.Classes(6), TrainingData.Classes(6, seed: 2)).Count());
        Assert.Equal(StopReason.Finished, trainer.StopReason);
    }
}
