using Feedforward.Backends;

namespace Feedforward.Tests.Training;

/// <summary>A number that is not finite stops training at once, is named, and replaces nothing good.</summary>
public class DivergenceTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 5, Batch = 10, Optimizer = new Sgd(0.1f), Shuffle = false };

    public static TheoryData<float, int, bool> PlantedNumbers
    {
        get
        {
            var cases = new TheoryData<float, int, bool>();
            foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                for (int layer = 0; layer < 3; layer++)
                    foreach (bool weight in new[] { true, false }) cases.Add(bad, layer, weight);
            return cases;
        }
    }

    [Theory, MemberData(nameof(PlantedNumbers))]
    public void A_bad_weight_or_bias_stops_the_first_batch_and_names_the_layer(float bad, int layer, bool weight)
    {
        foreach (var activation in new[] { Activation.Identity, Activation.ReLU, Activation.Tanh })
        {
            var network = new Network(4, new Dense(6, activation), new Dense(5, activation), new Dense(3, Activation.Softmax));
            var start = TrainingData.Start(network);
            if (weight) start.Weights(layer)[1, 2] = bad;
            else start.Biases(layer)[0, 2] = bad;
            var trainer = new Trainer(network, start, Options);
            var error = Assert.Throws<DivergenceException>(() => trainer.Epochs(TrainingData.Classes()).Last());
            Assert.Equal((1, 1, "FF4001"), (error.Epoch, error.Batch, error.Code));
            Assert.StartsWith($"layer {layer + 1} ({network.Layers[layer].Activation})", error.Where, StringComparison.Ordinal);
            Assert.Contains("epoch 1, batch 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinity")]
    [InlineData(float.NegativeInfinity, "infinity")]
    public void A_bad_number_in_the_data_is_refused_with_its_place(float bad, string name)
    {
        float[] inputs = [1, 2, 3, 4, bad, 6], targets = [1, bad, 3];
        var x = Assert.Throws<DataException>(() => Dataset.From(inputs, 2, [0, 1, 0]));
        Assert.Equal("FF2305", x.Code);
        Assert.Contains($"Input X contains {name} at row 3, column 1", x.Message, StringComparison.Ordinal);
        var y = Assert.Throws<DataException>(() => Dataset.FromRows([1, 2, 3, 4, 5, 6], 2, targets, 1));
        Assert.Equal("FF2306", y.Code);
        Assert.Contains($"Input y contains {name} at row 2, column 1", y.Message, StringComparison.Ordinal);
        Assert.Equal("FF2308", Assert.Throws<DataException>(() => TrainingData.Classes(3).WithWeights([1, bad, 1])).Code);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void A_huge_learning_rate_is_named_and_leaves_the_numbers_before_it(string rule)
    {
        const float huge = 1e37f;
        Optimizer optimizer = rule switch
        {
            "sgd" => new Sgd(huge),
            "momentum" => new Sgd(huge) { Momentum = 0.9f },
            "nesterov" => new Sgd(huge) { Momentum = 0.9f, Nesterov = true },
            "rmsprop" => new RmsProp(huge),
            "adam" => new Adam(huge),
            _ => new AdamW(huge),
        };
        var network = new Network(4, new Dense(6, Activation.ReLU), new Dense(6, Activation.ReLU), new Dense(3, Activation.Softmax));
        var start = TrainingData.Start(network);
        var trainer = new Trainer(network, start, Options with { Optimizer = optimizer });
        var error = Assert.Throws<DivergenceException>(() => trainer.Epochs(TrainingData.Classes()).Last());
        Assert.Contains("1E+37", error.Message, StringComparison.Ordinal);
        Assert.Equal(start.All.ToArray(), TrainingData.Numbers(trainer));
        Assert.Equal(StopReason.Interrupted, trainer.StopReason);
    }

    [Fact]
    public void A_divergence_in_a_later_epoch_leaves_the_best_or_the_last_finished_epoch()
    {
        var data = TrainingData.Classes();
        // A huge row stands in the last batch only.
        var inputs = new float[data.Rows * 4];
        var classes = new int[data.Rows];
        for (int i = 0; i < data.Rows; i++)
        {
            data.CopyInputs(i, inputs.AsSpan(4 * i, 4));
            classes[i] = data.Classes[i];
        }
        inputs.AsSpan(4 * 85, 4).Fill(1e38f);
        var poisoned = Dataset.From(inputs, 4, classes, 3);
        var network = new Network(4, new Dense(8, Activation.ReLU), new Dense(3, Activation.Softmax));
        var good = new Trainer(network, TrainingData.Start(network), Options with { Epochs = 3 });
        _ = good.Epochs(data).Last();
        var trainer = new Trainer(network, good.Parameters, Options with { Optimizer = new Sgd(100) });
        var before = TrainingData.Numbers(trainer);
        var error = Assert.Throws<DivergenceException>(() => trainer.Epochs(poisoned).Last());
        Assert.True(error.Batch > 1, "the batches before it changed the working copy");
        Assert.Equal(before, TrainingData.Numbers(trainer));
    }

    [Fact]
    public void S15_inputs_near_the_largest_float_stop_with_a_message_that_says_what_to_do()
    {
        var random = new RandomStream(1, Purpose.GradientCheck);
        float[] inputs = [.. Enumerable.Range(0, 200).Select(i => float.MaxValue * random.Uniform(i))];
        var data = Dataset.From(inputs, 10, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
        var network = new Network(10, new Dense(20, Activation.ReLU), new Dense(2, Activation.Softmax));
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.1f), new Adam(), new Lbfgs() })
        {
            var trainer = new Trainer(network, TrainingData.Start(network), Options with { Optimizer = optimizer });
            var error = Assert.Throws<DivergenceException>(() => trainer.Epochs(data).Last());
            Assert.Contains("scale the inputs", error.Message, StringComparison.Ordinal);
            Assert.All(TrainingData.Numbers(trainer), number => Assert.True(float.IsFinite(number)));
        }
    }

    [Fact]
    public void A_validation_cost_that_is_not_finite_is_never_the_best()
    {
        var data = TrainingData.Classes();
        var huge = Dataset.From([.. Enumerable.Repeat(3e38f, 12)], 4, [0, 1, 2], 3);
        var network = new Network(4, new Dense(8, Activation.Identity), new Dense(3, Activation.Softmax));
        var start = TrainingData.Start(network);
        foreach (ref float w in start.All.Span) w *= 10;
        var trainer = new Trainer(network, start, Options with { Optimizer = new Sgd(1e-6f) });
        var epochs = trainer.Epochs(data, huge).ToList();
        Assert.All(epochs, e => Assert.False(double.IsFinite(e.Validation!.Cost)));
        Assert.All(epochs, e => Assert.False(e.IsBest));
        Assert.Equal(0, trainer.BestEpoch);
    }
}
