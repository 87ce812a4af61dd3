using Feedforward.Pictures;
using Feedforward.Studio.Learn;
using Feedforward.Studio.Learn.Labs;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Labs;

/// <summary>L1: the shapes of the tutorial, what an impossible stack is told, and maps that say what the network says.</summary>
public class ShapesTests
{
    private static readonly Shapes Lab = new();

    [Fact]
    public void The_tutorials_network_has_the_tutorials_shapes()
    {
        var network = SetUp("").Network;
        Assert.Equal(17, network.ParameterCount);
        string[] lines = [.. LayerStrips.Of(network, "input", count => $"{count} parameters").SelectMany(column => column)];
        foreach (string shape in new[] { "a¹ (1,2)", "w¹ (2,3) | b (3)", "a² (1,3)", "w² (3,2) | b (2)", "a³ (1,2)", "9 parameters", "8 parameters", "dense 3 · sigmoid" }) Assert.Contains(shape, lines);
    }

    [Fact]
    public void The_layer_that_the_lab_asks_for_has_23550_parameters() =>
        Assert.Equal("23550 parameters", LayerStrips.Of(SetUp("?data=digits&layers=30sigmoid-10softmax").Network, "input", count => $"{count} parameters")[1][^1]);

    [Theory]
    [InlineData("?layers=3softmax-2softmax", "FF1107")]
    [InlineData("?layers=3sigmoid-3sigmoid", "FF2313")]
    [InlineData("?layers=0sigmoid-2sigmoid", "FF1001")]
    [InlineData("?data=circles&layers=4tanh-3softmax", "FF2313")]
    public void An_impossible_stack_is_refused_in_the_librarys_words(string query, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<FeedforwardException>(() => SetUp(query)).Notice.Code);

    [Theory]
    [InlineData("3sigmoid-2sigmoid", true)]
    [InlineData("30sigmoid-10softmax", true)]
    [InlineData("1000tanh", false)]
    [InlineData("3sigmoid-", false)]
    [InlineData("3cubic", false)]
    [InlineData("1tanh-1tanh-1tanh-1tanh-1tanh-1tanh-1tanh", false)]
    public void Layers_are_read_from_the_address_and_written_again(string text, bool right)
    {
        Assert.Equal(right, StackText.IsRight(text));
        if (right) Assert.Equal(text, StackText.Of(StackText.Read(text)));
    }

    [Fact]
    public void A_neurons_map_says_what_the_network_says_there()
    {
        var setup = SetUp("?data=moons&layers=6tanh-2softmax");
        var planes = new PlaneMaker(setup.Network, ShapesData.Of("moons").Plane!);
        planes.Use(setup.Start);
        float[] x = planes.Of(new NeuronPlace(0, 0)), y = planes.Of(new NeuronPlace(0, 1)), answer = planes.Of(new NeuronPlace(2, 1));
        foreach (int i in new[] { 0, 47, 1234, 2303 })
        {
            var row = ShapesData.Of("moons").Single([x[i], y[i]], 0);
            Assert.Equal(new FrameMaker(setup.Network, setup.Cost, row).Of(setup.Start).Outputs[0, 1], answer[i], 1e-6f);
        }
        Assert.True(y[0] > y[^1]);
        Assert.StartsWith("data:image/png;base64,", planes.ImageOf(new NeuronPlace(1, 3)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("circles")]
    [InlineData("xor")]
    [InlineData("moons")]
    [InlineData("spiral")]
    [InlineData("blobs")]
    [InlineData("example")]
    [InlineData("digits")]
    public async Task All_data_can_be_learned_with_the_layers_that_are_offered(string name)
    {
        var data = ShapesData.Of(name);
        using var session = new TrainingSession([SetUp($"?data={name}&layers={data.Usual}")], stepsPerSecond: 10);
        await session.Step(3);
        Assert.Equal(3, session.Newest);
        Assert.True(double.IsFinite(session.Shown(0).Cost));
    }

    private static LaneSetup SetUp(string query) => Lab.SetUp(LabState.Read(Lab.Knobs, null, null, query));
}
