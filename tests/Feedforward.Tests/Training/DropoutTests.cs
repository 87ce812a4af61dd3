using Feedforward.Backends;

namespace Feedforward.Tests.Training;

public class DropoutTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.3f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void The_share_of_dropped_units_is_the_rate_and_what_stays_is_scaled(float rate)
    {
        var mask = Mask(rate, seed: 1, epoch: 1, first: 0, rows: 1000, units: 100);
        float[] factors = mask.ToArray();
        double share = factors.Count(f => f == 0) / (double)factors.Length;
        Assert.Equal(rate, share, 4 * Math.Sqrt(rate * (1 - rate) / factors.Length));
        Assert.All(factors, f => Assert.True(f == 0 || f == 1 / (1 - rate)));
        Assert.Equal(1, factors.Average(f => (double)f), 4 * Math.Sqrt(rate / (1 - rate) / factors.Length));
    }

    [Fact]
    public void A_row_s_mask_depends_on_its_place_in_the_epoch_and_not_on_the_batch()
    {
        float[] whole = Mask(0.4f, 7, 3, 0, 60, 13).ToArray();
        foreach (int size in new[] { 1, 7, 10, 32 })
            for (int first = 0; first < 60; first += size)
            {
                int rows = Math.Min(size, 60 - first);
                Assert.Equal(whole.AsSpan(first * 13, rows * 13).ToArray(), Mask(0.4f, 7, 3, first, rows, 13).ToArray());
            }
    }

    [Fact]
    public void Masks_of_other_seeds_epochs_and_layers_are_independent()
    {
        float[] one = Mask(0.5f, 1, 1, 0, 100, 50).ToArray();
        float[][] others = [Mask(0.5f, 2, 1, 0, 100, 50).ToArray(), Mask(0.5f, 1, 2, 0, 100, 50).ToArray(), Mask(0.5f, 1, 1, 0, 100, 50, layer: 1).ToArray()];
        foreach (var other in others) Assert.Equal(0.5, one.Zip(other).Count(p => p.First == p.Second) / 5000.0, 0.03);
    }

    [Fact]
    public void Every_unit_and_every_row_is_dropped_as_often_as_any_other()
    {
        var mask = Mask(0.5f, 3, 1, 0, 400, 40);
        for (int j = 0; j < 40; j++) Assert.InRange(Enumerable.Range(0, 400).Count(i => mask[i, j] == 0), 150, 250);
        for (int i = 0; i < 400; i++) Assert.InRange(Enumerable.Range(0, 40).Count(j => mask[i, j] == 0), 5, 35);
    }

    [Fact]
    public void Prediction_and_measuring_use_the_whole_network()
    {
        var data = TrainingData.Classes();
        var network = TrainingData.Dropping;
        var plain = new Network(4, new Dense(20, Activation.ReLU), new Dense(9, Activation.Gelu), new Dense(3, Activation.Softmax));
        var start = TrainingData.Start(network);
        var same = new Parameters(new ParameterLayout(plain));
        same.CopyFrom(start);
        Assert.Equal(TrainingData.Cost(plain, same, data), TrainingData.Cost(network, start, data));
        var options = new TrainingOptions { Epochs = 2, MeasureTraining = true };
        var trainer = new Trainer(network, start, options);
        foreach (var epoch in trainer.Epochs(data)) Assert.Equal(TrainingData.Cost(network, trainer.Parameters, data), epoch.Training!.Cost);
    }

    [Fact]
    public void A_network_learns_with_dropout()
    {
        var options = new TrainingOptions { Epochs = 60, Optimizer = new Adam(0.01f), MeasureTraining = true };
        var last = new Trainer(TrainingData.Dropping, TrainingData.Start(TrainingData.Dropping), options).Epochs(TrainingData.Classes(spread: 0.5f)).Last();
        Assert.True(last.Training!.Accuracy > 0.9, $"{last.Training}");
        Assert.True(last.TrainingCost > last.Training.Cost, "training sees the thinned network");
    }

    private static Matrix Mask(float rate, ulong seed, int epoch, long first, int rows, int units, int layer = 0)
    {
        var mask = new Matrix(rows, units);
        Backend.DropoutMask(new RandomStream(seed, Purpose.Dropout, layer, epoch), rate, first, mask);
        return mask;
    }
}
