using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Every_part_is_done_exactly_once_whoever_does_it(int threads, bool takeBack)
    {
        var team = new WorkerTeam(threads, takeBack);
        var done = new int[threads];
        for (int run = 1; run <= 900; run++)
        {
            int parts = 1 + (run % threads);
            if (run % 300 == 0) Thread.Sleep(20);      // long enough for the workers to fall asleep
            Array.Clear(done);
            team.Run(parts, part => Interlocked.Increment(ref done[part]));
            for (int part = 0; part < threads; part++) Assert.Equal(part < parts ? 1 : 0, Volatile.Read(ref done[part]));
        }
        if (!takeBack) Assert.All(team.Counts, count => Assert.True(count > 0));
    }

    [Fact]
    public async Task Callers_that_meet_each_do_their_own_work()
    {
        var team = new WorkerTeam(2, takeBack: true);
        var sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int sum = 0;
            for (int run = 0; run < 500; run++) team.Run(2, part => Interlocked.Add(ref sum, part + 1));
            return sum;
        })));
        Assert.All(sums, sum => Assert.Equal(1500, sum));
    }
}
