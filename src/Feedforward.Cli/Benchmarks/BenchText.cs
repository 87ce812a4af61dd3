using System.Globalization;
using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary>The benchmark for people: two lines a workload.</summary>
internal sealed class BenchText(Screen screen) : IBenchReport
{
    private const int HashLetters = 12;

    private double _limit;

    public void Begin(MeasuredMachine machine, string input, int rounds, double seconds)
    {
        _limit = machine.AllThreads;
        screen.Labelled(Texts.Get("label.machine"), Texts.Get(
            "bench.machine", RunMachine.Current.Processor, Environment.ProcessorCount, SimdBackend.WidestVector, RuntimeInformation.FrameworkDescription));
        screen.Labelled(Texts.Get("label.limit"), Texts.Get("bench.limit", Short(machine.OneThread), Short(machine.AllThreads), machine.Threads));
        screen.Labelled(Texts.Get("label.data"), Texts.Get($"bench.{input}"));
        screen.Labelled(Texts.Get("label.method"), Texts.Get("bench.method", machine.Backend, machine.Threads, rounds, Format.Time(seconds)));
    }

    public void Add(WorkloadResult result)
    {
        var workload = result.Workload;
        var speed = Spread.Of(result.RowsPerSecond);
        screen.Line();
        screen.Labelled(workload.Id, workload.OnlyPredicts
            ? Texts.Get("bench.predicts", workload.Network.Summary(), Texts.Counted("data.rows", workload.Rows))
            : Texts.Get("bench.trains", workload.Network.Summary(), workload.Cost.Name, Format.Of(workload.Optimizer), workload.Batch, Texts.Counted("data.rows", workload.Rows)));
        string rows = $"{Texts.Get("bench.rows", Count(speed.Median), Count(speed.Least), Count(speed.Greatest))} · ";
        string share = Texts.Get("bench.share", Short(result.Gflops), Format.Percent(result.Gflops / _limit));
        string hash = result.Hash[..HashLetters];
        if (workload.OnlyPredicts)
        {
            var single = Spread.Of(result.MicrosecondsPerRow);
            screen.Labelled("", Texts.Get("bench.row", Short(single.Median), Short(single.Least), Short(single.Greatest)));
            screen.Labelled("", $"{rows}{share} · {Texts.Get("bench.outputs", hash)}");
        }
        else
        {
            screen.Labelled("", $"{rows}{Texts.Get("bench.step", Short(result.MicrosecondsPerStep))} · {share} · {Texts.Get("bench.weights", hash)}");
        }
    }

    public void End()
    {
        screen.Line();
        screen.Labelled("", Texts.Get("bench.counted"));
    }

    private static string Count(double speed) => Format.Count((long)speed);

    private static string Short(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
