namespace Feedforward.Tests.Training;

public class ScheduleTests
{
    private static double[] Rates(Schedule schedule, int epochs, int rows = 40, int batch = 10)
    {
        var options = new TrainingOptions { Optimizer = new Sgd(1e-3f), Schedule = schedule, Epochs = epochs, Batch = batch };
        return [.. TrainingData.Trainer(options).Epochs(TrainingData.Classes(rows)).Select(e => e.LearningRate / 1e-3f)];
    }

    [Fact]
    public void Constant_is_one() => Assert.All(Rates(Schedule.Constant, 5), r => Assert.Equal(1, r, 1e-6));

    [Fact]
    public void Step_multiplies_after_each_so_many_epochs() =>
        Near([1, 1, 1, 0.1, 0.1, 0.1, 0.01], Rates(Schedule.Step(3, 0.1f), 7));

    [Fact]
    public void Exponential_multiplies_after_each_epoch() =>
        Near([.. Enumerable.Range(0, 8).Select(e => Math.Pow(0.7, e))], Rates(Schedule.Exponential(0.7f), 8));

    /// <summary>The epoch's last step: 4 steps an epoch, so step 4e − 1 of 4E.</summary>
    [Fact]
    public void Cosine_rises_straight_over_the_warm_up_and_falls_as_half_a_cosine() =>
        Near(
            [.. Enumerable.Range(1, 10).Select(e => e <= 2 ? e / 2.0 : 0.5 * (1 + Math.Cos(Math.PI * ((((4 * e) - 1) / 40.0) - 0.2) / 0.8)))],
            Rates(Schedule.Cosine(warmup: 2), 10));

    [Fact]
    public void One_cycle_rises_from_a_25th_and_falls_to_a_ten_thousandth()
    {
        double[] rates = Rates(Schedule.OneCycle(0.25f), 20, rows: 10);
        Assert.Equal(1.0 / 25, rates[0], 1e-6);
        Assert.Equal(1, rates[5], 1e-6);
        Assert.Equal(rates.Max(), rates[5]);
        Near(
            [.. Enumerable.Range(0, 20).Select(s => s / 20.0).Select(t => t < 0.25
                ? 0.04 + (0.96 * 0.5 * (1 - Math.Cos(Math.PI * t / 0.25)))
                : 1e-4 + ((1 - 1e-4) * 0.5 * (1 + Math.Cos(Math.PI * (t - 0.25) / 0.75))))],
            rates);
    }

    [Fact]
    public void S24_halving_on_a_plateau_ends_below_the_stop()
    {
        // Rate 1e-30 cannot improve a float: every epoch after the first is on the plateau.
        var options = new TrainingOptions { Optimizer = new Sgd(1e-30f), Schedule = Schedule.HalveOnPlateau(patience: 2, stop: 128), Epochs = 1000, Shuffle = false };
        var trainer = TrainingData.Trainer(options);
        var epochs = trainer.Epochs(TrainingData.Classes()).ToList();
        Assert.Equal(StopReason.LearningRate, trainer.StopReason);
        // Halved after each two epochs without gain; the run ends when the next factor would be 1/256 < 1/128.
        Assert.Equal(1 + (2 * 8), epochs.Count);
        Near([1, 1, 1, 0.5, 0.5, 0.25], [.. epochs.Take(6).Select(e => e.LearningRate / 1e-30f)]);

        var adaptive = TrainingData.Trainer(options with { Optimizer = new Sgd(0.1f), Schedule = Schedule.HalveOnPlateau(1, 100_000), Epochs = 5000, Shuffle = true });
        var last = adaptive.Epochs(TrainingData.Classes()).Last();
        Assert.Equal(StopReason.LearningRate, adaptive.StopReason);
        Assert.True(last.LearningRate / 2 < 1e-6, $"{last.LearningRate}");
    }

    [Fact]
    public void Every_schedule_reads_what_it_writes()
    {
        foreach (var schedule in Schedule.All.Append(Schedule.Step(7, 0.25f)).Append(Schedule.HalveOnPlateau(3, 64)))
            Assert.Equal(schedule, Schedule.Parse(schedule.ToString()));
    }

    [Fact]
    public void A_plateau_counts_from_the_last_best_and_needs_the_least_improvement()
    {
        var plateau = new Plateau(0.1);
        Assert.False(plateau.Add(double.NaN));
        Assert.False(plateau.Add(double.PositiveInfinity));
        Assert.True(plateau.Add(5));
        Assert.False(plateau.Add(4.95));
        Assert.False(plateau.Add(double.NaN));
        Assert.Equal((5, 2), (plateau.Best, plateau.EpochsSinceBest));
        Assert.True(plateau.Add(4.8));
        Assert.Equal((4.8, 0), (plateau.Best, plateau.EpochsSinceBest));
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
