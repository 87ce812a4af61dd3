using Feedforward.Backends;

namespace Feedforward.Tests.Backends;

public sealed class WorkerTeamTests
{
    private const int Units = 60;

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Every_part_is_done_exactly_once_whoever_does_it(int threads, bool takeBack)
    {
        var team = new WorkerTeam(threads, takeBack);
        for (int run = 1; run <= 900; run++)
        {
            int parts = 1 + (run % threads);
            if (run % 300 == 0) Thread.Sleep(20);      // long enough for the workers to fall asleep
            var work = new Marks(new int[Units], slowFirst: run % 10 == 0);
            team.Run(ref work, parts, large: run % 2 == 0);
            Assert.All(work.Done, times => Assert.Equal(1, times));
        }
        if (!takeBack) Assert.All(team.Counts, count => Assert.True(count > 0));
    }

    [Fact]
    public async Task Callers_that_meet_each_do_their_own_work()
    {
        var team = new WorkerTeam(2, takeBack: true);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int run = 0; run < 500; run++)
            {
                var work = new Marks(new int[Units]);
                team.Run(ref work, 2, large: true);
                Assert.All(work.Done, times => Assert.Equal(1, times));
            }
        }, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Work_that_calls_the_team_again_does_the_inner_work_alone()
    {
        var team = new WorkerTeam(2, takeBack: false);
        var work = new Nested(team, new Marks(new int[Units]), new Marks(new int[Units]));
        team.Run(ref work, 2, large: true);
        Assert.All(work.First.Done.Concat(work.Second.Done), times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_part_that_fails_fails_the_call_and_leaves_the_team_usable(int part)
    {
        var team = new WorkerTeam(2, takeBack: false);
        for (int run = 0; run < 20; run++)
        {
            var failing = new Failing(part);
            Assert.Throws<InvalidOperationException>(() => team.Run(ref failing, 2, large: true));
            var work = new Marks(new int[Units]);
            team.Run(ref work, 2, large: true);
            Assert.All(work.Done, times => Assert.Equal(1, times));
        }
    }

    private readonly struct Marks(int[] done, bool slowFirst = false) : IWork
    {
        internal int[] Done => done;

        public void Run(int part, int parts)
        {
            // Slow enough for the others to finish and fall asleep meanwhile.
            if (slowFirst && part == 0) Thread.Sleep(1);
            for (int unit = Units * part / parts; unit < Units * (part + 1) / parts; unit++) Interlocked.Increment(ref done[unit]);
        }
    }

    private struct Nested(WorkerTeam team, Marks first, Marks second) : IWork
    {
        internal readonly Marks First => first;

        internal readonly Marks Second => second;

        public readonly void Run(int part, int parts)
        {
            var inner = part == 0 ? first : second;
            team.Run(ref inner, 2, large: true);
        }
    }

    private readonly struct Failing(int failing) : IWork
    {
        public void Run(int part, int parts)
        {
            if (part == failing) throw new InvalidOperationException("planted");
        }
    }
}
