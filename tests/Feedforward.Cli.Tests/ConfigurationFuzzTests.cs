using Feedforward.Tests.Fuzzing;

namespace Feedforward.Cli.Tests;

/// <summary>
/// Random configurations, for some seconds: only the product's own refusals of settings, and what is taken is what the runtime's own reader of JSON
/// finds. <c>FEEDFORWARD_FUZZ_SECONDS</c> sets the seconds of longer runs.
/// </summary>
public class ConfigurationFuzzTests
{
    private const double Seconds = 10;

    private const ulong Seed = 11;

    [Fact]
    public void Random_configurations()
    {
        var run = new FuzzRun(new ConfigurationTarget(), Seed).Go(long.MaxValue, FuzzSeconds.Or(Seconds), threads: 1);
        Assert.True(run.Failures.Count == 0, run.ToString());
        // One input in eight is unchanged, so with more than that changed ones are compared too.
        Assert.InRange(run.AcceptedInputs, run.Inputs / 7, run.Inputs * 19 / 20);
    }

    [Fact]
    public void Inputs_without_a_change_are_sound()
    {
        var target = new ConfigurationTarget();
        for (int number = 0; number < 2000; number++)
        {
            var random = new FuzzRandom(Seed, number);
            target.Read(target.Sound(random), random);
        }
    }
}
