namespace Feedforward.Tests.Training;

/// <summary>What epochs tell about the layers: who is dead, and where weights and gradients lie.</summary>
public class LayerMeasurementTests
{
    private static readonly Dataset Data = TrainingData.Classes(60);

    [Fact]
    public void A_unit_whose_z_is_never_above_0_is_dead()
    {
        var network = new Network(Data.Columns, new Dense(4, Activation.ReLU), new Dense(Data.Outputs, Activation.Softmax));
        var parameters = TrainingData.Start(network);
        foreach (int unit in new[] { 1, 2, 3 }) parameters.Biases(0)[0, unit] = unit == 2 ? 1000 : -1000;
        var first = new Trainer(network, parameters, new TrainingOptions { MeasureGradients = true, Epochs = 1 }).Epochs(Data).First();
        Assert.Equal([0.5], first.DeadUnits);
        Assert.Empty(new Trainer(network, parameters, new TrainingOptions { Epochs = 1 }).Epochs(Data).First().DeadUnits);
    }

    [Fact]
    public void A_unit_that_has_nothing_left_to_learn_is_not_dead()
    {
        var network = new Network(Data.Columns, new Dense(4, Activation.Tanh), new Dense(Data.Outputs, Activation.Sigmoid));
        var parameters = TrainingData.Start(network);
        // The answers are as good as certain, and δ is 0 for all rows but those that they are wrong for.
        for (int k = 0; k < Data.Outputs; k++) parameters.Biases(1)[0, k] = 200;
        Assert.Equal([0], new Trainer(network, parameters, new TrainingOptions { MeasureGradients = true, Epochs = 1 }).Epochs(Data).First().DeadUnits);
    }

    [Theory, InlineData(0, 0), InlineData(10, 0), InlineData(30, 1), InlineData(-30, 1)]
    public void A_sigmoid_that_is_saturated_to_the_last_bit_is_dead(float bias, double share)
    {
        var network = new Network(Data.Columns, new Dense(3, Activation.Sigmoid), new Dense(Data.Outputs, Activation.Softmax));
        var parameters = TrainingData.Start(network);
        for (int j = 0; j < 3; j++) parameters.Biases(0)[0, j] = bias;
        Assert.Equal([share], new Trainer(network, parameters, new TrainingOptions { MeasureGradients = true, Epochs = 1 }).Epochs(Data).First().DeadUnits);
    }

    [Theory]
    [InlineData(3, true, new[] { 0, 1, 2, 3 }), InlineData(37, true, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 37 }), InlineData(5, false, new int[0])]
    public void Histograms_come_often_at_first_and_then_four_times_in_each_doubling(int epochs, bool wanted, int[] expected)
    {
        var network = new Network(Data.Columns, new Dense(17, Activation.Tanh), new Dense(Data.Outputs, Activation.Softmax));
        var trainer = new Trainer(network, TrainingData.Start(network), new TrainingOptions { MeasureGradients = true, Epochs = epochs, MeasureHistograms = wanted });
        var told = new List<int>();
        foreach (var epoch in trainer.Epochs(Data))
        {
            if (epoch.WeightHistograms.Count == 0) continue;
            told.Add(epoch.Number);
            for (int l = 0; l < 2; l++)
            {
                var weights = trainer.Parameters.Weights(l);
                Assert.Equal(ValueHistogram.Of(weights.ToArray()), epoch.WeightHistograms[l]);
                Assert.Equal(weights.Rows * weights.Columns, epoch.GradientHistograms[l].Counts.Sum());
                // The norm lies between that of all numbers at the inner and that of all at the outer edges of their bins.
                var bins = epoch.GradientHistograms[l];
                double Norm(Func<int, double> place) => Math.Sqrt(Enumerable.Range(0, bins.Counts.Count).Sum(b => bins.Counts[b] * Math.Pow(place(b), 2)));
                Assert.InRange(epoch.GradientNorms[l],
                    Norm(b => bins.Edge(b) < 0 && bins.Edge(b + 1) > 0 ? 0 : Math.Min(Math.Abs(bins.Edge(b)), Math.Abs(bins.Edge(b + 1)))) * 0.999999,
                    Norm(b => Math.Max(Math.Abs(bins.Edge(b)), Math.Abs(bins.Edge(b + 1)))) * 1.000001);
            }
        }
        Assert.Equal(expected, told);
    }
}
