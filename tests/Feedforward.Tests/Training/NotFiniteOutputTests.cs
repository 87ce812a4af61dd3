namespace Feedforward.Tests.Training;

/// <summary>A network whose numbers or inputs are beyond floats says so when it is evaluated and when it predicts: no NaN is passed off as an answer.</summary>
public class NotFiniteOutputTests
{
    private static readonly Network Linear = new(4, new Dense(6, Activation.Identity), new Dense(5, Activation.Identity), new Dense(3, Activation.Softmax));

    public static TheoryData<float, int, bool> PlantedNumbers => DivergenceTests.PlantedNumbers;

    [Theory, MemberData(nameof(PlantedNumbers))]
    public void A_bad_weight_or_bias_is_named_by_evaluate_and_predict(float bad, int layer, bool weight)
    {
        var model = new Model(Linear);
        if (weight) model.Parameters.Weights(layer)[1, 2] = bad;
        else model.Parameters.Biases(layer)[0, 2] = bad;
        Named(layer + 1, 1, () => model.Evaluate(TrainingData.Classes()));
        Named(layer + 1, 1, () => model.Predict(TrainingData.Classes()));
        Named(layer + 1, 1, () => Row(model, [1, 2, 3, 4]));
    }

    [Fact]
    public void A_row_beyond_floats_is_named_by_its_number()
    {
        var model = new Model(Linear);
        foreach (ref float w in model.Parameters.All.Span) w *= 100;
        float[] inputs = [.. Enumerable.Repeat(1f, 4 * 700)];
        inputs.AsSpan(4 * 600, 4).Fill(3e38f);
        var data = Dataset.From(inputs, 4, new int[700], 3);
        Named(1, 601, () => model.Evaluate(data));
        Named(1, 601, () => model.Predict(data));
        Named(1, 1, () => Row(model, [3e38f, 3e38f, 3e38f, 3e38f]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_bad_input_is_named_by_its_column(float bad)
    {
        var error = Assert.Throws<DataException>(() => Row(new Model(Linear), [1, 2, bad, 4]));
        Assert.Equal("FF2305", error.Code);
        Assert.Contains("column 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_that_a_cost_has_no_meaning_for_are_refused()
    {
        var shares = Dataset.FromRows([1, 2, 3, 4, 5, 6, 7, 8], 4, [0.2f, 0.3f, 0.5f, 0.5f, 0.5f, 0.5f], 3);
        Refused("FF2314", Activation.Softmax, shares, "Row 2", "1.5");
        Refused("FF2314", Activation.Softmax, Dataset.FromRows([1, 2, 3, 4], 4, [1.5f, -0.5f, 0], 3), "Row 1");
        Refused("FF2315", Activation.Sigmoid, Dataset.FromRows([1, 2, 3, 4], 4, [0, 1, 1.25f], 3), "Row 1, column 3", "1.25");
        var good = Dataset.FromRows([1, 2, 3, 4], 4, [0.2f, 0.3f, 0.5f], 3);
        foreach (var output in new[] { Activation.Softmax, Activation.Sigmoid, Activation.Tanh })
            Assert.Single(new Model(new Network(4, new Dense(3, output))).Train(good, null, new TrainingOptions { Epochs = 1 }));
    }

    [Fact]
    public void A_cost_that_does_not_go_with_the_output_is_not_reported() =>
        Assert.Equal("FF1104", Assert.Throws<OptionException>(() => new Model(Linear).Evaluate(TrainingData.Classes(), Cost.CrossEntropy)).Code);

    private static void Refused(string code, Activation output, Dataset data, params string[] words)
    {
        var model = new Model(new Network(4, new Dense(3, output)));
        foreach (Action action in new Action[] { () => model.Train(data, null, new TrainingOptions()), () => model.Evaluate(data) })
        {
            var error = Assert.Throws<DataException>(action);
            Assert.Equal(code, error.Code);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }
    }

    private static float[] Row(Model model, float[] inputs)
    {
        var outputs = new float[3];
        model.Predict(inputs, outputs);
        return outputs;
    }

    private static void Named(int layer, int row, Func<object> action)
    {
        var error = Assert.Throws<DataException>(action);
        Assert.Equal("FF2316", error.Code);
        Assert.Contains($"Row {row}:", error.Message, StringComparison.Ordinal);
        Assert.Contains($"layer {layer} (", error.Message, StringComparison.Ordinal);
    }
}
