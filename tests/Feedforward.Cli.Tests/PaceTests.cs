namespace Feedforward.Cli.Tests;

public class PaceTests
{
    [Fact]
    public void The_first_epoch_is_left_out_and_slow_ones_among_the_last_do_not_count()
    {
        var pace = new Pace();
        pace.Reach(0, 0.1);
        pace.Reach(1, 10);
        Assert.Null(pace.Seconds(50));
        double second = 10;
        foreach (double seconds in new[] { 3, 1, 8, 1, 1.0 }) pace.Reach(pace.Done + 1, second += seconds);
        pace.Reach(pace.Done, second + 100);
        Assert.Equal(50, pace.Seconds(50));
        Assert.Equal(0, pace.Seconds(0));
    }

    [Fact]
    public void Epochs_of_an_earlier_session_are_not_timed()
    {
        var pace = new Pace(40);
        pace.Reach(40, 0.1);
        pace.Reach(41, 5);
        Assert.Null(pace.Seconds(9));
        pace.Reach(42, 7);
        Assert.Equal(18, pace.Seconds(9));
    }
}
