namespace Feedforward.Tests.Oracle;

/// <summary>The oracle itself: its gradient is the derivative of its cost.</summary>
public class NaiveNetworkTests
{
    [Fact]
    public void Every_derivative_of_the_oracle_is_that_of_its_cost()
    {
        int derivatives = 0, kinks = 0;
        foreach (var one in GradientSuite.Cases.Where(c => c.Seed % 4 == 0))
        {
            var (network, batch) = new GradientSetting(one).Oracle();
            var (weights, biases) = network.Gradient(one.Cost.Name, batch);
            foreach (var (numbers, gradient) in network.Weights.Concat(network.Biases).Zip(weights.Concat(biases)))
                for (int i = 0; i < numbers.Length; i++)
                {
                    double w = numbers[i], step = 1e-6 * Math.Max(1, Math.Abs(w));
                    double Difference(double size)
                    {
                        numbers[i] = w + size;
                        double plus = network.Cost(one.Cost.Name, batch);
                        numbers[i] = w - size;
                        double minus = network.Cost(one.Cost.Name, batch);
                        numbers[i] = w;
                        return (plus - minus) / (2 * size);
                    }
                    derivatives++;
                    double numerical = Difference(step), error = Math.Abs(numerical - gradient[i]);
                    // Where two step sizes disagree, a unit changes sides between them.
                    if (error > 1e-7 + (1e-6 * Math.Abs(numerical)) && Math.Abs(numerical - Difference(step / 7)) > 1e-8) kinks++;
                    else Assert.True(error <= 1e-7 + (1e-6 * Math.Abs(numerical)), $"{one.Name}: {numerical} and {gradient[i]}");
                }
        }
        Assert.True(kinks * 1000 < derivatives, $"{kinks} of {derivatives}");
    }
}
