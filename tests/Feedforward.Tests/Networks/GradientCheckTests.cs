using Feedforward.Backends;
using Feedforward.Tests.Oracle;

namespace Feedforward.Tests.Networks;

public class GradientCheckTests(ITestOutputHelper output)
{
    private static readonly Backend[] Backends = [new ReferenceBackend(), Backend.Create("simd", 1)];

    [Fact]
    public void S3_every_derivative_of_every_activation_cost_and_option_is_right()
    {
        Assert.True(GradientSuite.Cases.Count >= 200);
        double worst = 0;
        int parameters = 0, skipped = 0;
        foreach (var one in GradientSuite.Cases)
        {
            var setting = new GradientSetting(one);
            // Both back ends give the same bits, which is tested elsewhere; so the slow one need not see every network.
            foreach (var backend in Backends.Skip(one.Seed % 7 == 0 ? 0 : 1))
            {
                var report = setting.Check(backend);
                Assert.True(report.Passed, $"{one.Name}, {backend.Name}: {report}");
                worst = Math.Max(worst, report.Differences.Max(d => d.Ratio));
                parameters += report.Differences.Count;
                skipped += report.Skipped;
            }
        }
        output.WriteLine($"{GradientSuite.Cases.Count} networks, {parameters} derivatives, {skipped} at a kink, worst {worst:0.000} of the tolerance");
        Assert.True(skipped < parameters / 100);
    }

    [Fact]
    public void Every_gradient_and_cost_agrees_with_the_oracle()
    {
        double worst = 0;
        foreach (var one in GradientSuite.Cases)
        {
            double distance = new GradientSetting(one).DistanceFromOracle(Backends[1]);
            Assert.True(distance <= 1, $"{one.Name}: {distance} of the tolerance");
            worst = Math.Max(worst, distance);
        }
        output.WriteLine($"worst {worst:0.000} of the tolerance");
    }
}
