using Feedforward.Backends;
using Feedforward.Tests.Oracle;

namespace Feedforward.Tests.Networks;

/// <summary>Gradients of networks that chance drew: from 1 to 5 layers, 1 to 70 units, 1 to 67 rows, all activations and costs.</summary>
public class RandomNetworkGradientTests(ITestOutputHelper output)
{
    private const int Count = 10_000;

    /// <summary>
    /// |numerical − analytic| is taken relative to the derivative itself, or, where the direction happens to lie nearly along a level of the cost and
    /// the derivative nearly vanishes, to what a random direction gives on average: ‖g‖·‖d‖/√n.
    /// </summary>
    [Fact]
    public void Ten_thousand_random_networks_are_right_in_a_random_direction()
    {
        var backend = Backend.Create("simd", 1);
        double worst = 0;
        int skipped = 0;
        for (int i = 0; i < Count; i++)
        {
            var random = new RandomStream((ulong)i, Purpose.GradientCheck);
            var (network, cost, penalty, parameters, workspace) = Draw(random, i);
            double[] direction = [.. Enumerable.Range(0, (int)parameters.Layout.Count).Select(j => Uniform(random, 1_000_000 + j))];
            var found = GradientCheck.Directional(backend, cost, penalty, parameters, workspace, j => direction[j], 1e-6);
            if (found is not { } derivative)
            {
                skipped++;
                continue;
            }
            double error = Math.Abs(derivative.Numerical - derivative.Analytic) / Math.Max(Math.Max(Math.Abs(derivative.Numerical), derivative.Typical), 1e-9);
            Assert.True(error <= 5e-4, $"network {i}: {network.Summary()}, {cost}, {workspace.Rows} rows: {derivative}");
            worst = Math.Max(worst, error);
        }
        output.WriteLine($"{Count - skipped} networks, {skipped} more at a kink, worst relative error {worst:e2}");
        Assert.True(skipped < Count / 10);
    }

    [Fact]
    public void The_same_gradient_is_computed_twice_to_the_bit()
    {
        var backend = SimdBackend.Create(3, Math.Max(128, SimdBackend.WidestVector), workPerThread: 0);
        for (int i = 0; i < 200; i++)
        {
            var (_, cost, _, parameters, workspace) = Draw(new RandomStream((ulong)i, Purpose.GradientCheck), i);
            var gradients = new[] { new Parameters(parameters.Layout), new Parameters(parameters.Layout) };
            foreach (var gradient in gradients)
            {
                Backpropagation.Forward(backend, parameters, workspace);
                Backpropagation.Backward(backend, cost, parameters, workspace, gradient);
            }
            Assert.Equal(gradients[0].All.ToArray(), gradients[1].All.ToArray());
        }
    }

    private static (Network Network, Cost Cost, Penalty Penalty, Parameters Parameters, Workspace Workspace) Draw(RandomStream random, int number)
    {
        Activation[] hidden = [.. Activation.All.Where(a => a != Activation.Softmax)];
        int layers = 1 + random.Below(1, 5), draw = 10;
        var cost = Cost.All[random.Below(2, 3)];
        var widths = Enumerable.Range(0, layers + 1).Select(_ => 1 + random.Below(draw++, 70)).ToArray();
        var stack = Enumerable.Range(1, layers).Select(l => (Layer)new Dense(
            widths[l], l < layers ? hidden[random.Below(draw++, hidden.Length)] : cost.Outputs[random.Below(draw++, cost.Outputs.Count)])
        {
            Dropout = l < layers && random.Below(draw++, 3) == 0 ? 0.2f : 0,
        }).ToArray();
        var network = new Network(widths[0], stack);
        int rows = 1 + random.Below(draw++, 67);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < layers; l++)
        {
            var weights = new Matrix(widths[l], widths[l + 1]);
            Fill(weights, random, 10_000 * (l + 1), Math.Sqrt(3.0 / widths[l]));
            parameters.Weights(l).Set(weights.ToArray());
            Fill(parameters.Biases(l), random, (10_000 * (l + 1)) + 5000, 0.5);
        }
        var workspace = new Workspace(network, rows);
        Fill(workspace.Batch, random, 100_000, 1.5);
        for (int i = 0; i < rows; i++) workspace.Targets[i, (i + number) % widths[^1]] = 1;
        workspace.DrawMasks((ulong)number, 1, 0);
        return (network, cost, new L2(number % 2 * 0.01f), parameters, workspace);
    }

    private static void Fill(Matrix matrix, RandomStream random, long first, double limit)
    {
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++) matrix[i, j] = (float)(limit * Uniform(random, first++));
    }

    private static double Uniform(RandomStream random, long i) => (2.0 * random.Uniform(i)) - 1;
}
