using Feedforward.Studio.Learn;
using Feedforward.Studio.Learn.Labs;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Labs;

/// <summary>L6: Mazur's example, which many have computed by hand, comes out of the lab's own training and frames; and planted faults are found where they are.</summary>
public class BackpropagationTests
{
    private static readonly BackpropagationLab Lab = new();

    [Fact]
    public void Mazurs_numbers_before_the_first_step()
    {
        var (setup, frame) = Begin("?start=mazur&hidden=2&biases=fixed");
        Near(frame.Layers[0].A.Values, 0.593269992, 0.596884378);
        Near(frame.Outputs.Values, 0.751365070, 0.772928465);
        Assert.Equal(0.298371109, frame.Cost, 7e-8);
        Near(frame.Layers[1].Delta.Values, 0.138498562, -0.038098237);
        Near(frame.Layers[0].Delta.Values, 0.008771355, 0.009954255);
        Assert.Equal(0.082167041, frame.Layers[1].WeightGradient[0, 0], 5e-9);
        Assert.Equal(0.000438568, frame.Layers[0].WeightGradient[0, 0], 5e-10);
        Assert.Equal(Cost.Quadratic, setup.Cost);
    }

    [Fact]
    public async Task Mazurs_numbers_after_one_step()
    {
        var setup = Lab.SetUp(State("?start=mazur&hidden=2&biases=fixed"));
        using var session = new TrainingSession([setup], stepsPerSecond: 20);
        await session.Step(1);
        var frame = new FrameMaker(setup.Network, setup.Cost, setup.Train).At(session.Shown(0));
        Assert.Equal(0.149780716, frame.Layers[0].Weights[0, 0], 2e-8);
        Assert.Equal(0.358916480, frame.Layers[1].Weights[0, 0], 4e-8);
        Assert.Equal(0.561370121, frame.Layers[1].Weights[1, 1], 7e-8);
        Near(frame.Layers[0].Biases.Values, 0.35, 0.35);
        Near(frame.Layers[1].Biases.Values, 0.60, 0.60);
        Assert.Equal(0.291027774, frame.Cost, 7e-8);
    }

    [Fact]
    public void Mazurs_cost_after_ten_thousand_steps_in_single_precision()
    {
        var setup = Lab.SetUp(State("?start=mazur&hidden=2&biases=fixed"));
        var trainer = new Trainer(setup.Network, setup.Start, setup.Options with { Epochs = 10_000 });
        foreach (var _ in trainer.Epochs(setup.Train)) { }
        Assert.Equal(3.51016e-5, new FrameMaker(setup.Network, setup.Cost, setup.Train).Of(trainer.Parameters).Cost, 2e-9);
    }

    [Theory, InlineData("?data=xor"), InlineData("?data=xor&cost=cross-entropy&activation=tanh"), InlineData("?cost=log-likelihood"), InlineData("?data=xor&cost=log-likelihood")]
    public void The_gradient_is_right_in_every_preset(string query) => Assert.True(Check(query, PlantedFault.None).Passed);

    [Theory]
    [InlineData(PlantedFault.Slope, "layers.0.bias layers.0.weight layers.1.bias layers.1.weight")]
    [InlineData(PlantedFault.Transpose, "layers.0.bias layers.0.weight")]
    [InlineData(PlantedFault.Mean, "layers.0.bias layers.0.weight layers.1.bias layers.1.weight")]
    public void A_planted_fault_is_found_where_it_is(PlantedFault fault, string tensors)
    {
        var report = Check("?data=xor", fault);
        Assert.Equal(tensors, string.Join(' ', report.Differences.Where(d => d.Ratio > 1).Select(d => d.Tensor).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void One_row_has_no_mean_to_forget() => Assert.True(Check("", PlantedFault.Mean).Passed);

    [Fact]
    public void Softmax_with_log_likelihood_has_the_error_a_minus_y()
    {
        var (_, frame) = Begin("?cost=log-likelihood");
        for (int k = 0; k < 2; k++) Assert.Equal(frame.Outputs[0, k] - frame.Targets[0, k], frame.Layers[^1].Delta[0, k]);
    }

    [Fact]
    public void From_zeros_no_blame_comes_back()
    {
        var (_, frame) = Begin("?start=zeros");
        Assert.All(frame.Layers[0].Delta.Values.ToArray(), delta => Assert.Equal(0, delta));
    }

    [Theory, InlineData("n1.2"), InlineData("w2.1.3")]
    public void A_cell_of_the_address_is_read_as_it_was_written(string text)
    {
        var cell = DiagramCell.Read(text)!;
        Assert.Equal(text, cell.Neuron is { } n ? DiagramCell.Text(n) : DiagramCell.Text(cell.Weight!.Value));
    }

    [Theory, InlineData(""), InlineData("n"), InlineData("n1"), InlineData("n1.0"), InlineData("w1.1"), InlineData("x1.1"), InlineData("n1.99999999999")]
    public void What_is_no_cell_is_refused(string text) => Assert.Null(DiagramCell.Read(text));

    [Fact]
    public void Looking_elsewhere_leaves_the_training_as_it_is() => Assert.Equal(State("").Setup(), State("?stop=check&bug=slope&epsilon=-3&cell=n1.2&row=1").Setup());

    private static LabState State(string query) => LabState.Read(Lab.Knobs, null, null, query);

    private static (LaneSetup Setup, Frame Frame) Begin(string query)
    {
        var setup = Lab.SetUp(State(query));
        return (setup, new FrameMaker(setup.Network, setup.Cost, setup.Train).Of(setup.Start));
    }

    private static GradientReport Check(string query, PlantedFault fault)
    {
        var setup = Lab.SetUp(State(query));
        return GradientCheck.Run(new FaultyBackend(fault), setup.Cost, Penalty.None, setup.Start, new FrameMaker(setup.Network, setup.Cost, setup.Train).Workspace);
    }

    private static void Near(ReadOnlySpan<float> found, params ReadOnlySpan<double> expected)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 7e-8);
    }
}
