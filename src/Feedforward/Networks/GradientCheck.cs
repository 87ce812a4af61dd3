using System.Globalization;
using System.Text;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>One parameter's derivative, twice: by back-propagation and by a difference of costs.</summary>
/// <param name="Tensor">The tensor, for example <c>layers.0.weight</c>.</param>
/// <param name="Row">Row of [in×out], from 0; 0 for a bias.</param>
/// <param name="Column">Column, from 0.</param>
/// <param name="Numerical">(C(w+ε) − C(w−ε)) / 2ε with C in double precision.</param>
/// <param name="Analytic">∂C/∂w by back-propagation as training runs it: in float, on the chosen back end.</param>
/// <param name="Tolerance">1e-5 × the largest |analytic| of the tensor + 1e-9.</param>
public readonly record struct GradientDifference(string Tensor, int Row, int Column, double Numerical, double Analytic, double Tolerance)
{
    /// <summary>|numerical − analytic| / tolerance: above 1 the derivative is wrong.</summary>
    public double Ratio => Math.Abs(Numerical - Analytic) / Tolerance;
}

/// <summary>What a gradient check found.</summary>
/// <param name="Differences">Every parameter that was checked, worst first.</param>
/// <param name="Skipped">Parameters whose ±ε straddles a kink (ReLU and its family), where no derivative exists.</param>
public sealed record GradientReport(IReadOnlyList<GradientDifference> Differences, int Skipped)
{
    /// <summary>Whether every difference is within its tolerance.</summary>
    public bool Passed => Differences.All(d => d.Ratio <= 1);

    /// <summary>The verdict and the ten worst parameters as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(Passed ? "passed" : "FAILED")}: {Differences.Count} parameters, {Differences.Count(d => d.Ratio > 1)} wrong");
        if (Skipped > 0) text.Append(CultureInfo.InvariantCulture, $", {Skipped} skipped at a kink");
        foreach (var d in Differences.Take(10))
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{d.Tensor,-18} [{d.Row},{d.Column}]  back-propagation {d.Analytic,14:e6}  difference {d.Numerical,14:e6}  {d.Ratio,8:0.000} of the tolerance");
        return text.ToString();
    }
}

/// <summary>
/// Proves a gradient: central differences of the cost, evaluated in double precision, against back-propagation as training runs it (T9).
/// A derivative is right when |numerical − analytic| ≤ 1e-5 × the largest |analytic| of its tensor + 1e-9.
/// </summary>
public static class GradientCheck
{
    /// <summary>The step of the differences where no other is asked for.</summary>
    public const double DefaultEpsilon = 1e-5;

    /// <summary>Checks the gradient of the workspace's present batch (with its dropout masks, row weights and targets).</summary>
    /// <param name="backend">The back end whose back-propagation is checked.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="penalty">The penalty; only L2 acts through the gradient.</param>
    /// <param name="parameters">Where the gradient is taken.</param>
    /// <param name="workspace">The batch.</param>
    /// <param name="epsilon">Step ε·max(1, |w|) of the differences.</param>
    /// <param name="maximum">At most this many parameters of each tensor, evenly spread.</param>
    public static GradientReport Run(
        Backend backend, Cost cost, Penalty penalty, Parameters parameters, Workspace workspace, double epsilon = DefaultEpsilon, int maximum = int.MaxValue)
    {
        var gradient = Gradient(backend, cost, penalty, parameters, workspace);
        var function = new DoubleCost(cost, new L2(penalty.L2Strength), parameters, workspace);
        function.Evaluate();
        int side = function.Side, skipped = 0;
        var differences = new List<GradientDifference>();
        for (int block = 0; block < parameters.Layout.Blocks.Count; block++)
        {
            var place = parameters.Layout.Blocks[block];
            var analytic = gradient.View(place).ToArray();
            double tolerance = (1e-5 * analytic.Max(g => Math.Abs((double)g))) + 1e-9;
            long step = Math.Max(1, analytic.Length / (long)maximum);
            for (long i = 0; i < analytic.Length; i += step)
            {
                if (Difference(function, function.Block(block), (int)i, epsilon, side) is { } numerical)
                    differences.Add(new(place.Name, (int)i / place.Columns, (int)i % place.Columns, numerical, analytic[i], tolerance));
                else
                    skipped++;
            }
        }
        return new GradientReport([.. differences.OrderByDescending(d => double.IsNaN(d.Ratio) ? double.PositiveInfinity : d.Ratio)], skipped);
    }

    /// <summary>
    /// The classic V: the worst |numerical − analytic| / largest |analytic| for ε = 10⁻¹ … 10⁻¹². Large ε err by truncation, small ones by rounding.
    /// </summary>
    public static IReadOnlyList<(double Epsilon, double WorstRelativeError)> Curve(
        Backend backend, Cost cost, Penalty penalty, Parameters parameters, Workspace workspace, int maximum = 100) =>
        [.. Enumerable.Range(1, 12).Select(exponent =>
        {
            double epsilon = Math.Pow(10, -exponent);
            var report = Run(backend, cost, penalty, parameters, workspace, epsilon, maximum);
            double largest = report.Differences.Max(d => Math.Abs(d.Analytic));
            return (epsilon, report.Differences.Max(d => Math.Abs(d.Numerical - d.Analytic)) / largest);
        })];

    /// <summary>The derivative along one direction, numerically and by back-propagation: a whole network for the price of two evaluations.</summary>
    /// <returns>
    /// Both derivatives, and ‖g‖·‖d‖/√n, the size of a derivative in a random direction of n numbers; or null where the step straddles a kink.
    /// </returns>
    internal static (double Numerical, double Analytic, double Typical)? Directional(
        Backend backend, Cost cost, Penalty penalty, Parameters parameters, Workspace workspace, Func<int, double> direction, double epsilon)
    {
        var gradient = Gradient(backend, cost, penalty, parameters, workspace);
        var function = new DoubleCost(cost, new L2(penalty.L2Strength), parameters, workspace);
        function.Evaluate();
        int side = function.Side;
        double analytic = 0, squares = 0, length = 0, plus = Shifted(epsilon), minus = Shifted(-2 * epsilon);
        int index = 0;
        foreach (var block in parameters.Layout.Blocks)
            foreach (float g in gradient.View(block).ToArray())
            {
                double d = direction(index++);
                analytic += g * d;
                squares += (double)g * g;
                length += d * d;
            }
        double typical = Math.Sqrt(squares * length / index);
        return double.IsNaN(plus) || double.IsNaN(minus) ? null : ((plus - minus) / (2 * epsilon), analytic, typical);

        double Shifted(double distance)
        {
            int i = 0;
            for (int block = 0; block < parameters.Layout.Blocks.Count; block++)
                foreach (ref double w in function.Block(block).AsSpan()) w += distance * direction(i++);
            double value = function.Evaluate();
            return function.Side == side ? value : double.NaN;
        }
    }

    private static Parameters Gradient(Backend backend, Cost cost, Penalty penalty, Parameters parameters, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        ArgumentNullException.ThrowIfNull(parameters);
        var gradient = new Parameters(parameters.Layout);
        Backpropagation.Forward(backend, parameters, workspace);
        Backpropagation.Backward(backend, cost, parameters, workspace, gradient);
        penalty.AddGradient(backend, parameters, gradient);
        return gradient;
    }

    private static double? Difference(DoubleCost function, double[] block, int i, double epsilon, int side)
    {
        double w = block[i], step = epsilon * Math.Max(1, Math.Abs(w));
        block[i] = w + step;
        double plus = function.Evaluate();
        bool straddles = function.Side != side;
        block[i] = w - step;
        double minus = function.Evaluate();
        straddles |= function.Side != side;
        block[i] = w;
        return straddles ? null : (plus - minus) / (2 * step);
    }
}
