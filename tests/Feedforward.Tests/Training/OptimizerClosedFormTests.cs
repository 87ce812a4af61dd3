using Feedforward.Backends;

namespace Feedforward.Tests.Training;

/// <summary>Each rule's step in float against its closed form in double, from the same numbers.</summary>
public class OptimizerClosedFormTests(ITestOutputHelper output)
{
    private const int Count = 1000, Time = 10;

    private static readonly Backend[] Backends = [new ReferenceBackend(), Backend.Create("simd", 1)];

    [Fact]
    public void S36_every_optimiser_is_its_closed_form_within_one_rounding_an_operation()
    {
        double worst = 0;
        foreach (float rate in new[] { 1e-3f, 1e-2f, 0.1f, 1, 10, 100, 1000 })
        {
            worst = Math.Max(worst, Check(new(UpdateKind.Descent, rate), 1));
            foreach (float mu in new[] { 0.5f, 0.9f, 0.99f })
            {
                worst = Math.Max(worst, Check(new(UpdateKind.Momentum, rate, mu), 2));
                worst = Math.Max(worst, Check(new(UpdateKind.Nesterov, rate, mu), 3));
            }
            foreach (float rho in new[] { 0.5f, 0.9f, 0.999f })
                worst = Math.Max(worst, Check(new(UpdateKind.RmsProp, rate, 0, rho, 1e-8f), 8));
            foreach (float beta1 in new[] { 0, 0.9f, 0.95f, 0.99f })
                foreach (float beta2 in new[] { 0.995f, 0.999f })
                    foreach (float decay in new[] { 0, 0.01f })
                        worst = Math.Max(worst, Check(
                            new(UpdateKind.Adam, rate, beta1, beta2, 1e-8f, (float)(1 - Math.Pow(beta1, Time)), (float)(1 - Math.Pow(beta2, Time)), decay), 14));
        }
        output.WriteLine($"worst {worst:0.00} of the roundings allowed");
    }

    /// <summary>The largest error as a share of one rounding (2⁻²⁴) for each operation.</summary>
    private static double Check(UpdateRule rule, int operations)
    {
        double worst = 0;
        Matrix g = Numbers(1), m = Numbers(2), s = Numbers(3), w = Numbers(4);
        foreach (ref float x in s.Span) x *= x;
        foreach (var backend in Backends)
        {
            Matrix first = Copy(m), second = Copy(s), after = Copy(w);
            backend.Update(rule, g, first, second, after);
            for (int i = 0; i < Count; i++)
            {
                double mean = m[0, i], square = s[0, i], expected = Step(rule, g[0, i], ref mean, ref square, w[0, i]);
                // The same step with all its terms of one sign: what roundings are relative to where terms cancel.
                double size = -Math.Abs(m[0, i]), ignored = s[0, i], scale = Step(rule, -Math.Abs(g[0, i]), ref size, ref ignored, Math.Abs(w[0, i]));
                scale += 2 * rule.LearningRate * rule.WeightDecay * Math.Abs(w[0, i]);
                if (rule.UsesFirst) Near(mean, first[0, i], 2, -size, rule);
                if (rule.UsesSecond) Near(square, second[0, i], 3, square, rule);
                worst = Math.Max(worst, Near(expected, after[0, i], operations, scale, rule));
            }
        }
        return worst;
    }

    private static double Step(UpdateRule r, double g, ref double m, ref double s, double w)
    {
        double rate = r.LearningRate, mu = r.Decay1, rho = r.Decay2;
        switch (r.Kind)
        {
            case UpdateKind.Descent:
                return w - (rate * g);
            case UpdateKind.Momentum:
                m = (mu * m) + g;
                return w - (rate * m);
            case UpdateKind.Nesterov:
                m = (mu * m) + g;
                return w - (rate * (g + (mu * m)));
            case UpdateKind.RmsProp:
                s = (rho * s) + ((1 - rho) * g * g);
                return w - (rate * g / (Math.Sqrt(s) + r.Epsilon));
            default:
                m = (mu * m) + ((1 - mu) * g);
                s = (rho * s) + ((1 - rho) * g * g);
                return (w * (1 - (rate * r.WeightDecay))) - (rate * (m / r.Correction1) / (Math.Sqrt(s / r.Correction2) + r.Epsilon));
        }
    }

    private static double Near(double expected, float actual, int operations, double scale, UpdateRule rule)
    {
        double ratio = Math.Abs(expected - actual) / (operations * Math.Pow(2, -24) * Math.Max(scale, 1e-37));
        Assert.True(ratio <= 1, $"{rule}: expected {expected}, found {actual}: {ratio:0.00} of {operations} roundings");
        return ratio;
    }

    private static Matrix Numbers(int layer)
    {
        var random = new RandomStream(8, Purpose.GradientCheck, layer);
        var matrix = new Matrix(1, Count);
        for (int i = 0; i < Count; i++) matrix[0, i] = (float)random.Normal(i);
        return matrix;
    }

    private static Matrix Copy(Matrix matrix)
    {
        var copy = new Matrix(1, Count);
        matrix.Span.CopyTo(copy.Span);
        return copy;
    }
}
