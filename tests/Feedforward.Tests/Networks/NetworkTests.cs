namespace Feedforward.Tests.Networks;

public class NetworkTests
{
    [Fact]
    public void Equal_networks_are_equal_and_come_back_from_json_as_they_were()
    {
        foreach (var activation in Activation.All.Where(a => a != Activation.Softmax).Append(Activation.Leaky(0.3f)).Append(Activation.EluWith(2)))
            foreach (var initializer in Initializer.All)
            {
                var network = Make(activation, initializer);
                Assert.Equal(Make(activation, initializer), network);
                Assert.Equal(Make(activation, initializer).GetHashCode(), network.GetHashCode());
                Assert.Equal(network, Network.FromJson(network.ToJson()));
            }
        Assert.NotEqual(Make(Activation.Tanh, Initializer.He), Make(Activation.Tanh, Initializer.LeCun));
        Assert.NotEqual(Make(Activation.Leaky(0.1f), Initializer.He), Make(Activation.Leaky(0.2f), Initializer.He));
    }

    [Fact]
    public void The_default_initialiser_is_the_same_layer_as_the_one_it_names() =>
        Assert.Equal(new Dense(3, Activation.ReLU), new Dense(3, Activation.ReLU) { Initializer = Initializer.He });

    [Fact]
    public void Impossible_networks_are_refused_when_they_are_built()
    {
        Refused("FF1106", () => new Network(3));
        Refused("FF1107", () => new Network(3, new Dense(2, Activation.Softmax), new Dense(2, Activation.Softmax)));
        Refused("FF1108", () => new Network(3, new Dense(2, Activation.Softmax) { Dropout = 0.1f }));
        Refused("FF1001", () => new Network(0, new Dense(2, Activation.ReLU)));
        Refused("FF1001", () => new Dense(0, Activation.ReLU));
        Refused("FF1110", () => new ParameterLayout(new Network(100_000, new Dense(100_000, Activation.ReLU))));
    }

    [Fact]
    public void Senseless_pairs_of_cost_and_output_are_refused_and_the_right_ones_named()
    {
        var data = Dataset.From([1, 2], 1, [0, 1], 2);
        int refused = 0;
        foreach (var cost in Cost.All)
            foreach (var output in Activation.All)
            {
                var network = new Network(1, new Dense(2, output));
                var trainer = new Trainer(network, Parameters.Initialize(network, 1), new TrainingOptions { Cost = cost, Epochs = 1 });
                if (cost.Accepts(output))
                {
                    Assert.Single(trainer.Epochs(data));
                    continue;
                }
                var error = Assert.Throws<OptionException>(() => trainer.Epochs(data));
                Assert.Equal("FF1104", error.Code);
                Assert.Contains(cost.Name, error.Message, StringComparison.Ordinal);
                Assert.Contains(output.Name, error.Message, StringComparison.Ordinal);
                Assert.Contains(Cost.DefaultFor(output).Name, error.Message, StringComparison.Ordinal);
                refused++;
            }
        Assert.Equal(1 + 11 + 11, refused);
    }

    [Fact]
    public void Weights_come_before_biases_and_every_block_begins_at_a_boundary()
    {
        var layout = new ParameterLayout(new Network(5, new Dense(17, Activation.ReLU), new Dense(3, Activation.Softmax)));
        Assert.Equal(["layers.0.weight", "layers.1.weight", "layers.0.bias", "layers.1.bias"], layout.Blocks.Select(b => b.Name));
        Assert.All(layout.Blocks, b => Assert.Equal((0, 0), (b.Offset % 16, b.Length % 16)));
        Assert.Equal((6 * 17) + (18 * 3), layout.Count);
        Assert.Equal(2, layout.Runs.Count);
        Assert.Equal(layout.Length, layout.Runs.Sum(r => r.Length));
    }

    [Theory]
    [InlineData("nielsen-large", 1, 1)]
    [InlineData("nielsen", 1.0 / 200, 1)]
    [InlineData("glorot", 2.0 / 500, 0)]
    [InlineData("he", 2.0 / 200, 0)]
    [InlineData("lecun", 1.0 / 200, 0)]
    [InlineData("zero", 0, 0)]
    public void Initialisers_have_their_variances(string name, double weights, double biases)
    {
        var network = new Network(200, new Dense(300, Activation.Tanh) { Initializer = Initializer.Parse(name) });
        var parameters = Parameters.Initialize(network, 17);
        Assert.Equal(weights, Variance(parameters.Weights(0).ToArray()), 0.03 * weights);
        Assert.Equal(biases, Variance(parameters.Biases(0).ToArray()), 0.3 * biases);
        if (name == "glorot") Assert.All(parameters.Weights(0).ToArray(), w => Assert.True(Math.Abs(w) <= Math.Sqrt(6.0 / 500)));
        if (weights > 0) Assert.NotEqual(parameters.All.ToArray(), Parameters.Initialize(network, 18).All.ToArray());
        Assert.Equal(parameters.All.ToArray(), Parameters.Initialize(network, 17).All.ToArray());
    }

    private static Network Make(Activation activation, Initializer initializer) =>
        new(7, new Dense(5, activation) { Initializer = initializer, Dropout = 0.25f }, new Dense(2, Activation.Softmax)) { InputDropout = 0.1f };

    private static void Refused(string code, Func<object> make) => Assert.Equal(code, Assert.Throws<OptionException>(make).Code);

    private static double Variance(float[] numbers) => numbers.Average(n => (double)n * n) - Math.Pow(numbers.Average(n => (double)n), 2);
}
