using Feedforward.Backends;
using Feedforward.Tests.Oracle;

namespace Feedforward.Tests.Networks;

/// <summary>Costs and probabilities at the edges: logits up to ±1e38, equal ones, one class, 65,536 classes.</summary>
public class CostEdgeCaseTests(ITestOutputHelper output)
{
    private static readonly Backend[] Backends = [new ReferenceBackend(), Backend.Create("simd", 1)];
    private static readonly float[] Sizes = [0, 1e-38f, 1e-3f, 1, 17, 88, 104, 1e4f, 1e38f];
    private static readonly int[] Widths = [1, 2, 3, 10, 17, 64, 65_536];

    private static readonly (string Name, Func<int, int, float> Of)[] Shapes =
    [
        ("all equal", (_, _) => 1), ("all equal below 0", (_, _) => -1), ("one high", (j, _) => j == 0 ? 1 : -1), ("last high", (j, n) => j == n - 1 ? 1 : -1),
        ("one low", (j, _) => j == 0 ? -1 : 1), ("alternating", (j, _) => j % 2 == 0 ? 1 : -1), ("a ramp", (j, n) => n == 1 ? 1 : (2f * j / (n - 1)) - 1),
    ];

    [Fact]
    public void Log_likelihood_is_finite_and_exact_and_never_negative()
    {
        double worst = 0;
        int cases = 0;
        foreach (var (name, z) in Logits())
            foreach (int wanted in new[] { 0, z.Columns - 1 }.Distinct())
                foreach (var backend in Backends)
                {
                    Matrix a = new(1, z.Columns), y = new(1, z.Columns);
                    y[0, wanted] = 1;
                    backend.Softmax(z, a);
                    double cost = backend.CostValue(CostFunction.LogLikelihood, z, a, y, Ones), exact = -LogSoftmax(z)[wanted];
                    Assert.True(double.IsFinite(cost) && cost >= 0, $"{name}: {cost}");
                    double error = Math.Abs(cost - exact) / ((1e-6 * Math.Max(1, exact)) + SumGate(z.Columns));
                    Assert.True(error <= 1, $"{name}, {backend.Name}: {cost}, exactly {exact}");
                    worst = Math.Max(worst, error);
                    cases++;
                }
        output.WriteLine($"{cases} cases, worst {worst:0.00} of the gate");
        Assert.True(cases >= 200);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_the_error_is_p_less_y()
    {
        double worstSum = 0, worstP = 0;
        foreach (var (name, z) in Logits())
            foreach (var backend in Backends)
            {
                int n = z.Columns;
                Matrix a = new(1, n), y = new(1, n), delta = new(1, n);
                y[0, n / 2] = 1;
                backend.Softmax(z, a);
                backend.CostError(a, y, Ones, 1, delta);
                double sum = a.ToArray().Sum(p => (double)p), gate = SumGate(n);
                Assert.True(Math.Abs(sum - 1) <= gate, $"{name}, {backend.Name}: the sum is 1 + {sum - 1:e2}");
                worstSum = Math.Max(worstSum, Math.Abs(sum - 1) / gate);
                double[] exact = LogSoftmax(z);
                for (int j = 0; j < n; j++)
                {
                    double error = a[0, j] - (double)y[0, j];
                    Assert.True(Math.Abs(delta[0, j] - error) <= Ulp((float)error), $"{name}: {delta[0, j]} for {error}");
                    double p = Math.Exp(exact[j]);
                    worstP = Math.Max(worstP, Math.Abs(a[0, j] - p) / Math.Max(p, 1e-37) / (1e-5 + gate));
                }
            }
        output.WriteLine($"sum at most {worstSum:0.00} of its gate; a probability at most {worstP:0.00} of its gate");
        Assert.True(worstP <= 1);
    }

    [Fact]
    public void With_equal_logits_the_error_sums_to_zero()
    {
        foreach (var backend in Backends)
            foreach (int n in new[] { 1, 2, 4, 64, 65_536 })
                foreach (float size in Sizes)
                {
                    Matrix z = new(1, n), a = new(1, n), y = new(1, n), delta = new(1, n);
                    z.Row(0).Fill(size);
                    y[0, 0] = 1;
                    backend.Softmax(z, a);
                    backend.CostError(a, y, Ones, 1, delta);
                    Assert.Equal(0, delta.ToArray().Sum(d => (double)d));
                }
    }

    [Fact]
    public void Cross_entropy_is_finite_and_exact_and_never_negative()
    {
        double worst = 0;
        int cases = 0;
        foreach (float size in Sizes)
            foreach (float z in new[] { size, -size })
                foreach (float y in new[] { 0, 1, 0.05f, 0.95f, 0.5f, 1e-6f })
                    foreach (var backend in Backends)
                    {
                        Matrix inputs = new(1, 1), a = new(1, 1), target = new(1, 1);
                        (inputs[0, 0], target[0, 0]) = (z, y);
                        backend.Map(Elementwise.Sigmoid, 0, inputs, a);
                        double cost = backend.CostValue(CostFunction.CrossEntropy, inputs, a, target, Ones);
                        double exact = (y * NaiveActivation.Softplus(-(double)z)) + ((1 - (double)y) * NaiveActivation.Softplus(z));
                        Assert.True(double.IsFinite(cost) && cost >= 0, $"z = {z}, y = {y}: {cost}");
                        double error = Math.Abs(cost - exact) / Math.Max(exact, 1e-37);
                        Assert.True(error <= 1e-6, $"z = {z}, y = {y}: {cost}, exactly {exact}");
                        worst = Math.Max(worst, error);
                        cases++;
                    }
        output.WriteLine($"{cases} cases, worst relative error {worst:e2}");
    }

    /// <summary>Tables of other libraries' own tests. Their means are over rows and outputs, ours over rows; they divide by n where we divide by Σw.</summary>
    [Fact]
    public void The_costs_agree_with_the_tables_of_other_libraries()
    {
        const double nearZero = 2.220446049250313e-16, nearZeroFloat = 1.1920929e-7;
        // scikit-learn: probabilities clipped at the precision of doubles.
        double[,] p = { { nearZero, 1, nearZero }, { .9, .05, .05 } }, y = { { 1, 0, 0 }, { 0, 0, 1 } };
        Close(19.519692831335572, Value(Cost.LogLikelihood, Each(p, Math.Log), y));
        Close(21.017558968112567, Value(Cost.LogLikelihood, Each(p, Math.Log), y, 1, 2) * 3 / 2);
        double[,] logits = Each(p, q => Math.Log(Math.Max(q, nearZero) / Math.Max(1 - q, nearZero)));
        Close(38.71845871958495, Value(Cost.CrossEntropy, logits, y));
        Close(41.39326405005274, Value(Cost.CrossEntropy, logits, y, 1, 2) * 3 / 2);
        double[,] binary = { { Math.Log(.1 / .9) }, { Math.Log(.9 / .1) } }, answers = { { 0 }, { 1 } };
        Close(0.10536051565782628, Value(Cost.CrossEntropy, binary, answers));
        Close(0.15804077348673942, Value(Cost.CrossEntropy, binary, answers, 1, 2) * 3 / 2);
        double[,] outputs = { { 0, 1, 0 }, { .9, .05, .05 } };
        Close(0.3095833333333333, Value(Cost.Quadratic, outputs, y) / 3);
        Close(0.4525, Value(Cost.Quadratic, outputs, y, 1, 2) / 3 * 3 / 2);
        // Keras: the mean over outputs; probabilities clipped at the precision of floats.
        double wrong = Math.Log((1 - nearZeroFloat) / nearZeroFloat);
        double[,] two = { { wrong, wrong }, { wrong, -wrong } }, truth = { { 1, 0 }, { 1, 0 } };
        Close(3.98559, Value(Cost.CrossEntropy, two, truth) / 2, 1e-4);
        Close(4.7827, Value(Cost.CrossEntropy, two, truth, 1.2f, 3.4f) / 2 * 4.6 / 2, 1e-4);
        double[,] tens = { { 10, -10, 10 }, { 10, 10, -10 } }, bits = { { 1, 0, 1 }, { 0, 1, 1 } };
        Close(3.3333, Value(Cost.CrossEntropy, tens, bits) / 3, 1e-4);
        double[,] smooth = { { .95, .05, .95 } }, one = { { 10, -10, -10 } };
        Close((10 + 0.5) / 3, Value(Cost.CrossEntropy, one, smooth) / 3, 1e-4);
        double[,] eye = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, scores = { { 8, 1, 1 }, { 0, 9, 1 }, { 2, 3, 5 } };
        Close(0.0573, Value(Cost.LogLikelihood, scores, eye), 1e-4);
        double[,] shares = { { .9, .05, .05 }, { .5, .89, .6 }, { .05, .01, .94 } };
        Close(0.3239, Value(Cost.LogLikelihood, Each(shares, Math.Log), eye), 1e-4);
        double[,] found = { { 4, 8, 12 }, { 8, 1, 3 } }, wanted = { { 1, 9, 2 }, { -5, -2, 6 } };
        Close(49.5, Value(Cost.Quadratic, found, wanted) * 2 / 3);
        Close(767.8 / 6, Value(Cost.Quadratic, found, wanted, 1.2f, 3.4f) * 4.6 / 3);
    }

    [Fact]
    public void Equal_row_weights_change_nothing()
    {
        double[,] z = { { 1, -2, 3 }, { 0.5, 0.25, -1 } }, y = { { 1, 0, 0 }, { 0, 0, 1 } };
        foreach (var cost in Cost.All)
        {
            Assert.Equal(Value(cost, z, y), Value(cost, z, y, 1, 1));
            Assert.Equal(Value(cost, z, y), Value(cost, z, y, 4, 4));
        }
    }

    [Fact]
    public void Label_smoothing_spreads_over_classes_and_over_each_sigmoid()
    {
        var data = Dataset.From(new float[] { 1, 2 }, 1, [0, 2], 4);
        foreach (var (output, floor) in new[] { (Activation.Softmax, 0.25), (Activation.Sigmoid, 0.5) })
        {
            var network = new Network(1, new Dense(4, output));
            var workspace = new Workspace(network, 2);
            new Batches(data, network, smoothing: 0.1f).Gather(0, 2, workspace);
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 4; j++) Assert.Equal((0.9 * (j == 2 * i ? 1 : 0)) + (0.1 * floor), workspace.Targets[i, j], 1e-7);
        }
    }

    private static Matrix Ones
    {
        get
        {
            var ones = new Matrix(1, 1);
            ones[0, 0] = 1;
            return ones;
        }
    }

    private static IEnumerable<(string Name, Matrix Z)> Logits()
    {
        foreach (int n in Widths)
            foreach (float size in Sizes)
                foreach (var (name, of) in Shapes)
                {
                    var z = new Matrix(1, n);
                    for (int j = 0; j < n; j++) z[0, j] = size * of(j, n);
                    yield return ($"{n} logits of size {size}, {name}", z);
                }
    }

    private static double[] LogSoftmax(Matrix z)
    {
        double[] values = [.. z.ToArray().Select(v => (double)v)];
        double max = values.Max(), log = Math.Log(values.Sum(v => Math.Exp(v - max)));
        return [.. values.Select(v => v - max - log)];
    }

    /// <summary>The product's mean cost where the network's last z are these numbers.</summary>
    private static double Value(Cost cost, double[,] z, double[,] y, params float[] weights)
    {
        int rows = z.GetLength(0), n = z.GetLength(1);
        Matrix inputs = new(rows, n), a = new(rows, n), targets = new(rows, n), w = new(1, rows);
        for (int i = 0; i < rows; i++)
        {
            w[0, i] = weights.Length == 0 ? 1 : weights[i];
            for (int j = 0; j < n; j++) (inputs[i, j], targets[i, j]) = ((float)z[i, j], (float)y[i, j]);
        }
        if (cost == Cost.LogLikelihood) Backends[1].Softmax(inputs, a);
        else Backends[1].Map(cost == Cost.Quadratic ? Elementwise.Identity : Elementwise.Sigmoid, 0, inputs, a);
        return Backends[1].CostValue(cost.Function, inputs, a, targets, w) / w.ToArray().Sum();
    }

    private static double[,] Each(double[,] values, Func<double, double> function)
    {
        var result = new double[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < result.GetLength(0); i++)
            for (int j = 0; j < result.GetLength(1); j++) result[i, j] = function(values[i, j]);
        return result;
    }

    private static void Close(double expected, double actual, double tolerance = 1e-6) => Assert.Equal(expected, actual, tolerance * Math.Max(1, expected));

    /// <summary>How far floats may be from 1 when a row of n probabilities is summed: 4·2⁻²⁴·√n.</summary>
    private static double SumGate(int n) => 4 * Math.Pow(2, -24) * Math.Sqrt(n);

    private static double Ulp(float x) => MathF.BitIncrement(Math.Abs(x)) - (double)Math.Abs(x);
}
