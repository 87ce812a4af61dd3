using Feedforward.Backends;

namespace Feedforward.Tests.Training;

/// <summary>What a step of training does, and does not do, to the numbers.</summary>
public class StepTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 10, Batch = 0, Optimizer = new Sgd(0.5f), Shuffle = false };

    public static TheoryData<string> Rules => ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "lbfgs"];

    internal static Optimizer Optimizer(string rule) => rule switch
    {
        "sgd" => new Sgd(0.1f),
        "momentum" => new Sgd(0.05f) { Momentum = 0.9f },
        "nesterov" => new Sgd(0.05f) { Momentum = 0.9f, Nesterov = true },
        "rmsprop" => new RmsProp(0.01f),
        "adam" => new Adam(0.01f),
        "adamw" => new AdamW(0.01f, 0.1f),
        _ => new Lbfgs(),
    };

    [Fact]
    public void A_row_of_weight_two_is_the_row_twice()
    {
        var data = TrainingData.Classes(30);
        float[] weights = [.. Enumerable.Range(0, 30).Select(i => i % 4 == 0 ? 2f : 1f)];
        int[] rows = [.. Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        Near(TrainingData.Train(Options, Select(data, rows)), TrainingData.Train(Options, data.WithWeights(weights)));
    }

    [Fact]
    public void A_row_of_weight_zero_is_as_if_it_were_absent()
    {
        var data = TrainingData.Classes(30);
        float[] weights = [.. Enumerable.Range(0, 30).Select(i => i % 4 == 0 ? 0f : 1f)];
        int[] rows = [.. Enumerable.Range(0, 30).Where(i => weights[i] > 0)];
        Near(TrainingData.Train(Options, Select(data, rows)), TrainingData.Train(Options, data.WithWeights(weights)));
    }

    [Fact]
    public void A_batch_whose_rows_all_weigh_nothing_is_passed_over()
    {
        var data = TrainingData.Classes(30);
        float[] weights = [.. Enumerable.Range(0, 30).Select(i => i < 10 ? 0f : 1f)];
        var options = Options with { Batch = 10, Epochs = 1 };
        var trainer = TrainingData.Trainer(options);
        Assert.Equal(2, trainer.Epochs(data.WithWeights(weights)).Single().Step);
        Assert.Equal(TrainingData.Train(options, Select(data, [.. Enumerable.Range(10, 20)])), TrainingData.Numbers(trainer));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 30)]
    [InlineData(7, 5)]
    [InlineData(30, 1)]
    [InlineData(1000, 1)]
    public void Batches_cover_the_rows_and_the_last_may_be_short(int batch, int steps)
    {
        var seen = new List<Step>();
        var trainer = TrainingData.Trainer(Options with { Batch = batch, Epochs = 1 });
        var epoch = trainer.Epochs(TrainingData.Classes(30), progress: new TrainingData.Told(seen.Add)).Single();
        Assert.Equal(steps, epoch.Step);
        Assert.Equal(steps, seen.Count);
        Assert.Equal(30, seen[^1].Row);
    }

    [Fact]
    public void All_rows_at_once_is_the_same_as_a_batch_of_all_rows()
    {
        var data = TrainingData.Classes(30);
        Assert.Equal(TrainingData.Train(Options with { Batch = 30 }, data), TrainingData.Train(Options with { Batch = 0 }, data));
    }

    [Fact]
    public void L1_makes_weights_exactly_zero_and_counts_them()
    {
        var trainer = TrainingData.Trainer(Options with { Penalty = new L1(0.05f), Epochs = 100, Optimizer = new Sgd(0.1f) });
        var last = trainer.Epochs(TrainingData.Classes()).Last();
        long zeros = Enumerable.Range(0, 2).Sum(l => trainer.Parameters.Weights(l).ToArray().LongCount(w => w == 0));
        Assert.True(zeros > 5, $"{zeros} zeros");
        Assert.Equal(zeros, last.ZeroWeights);
        Assert.All(trainer.Parameters.Biases(1).ToArray(), bias => Assert.NotEqual(0, bias));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Biases_are_never_penalised(string rule)
    {
        if (rule == "lbfgs") return;
        // The input is 0, so weights of the first layer have no gradient of their own, and the biases' gradient does not depend on the penalty at first.
        var data = Dataset.FromRows([0, 0], 1, [1, 2], 1);
        var network = new Network(1, new Dense(1, Activation.Identity));
        var start = new Parameters(new ParameterLayout(network));
        (start.Weights(0)[0, 0], start.Biases(0)[0, 0]) = (1, 1);
        var options = new TrainingOptions { Epochs = 1, Batch = 0, Optimizer = Optimizer(rule), Cost = Cost.Quadratic };
        var plain = new Trainer(network, start, options);
        _ = plain.Epochs(data).Last();
        var penalty = rule == "adamw" ? new L1(0.1f) : Penalty.Both(0.1f, 0.2f);
        var penalised = new Trainer(network, start, options with { Penalty = penalty });
        _ = penalised.Epochs(data).Last();
        Assert.Equal(plain.Parameters.Biases(0)[0, 0], penalised.Parameters.Biases(0)[0, 0]);
        Assert.True(penalised.Parameters.Weights(0)[0, 0] < plain.Parameters.Weights(0)[0, 0]);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Padding_stays_zero(string rule)
    {
        foreach (float? clip in new float?[] { null, 0.1f }) PaddingStaysZero(rule, clip);
    }

    private static void PaddingStaysZero(string rule, float? clip)
    {
        var network = new Network(4, new Dense(5, Activation.Sigmoid), new Dense(19, Activation.Softplus), new Dense(3, Activation.Softmax));
        var trainer = TrainingData.Trainer(
            rule == "lbfgs" ? Options with { Optimizer = new Lbfgs(), Penalty = new L2(0.01f) }
                : Options with { Optimizer = Optimizer(rule), Penalty = new L1(0.01f), MaxNorm = 0.5f, Clip = clip }, network);
        foreach (var _ in trainer.Epochs(TrainingData.Classes()))
            foreach (var block in trainer.Parameters.Layout.Blocks)
            {
                var matrix = trainer.Parameters.View(block);
                Assert.Equal(matrix.ToArray().Count(x => x != 0), matrix.Flat.ToArray().Count(x => x != 0));
            }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Max_norm_holds_for_every_unit_after_every_step(string rule)
    {
        if (rule == "lbfgs") return;
        var trainer = TrainingData.Trainer(Options with { Optimizer = Optimizer(rule), MaxNorm = 0.4f, Epochs = 20 });
        foreach (var _ in trainer.Epochs(TrainingData.Classes()))
            for (int l = 0; l < 2; l++)
            {
                var weights = trainer.Parameters.Weights(l);
                for (int j = 0; j < weights.Columns; j++)
                    Assert.True(Math.Sqrt(Enumerable.Range(0, weights.Rows).Sum(k => (double)weights[k, j] * weights[k, j])) <= 0.4 * (1 + 1e-6));
            }
    }

    [Fact]
    public void The_clip_bounds_the_step_of_the_data_but_not_of_l2()
    {
        var start = TrainingData.Start(TrainingData.Classifier);
        foreach (float l2 in new[] { 0f, 10f })
        {
            var trainer = new Trainer(TrainingData.Classifier, start, Options with { Optimizer = new Sgd(1), Clip = 0.001f, Penalty = new L2(l2), Epochs = 1 });
            _ = trainer.Epochs(TrainingData.Classes()).Last();
            double step = Math.Sqrt(TrainingData.Numbers(trainer).Zip(start.All.ToArray()).Sum(p => Math.Pow(p.First - (double)p.Second, 2)));
            if (l2 == 0) Assert.Equal(0.001, step, 1e-6);
            else Assert.True(step > 1);
        }
    }

    [Fact]
    public void The_training_cost_is_the_mean_over_rows_also_with_a_short_last_batch()
    {
        var data = TrainingData.Classes(31);
        var start = TrainingData.Start(TrainingData.Classifier);
        var trainer = new Trainer(TrainingData.Classifier, start, Options with { Optimizer = new Sgd(1e-12f), Batch = 8, Epochs = 1, Penalty = new L2(0.5f) });
        var epoch = trainer.Epochs(data).Single();
        Assert.Equal(TrainingData.Cost(TrainingData.Classifier, start, data), epoch.TrainingCost, 1e-6);
        Assert.Equal(new L2(0.5f).Value(start), epoch.Penalty, 1e-5);
    }

    [Fact]
    public void Nielsen_s_lambda_is_divided_by_the_rows() => Assert.Equal(new L2(5f / 50_000), L2.FromNielsen(5, 50_000));

    private static Dataset Select(Dataset data, int[] rows)
    {
        var inputs = new float[rows.Length * data.Columns];
        for (int i = 0; i < rows.Length; i++) data.CopyInputs(rows[i], inputs.AsSpan(i * data.Columns, data.Columns));
        return Dataset.From(inputs, data.Columns, [.. rows.Select(r => data.Classes[r])], data.Outputs);
    }

    private static void Near(float[] expected, float[] actual)
    {
        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
    }
}
