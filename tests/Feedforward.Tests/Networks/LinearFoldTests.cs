using Feedforward.Backends;

namespace Feedforward.Tests.Networks;

public class LinearFoldTests
{
    [Fact]
    public void Layers_without_activation_merge_and_give_the_same_outputs()
    {
        var network = new Network(6, new Dense(20, Activation.Identity), new Dense(15, Activation.Identity) { Dropout = 0.2f }, new Dense(8, Activation.Tanh),
            new Dense(30, Activation.Identity), new Dense(4, Activation.Softmax));
        var parameters = Parameters.Initialize(network, 9);
        for (int l = 0; l < 5; l++) foreach (ref float b in parameters.Biases(l).Row(0)) b = 0.1f * (l + 1);
        var (folded, numbers) = LinearFold.Fold(network, parameters);
        Assert.Equal(new Network(6, new Dense(8, Activation.Tanh), new Dense(4, Activation.Softmax)), folded);
        Assert.Equal(Outputs(network, parameters), Outputs(folded, numbers), (x, y) => Math.Abs(x - y) <= 1e-6);
    }

    [Fact]
    public void Five_linear_layers_are_one_matrix()
    {
        var network = new Network(3, [.. Enumerable.Range(0, 5).Select(l => new Dense(l == 4 ? 2 : 7, Activation.Identity))]);
        var (folded, numbers) = LinearFold.Fold(network, Parameters.Initialize(network, 4));
        Assert.Single(folded.Layers);
        Assert.Equal(Outputs(network, Parameters.Initialize(network, 4)), Outputs(folded, numbers), (x, y) => Math.Abs(x - y) <= 1e-5);
    }

    [Fact]
    public void A_network_whose_layers_all_have_activations_stays_as_it_is()
    {
        var network = new Network(3, new Dense(4, Activation.ReLU), new Dense(2, Activation.Identity));
        var parameters = Parameters.Initialize(network, 4);
        var (folded, numbers) = LinearFold.Fold(network, parameters);
        Assert.Equal(network, folded);
        Assert.Equal(parameters.All.ToArray(), numbers.All.ToArray());
    }

    private static float[] Outputs(Network network, Parameters parameters)
    {
        var workspace = new Workspace(network, 50);
        var random = new RandomStream(1, Purpose.GradientCheck);
        for (int i = 0; i < 50; i++)
            for (int j = 0; j < network.Inputs; j++) workspace.Batch[i, j] = (float)random.Normal((i * network.Inputs) + j);
        Backpropagation.Forward(Backend.Create("simd", 1), parameters, workspace);
        return workspace.Result.ToArray();
    }
}
