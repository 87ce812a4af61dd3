using Feedforward.Backends;
using Feedforward.Formats;
using static Feedforward.Cli.FlagGroup;

namespace Feedforward.Cli;

/// <summary><c>feedforward bench</c>: how fast this machine trains and predicts, and how near that is to what its registers can do.</summary>
internal sealed class BenchCommand() : CliCommand("bench")
{
    private const int UsualRounds = 5;

    private const float UsualSeconds = 0.7f;

    private static readonly Operand Wanted = new("workload", Required: false) { Many = true };

    private static readonly Flag
        Input = new("--input", Data, "dense|mnist"),
        Limit = TrainFlags.Limit with { Key = "flag.bench.limit" },
        Rounds = new("--rounds", FlagGroup.Measurement, "N"),
        Seconds = new("--seconds", FlagGroup.Measurement, "S"),
        Threads = TrainFlags.Threads with { Group = FlagGroup.Measurement },
        ChosenBackend = TrainFlags.Backend with { Group = FlagGroup.Measurement };

    internal override IReadOnlyList<Operand> Operands { get; } = [Wanted];

    internal override IReadOnlyList<Flag> Flags { get; } = [Input, TrainFlags.DataDir, Limit, Rounds, Seconds, Threads, ChosenBackend, TrainFlags.Json];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        bool isMnist = arguments.Choice(Input, ("dense", false), ("mnist", true)) ?? false;
        var workloads = Chosen(arguments, isMnist);
        int rounds = arguments.Whole(Rounds, least: 1) ?? UsualRounds, limit = arguments.Whole(Limit, least: 1) ?? int.MaxValue;
        float seconds = arguments.Number(Seconds) ?? UsualSeconds;
        seconds = arguments.Checked(Seconds, () => Check.Range("seconds", seconds, seconds is > 0 and < 1000, "0 < seconds < 1000"));
        var backend = Plan.Backend(arguments) ?? Backend.Default;
        var images = isMnist ? NamedSets.Load("mnist", arguments.Text(TrainFlags.DataDir)).Train : null;

        IBenchReport report = arguments.Has(TrainFlags.Json) ? new BenchJson(terminal.Output) : new BenchText(terminal.Report);
        var machine = MeasuredMachine.Measure(backend);
        report.Begin(machine, isMnist ? "mnist" : "dense", rounds, seconds);
        var timer = new WorkloadTimer(backend, rounds, seconds);
        foreach (var workload in workloads.Select(w => w with { Rows = Math.Min(w.Rows, limit) }))
        {
            var rows = images is null ? WorkloadRows.Random(workload, workload.Rows) : WorkloadRows.Images(images, workload.Rows);
            report.Add(timer.Run(workload with { Rows = rows.Rows }, rows));
        }
        report.End();
        return ExitCode.Ok;
    }

    private static IEnumerable<Workload> Chosen(Arguments arguments, bool isMnist)
    {
        var words = arguments.Many(Wanted);
        if (words.Count == 0) return Workload.All.Where(w => w.TakesImages || !isMnist);
        string[] ids = [.. Workload.All.Select(w => w.Id)];
        var chosen = words.Select(word => Workload.All.FirstOrDefault(w => w.Id.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw Texts.Option("FF9109", Evidence.Of(word), string.Join(", ", ids), Texts.DidYouMean(word, ids))).Distinct().ToList();
        if (isMnist && chosen.FirstOrDefault(w => !w.TakesImages) is { } table) throw Texts.Option("FF9133", $"{Input.Name} mnist", table.Id);
        return chosen;
    }
}
