using Feedforward.Tests.Fuzzing;

namespace Feedforward.Formats.Tests;

/// <summary>
/// Random inputs for the readers, for some seconds each: never an exception of another kind, a hang or much memory; and what is read is what an independent
/// reader reads. <c>FEEDFORWARD_FUZZ_SECONDS</c> sets the seconds; longer runs: <c>tests/torture/Feedforward.Torture -- fuzz</c>.
/// </summary>
public class FuzzTests
{
    private const double CsvSeconds = 20, IdxSeconds = 10;

    private const ulong Seed = 11;

    [Fact]
    public void Random_tables() => Require(new FuzzRun(new CsvTarget(), Seed), CsvSeconds);

    [Fact]
    public void Random_arrays() => Require(new FuzzRun(new IdxTarget(), Seed), IdxSeconds);

    [Fact]
    public void The_same_number_is_the_same_input()
    {
        foreach (IFuzzTarget target in new IFuzzTarget[] { new CsvTarget(), new IdxTarget() })
            for (int number = 0; number < 100; number++)
                Assert.Equal(new FuzzRun(target, Seed).Input(number), new FuzzRun(target, Seed).Input(number));
    }

    [Fact]
    public void A_reader_that_fails_is_noticed()
    {
        var run = new FuzzRun(new Faulty(), Seed).Go(3000, 60, 2);
        Assert.Equal(3000, run.Inputs);
        Assert.Contains(run.Failures, failure => failure.What.Contains("NullReferenceException", StringComparison.Ordinal));
        Assert.Contains(run.Failures, failure => failure.What.Contains("MB", StringComparison.Ordinal));
        Assert.Contains(run.Failures, failure => failure.What.Contains(" s", StringComparison.Ordinal) && failure.What.StartsWith("it takes", StringComparison.Ordinal));
        Assert.Equal(run.Failures[0].Input, run.Input(run.Failures[0].Number));
    }

    private static void Require(FuzzRun run, double seconds)
    {
        run.Go(long.MaxValue, FuzzSeconds.Or(seconds), threads: 1);
        Assert.True(run.Failures.Count == 0, run.ToString());
        Assert.InRange(run.AcceptedInputs, run.Inputs / 20, run.Inputs * 19 / 20);
    }

    /// <summary>A reader with three faults.</summary>
    private sealed class Faulty : IFuzzTarget
    {
        private readonly CsvTarget _sound = new();

        public string Name => "faulty";

        public IReadOnlyList<byte[]> Tokens => _sound.Tokens;

        public byte[] Sound(FuzzRandom random) => _sound.Sound(random);

        /// <summary>Keeps a processor busy for longer than an input may.</summary>
        private static void Burn()
        {
            double until = ThreadTime.Seconds + 1.1;
            while (ThreadTime.Seconds < until) Thread.SpinWait(1000);
        }

        public void Read(byte[] input, FuzzRandom random)
        {
            if (input.Length % 97 == 3) throw new NullReferenceException();
            if (input.Length % 997 == 5) Burn();
            if (input.Length % 97 == 4) GC.KeepAlive(new byte[300 << 20]);
        }
    }
}
