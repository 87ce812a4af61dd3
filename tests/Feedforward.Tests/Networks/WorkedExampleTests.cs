using Feedforward.Backends;
using Feedforward.Tests.Oracle;

namespace Feedforward.Tests.Networks;

/// <summary>Examples that others have worked by hand.</summary>
public class WorkedExampleTests
{
    private static readonly Backend Backend = Backend.Create("simd", 1);

    [Fact]
    public void Mazur_s_network_gives_his_numbers()
    {
        var (parameters, workspace, gradient) = Mazur();
        Pass(parameters, workspace, gradient);
        Near([0.593269992, 0.596884378], workspace.Outputs(0));
        Near([0.751365070, 0.772928465], workspace.Outputs(1));
        Near(0.298371109, Backpropagation.CostSum(Backend, Cost.Quadratic, workspace));
        Near([0.138498562, -0.038098237], workspace.Errors(1));
        Near([0.008771355, 0.009954255], workspace.Errors(0));
        Near(0.082167041, gradient.Weights(1)[0, 0]);
        Near(0.000438568, gradient.Weights(0)[0, 0]);

        Step(parameters, gradient);
        Near(0.149780716, parameters.Weights(0)[0, 0]);
        Near(0.358916480, parameters.Weights(1)[0, 0]);
        Near(0.561370121, parameters.Weights(1)[1, 1]);
        Pass(parameters, workspace, gradient);
        Near(0.291027774, Backpropagation.CostSum(Backend, Cost.Quadratic, workspace));
    }

    [Fact]
    public void Mazur_s_cost_after_ten_thousand_steps_is_his()
    {
        var (parameters, workspace, gradient) = Mazur();
        for (int step = 0; step < 10_000; step++)
        {
            Pass(parameters, workspace, gradient);
            Step(parameters, gradient);
        }
        Pass(parameters, workspace, gradient);
        double cost = Backpropagation.CostSum(Backend, Cost.Quadratic, workspace);
        Assert.Equal(3.51019e-5, cost, 1e-4 * 3.51019e-5);
    }

    /// <summary>x = 1, y = 0: the output after so many steps (Nielsen, chapter 3, with the right gradient of cross-entropy).</summary>
    [Theory]
    [InlineData("quadratic", 0.6, 0.9, 0.15, new[] { .817574, .387010, .210996, .152740, .123747, .093956 })]
    [InlineData("cross-entropy", 0.6, 0.9, 0.15, new[] { .817574, .079215, .037126, .024065, .017765, .011638 })]
    [InlineData("quadratic", 2, 2, 0.15, new[] { .982014, .975933, .964131, .933417, .788736, .202848 })]
    [InlineData("cross-entropy", 2, 2, 0.15, new[] { .982014, .098504, .041072, .025685, .018638, .012009 })]
    [InlineData("cross-entropy", 2, 2, 0.005, new[] { .982014, .971013, .953905, .928163, .891219, .779587 })]
    public void One_neuron_learns_as_the_table_says(string cost, float weight, float bias, float rate, double[] outputs)
    {
        var network = new Network(1, new Dense(1, Activation.Sigmoid));
        var start = new Parameters(new ParameterLayout(network));
        (start.Weights(0)[0, 0], start.Biases(0)[0, 0]) = (weight, bias);
        var options = new TrainingOptions { Cost = Cost.Parse(cost), Optimizer = new Sgd(rate), Epochs = 300, Batch = 1 };
        var trainer = new Trainer(network, start, options);
        var seen = new Dictionary<int, double> { [0] = Output(start) };
        foreach (var epoch in trainer.Epochs(Dataset.FromRows([1], 1, [0], 1))) seen[epoch.Number] = Output(trainer.Parameters);
        foreach (var (epoch, expected) in new[] { 0, 50, 100, 150, 200, 300 }.Zip(outputs)) Near(expected, seen[epoch]);

        double Output(Parameters p) => NaiveActivation.Sigmoid(p.Weights(0)[0, 0] + p.Biases(0)[0, 0]);
    }

    [Fact]
    public void Softmax_of_nielsen_s_four_numbers_is_his()
    {
        Matrix z = new(1, 4), a = new(1, 4);
        z.Set([2.5f, -1f, 3.2f, 0.5f]);
        Backend.Softmax(z, a);
        double[] expected = [0.315, 0.009, 0.633, 0.043];
        for (int j = 0; j < 4; j++) Assert.Equal(expected[j], a[0, j], 5e-4);
    }

    [Fact]
    public void S2_one_step_of_the_worked_example_gives_its_weights()
    {
        var network = new Network(3, new Dense(2, Activation.Sigmoid), new Dense(1, Activation.Sigmoid));
        var start = new Parameters(new ParameterLayout(network));
        start.Weights(0).Set([.1f, .2f, .3f, .1f, .5f, 0]);
        start.Weights(1).Set([.1f, .2f]);
        start.Biases(0).Set([.1f, .1f]);
        start.Biases(1).Set([1]);
        var options = new TrainingOptions { Cost = Cost.CrossEntropy, Optimizer = new Sgd(0.1f), Penalty = new L2(0.1f), Epochs = 1, Batch = 1 };
        var trainer = new Trainer(network, start, options);
        _ = trainer.Epochs(Dataset.FromRows([.6f, .8f, .7f], 3, [0], 1)).Last();
        var p = trainer.Parameters;
        // The published numbers are rounded on the way; scikit-learn compares three decimals.
        Near([.098, .195756, .2956664, .096008, .4939998, -.002244], p.Weights(0).ToArray(), 5e-4);
        Near([.04706, .154089], p.Weights(1).ToArray(), 5e-4);
        Near([.098333, .09626], p.Biases(0).ToArray(), 5e-4);
        Near([.9235], p.Biases(1).ToArray(), 5e-4);

        var oracle = new NaiveNetwork(network, start);
        var batch = new NaiveBatch(new[,] { { (double).6f, .8f, .7f } }, new[,] { { 0.0 } }, [1], [null, null]);
        new NaiveTrainer(oracle, new NaiveOptions("cross-entropy", "sgd") { L2 = 0.1f }).Step(batch, 0.1f);
        for (int l = 0; l < 2; l++)
        {
            Near(oracle.Weights[l], p.Weights(l).ToArray());
            Near(oracle.Biases[l], p.Biases(l).ToArray());
        }
        Assert.Equal(0.739, oracle.Forward(batch).A[1][0, 0], 5e-4);
    }

    private static (Parameters Parameters, Workspace Workspace, Parameters Gradient) Mazur()
    {
        var network = new Network(2, new Dense(2, Activation.Sigmoid), new Dense(2, Activation.Sigmoid));
        var parameters = new Parameters(new ParameterLayout(network));
        parameters.Weights(0).Set([.15f, .25f, .20f, .30f]);
        parameters.Weights(1).Set([.40f, .50f, .45f, .55f]);
        parameters.Biases(0).Set([.35f, .35f]);
        parameters.Biases(1).Set([.60f, .60f]);
        var workspace = new Workspace(network, 1);
        workspace.Batch.Set([.05f, .10f]);
        workspace.Targets.Set([.01f, .99f]);
        return (parameters, workspace, new Parameters(parameters.Layout));
    }

    private static void Pass(Parameters parameters, Workspace workspace, Parameters gradient)
    {
        Backpropagation.Forward(Backend, parameters, workspace);
        Backpropagation.Backward(Backend, Cost.Quadratic, parameters, workspace, gradient);
    }

    /// <summary>His example leaves the biases as they are.</summary>
    private static void Step(Parameters parameters, Parameters gradient)
    {
        for (int l = 0; l < 2; l++)
            for (int k = 0; k < 2; k++)
                for (int j = 0; j < 2; j++) parameters.Weights(l)[k, j] -= 0.5f * gradient.Weights(l)[k, j];
    }

    private static void Near(double[] expected, float[] values, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Near(expected[i], values[i], tolerance);
    }

    private static void Near(double[] expected, Matrix actual, double tolerance = 1e-6) => Near(expected, actual.ToArray(), tolerance);

    private static void Near(double expected, double actual, double tolerance = 1e-6) => Assert.Equal(expected, actual, tolerance);
}
