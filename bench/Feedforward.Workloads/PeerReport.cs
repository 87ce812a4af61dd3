using System.Globalization;
using System.Text;
using System.Text.Json;
using Feedforward.Cli;

namespace Feedforward.Workloads;

/// <summary>Writes the measurements as a page: a table for each kind of rows, what was measured on, and who is missing.</summary>
internal sealed class PeerReport(Cells cells, IReadOnlyDictionary<string, JsonElement> versions, int rounds)
{
    private readonly StringBuilder _page = new();

    private double _limit;

    private readonly List<string> _settings = [];

    internal string Write(IReadOnlyList<string> inputs)
    {
        var machines = inputs.SelectMany(input => Goal.All.SelectMany(goal => Rounds(input, goal.Id, PeerRuns.Ours, "machine"))).ToList();
        if (machines.Count == 0) throw new InvalidOperationException("Nothing is measured yet.");
        _limit = machines.Max(m => m.Number("limit_gflops"));
        WriteHead(machines);
        foreach (string input in inputs) WriteTable(input);
        WriteSettings();
        return _page.ToString();
    }

    private void WriteHead(List<JsonElement> machines)
    {
        var machine = machines[0];
        double one = machines.Max(m => m.Number("limit_gflops_one_thread"));
        _page.AppendLine(CultureInfo.InvariantCulture, $"# {machine.Text("processor")}").AppendLine();
        _page.AppendLine("Written by `dotnet run -c Release --project bench/Feedforward.Workloads -- peers`; [README.md](README.md) says how it is measured and what the columns mean.").AppendLine();
        _page.AppendLine(CultureInfo.InvariantCulture, $"- Feedforward {machine.Text("version")}, {machine.Text("runtime")}, {machine.Text("processors")} processors, {machine.Text("vector_bits")}-bit vectors, {machine.Text("threads")} threads");
        _page.AppendLine(CultureInfo.InvariantCulture, $"- limit of independent fused multiply-adds in registers: {one:0.0} GFLOP/s on one thread, {_limit:0.0} on {machine.Text("threads")}");
        foreach (var (peer, version) in versions)
        {
            _page.AppendLine(version.Is("versions")
                ? string.Create(CultureInfo.InvariantCulture, $"- {peer} {version.Text("version")}, {version.Text("blas")}; its product of 1024 × 1024 matrices: {version.Number("product_gflops"):0} GFLOP/s")
                : $"- **{peer} is missing**: {version.Text("why")}");
        }
        _page.AppendLine(CultureInfo.InvariantCulture, $"- libtorch 2.10 is not measured here: its figures on a machine of {Goal.LibtorchLimit:0} GFLOP/s, multiplied by {_limit / Goal.LibtorchLimit:0.00}").AppendLine();
    }

    private void WriteTable(string input)
    {
        _page.AppendLine(input == "dense" ? "## Dense rows" : "## MNIST's images").AppendLine();
        _page.AppendLine("Rows per second, trained or predicted: median (least – greatest) of the rounds.").AppendLine();
        _page.AppendLine("| | Feedforward | scikit-learn | PyTorch | libtorch, scaled | ÷ best peer | ÷ libtorch | goal | | GFLOP/s | of the limit | hash |");
        _page.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var goal in Goal.All) WriteRow(input, goal);
        _page.AppendLine();
    }

    private void WriteRow(string input, Goal goal)
    {
        var ours = Rounds(input, goal.Id, PeerRuns.Ours, "workload");
        if (ours.Count == 0) return;
        var peers = PeerRuns.Peers.Select(peer => Rounds(input, goal.Id, peer, "peer")).ToList();
        double libtorch = goal.Microseconds is null ? goal.Libtorch * _limit / Goal.LibtorchLimit : goal.Libtorch * Goal.LibtorchLimit / _limit;
        var best = peers.Where(p => p.Count == ours.Count).MaxBy(p => Speed(Figures(p, goal), goal));
        var ratio = best is null ? (Spread?)null : Spread.Of(Figures(ours, goal).Zip(Figures(best, goal), (we, they) => Faster(we, they, goal)));
        var reference = input == "dense" ? Faster(Spread.Of(Figures(ours, goal)).Median, libtorch, goal) : (double?)null;
        double gflops = Spread.Of(ours.Select(e => e.Number("gflops"))).Median;
        string[] hashes = [.. ours.Select(e => e.Text("hash")).Distinct()];
        string[] work = goal.Microseconds is null ? [gflops.ToString("0.0", CultureInfo.InvariantCulture), Format.Percent(gflops / _limit)] : ["", ""];
        string[] row =
        [
            goal.Title, Show(ours, goal), .. peers.Select(p => Show(p, goal)), input == "dense" ? Show(libtorch, goal) : "–",
            ratio is { } r ? string.Create(CultureInfo.InvariantCulture, $"**{r.Median:0.00}** ({r.Least:0.00} – {r.Greatest:0.00})") : "–",
            reference?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–",
            Wanted(goal, input), Met(goal, input, ratio?.Median, reference, gflops, ours), .. work,
            hashes.Length == 1 ? $"`{hashes[0][..12]}`" : "**they differ**",
        ];
        _page.AppendLine("| " + string.Join(" | ", row) + " |");
        if (goal.Microseconds is null) _settings.Add(Settings(input, goal, peers));
    }

    private static string Wanted(Goal goal, string input)
    {
        if (goal.Microseconds is { } most) return string.Create(CultureInfo.InvariantCulture, $"≤ {most} µs");
        if (goal.RatioOn(input) is not { } ratio) return "";
        return string.Create(CultureInfo.InvariantCulture, $"≥ {ratio}×{(goal.Share is { } share ? $", ≥ {share:0 %}" : "")}");
    }

    /// <summary>A goal is met where it is met against the best peer and against libtorch.</summary>
    private string Met(Goal goal, string input, double? ratio, double? reference, double gflops, List<JsonElement> ours)
    {
        if (goal.Microseconds is { } most) return Spread.Of(Figures(ours, goal)).Median <= most ? "✔" : "✘";
        if (goal.RatioOn(input) is not { } wanted || ratio is null) return "";
        return Math.Min(ratio.Value, reference ?? double.MaxValue) >= wanted && gflops / _limit >= (goal.Share ?? 0) ? "✔" : "✘";
    }

    private static string Settings(string input, Goal goal, List<List<JsonElement>> peers) =>
        $"| {input} | {goal.Title} | {string.Join(" | ", peers.Select(rounds => string.Join("; ", rounds.Select(Setting).Distinct())))} |";

    private static string Setting(JsonElement e) => e.GetProperty("threads") is { ValueKind: JsonValueKind.Array } both
        ? $"{both[0]} + {both[1]}{(e.TryGetProperty("foreach", out var lists) && lists.GetBoolean() ? " foreach" : "")}"
        : e.Text("threads");

    private void WriteSettings()
    {
        _page.AppendLine("## The peers' fastest settings").AppendLine();
        _page.AppendLine("Chosen by a trial before each measurement: threads of OpenBLAS; for PyTorch its own threads + those of OpenBLAS, and whether its optimiser works on lists of tensors.").AppendLine();
        _page.AppendLine("| rows | workload | scikit-learn | PyTorch |").AppendLine("|---|---|---|---|");
        foreach (string line in _settings) _page.AppendLine(line);
    }

    private List<JsonElement> Rounds(string input, string id, string who, string kind) =>
        [.. Enumerable.Range(1, rounds).SelectMany(round => cells.Find(PeerRuns.Cell(input, id, round, who))).Where(e => e.Is(kind))];

    private static IEnumerable<double> Figures(IEnumerable<JsonElement> events, Goal goal) => events.Select(e => e.Number(goal.Figure));

    private static double Speed(IEnumerable<double> figures, Goal goal) => goal.Microseconds is null ? Spread.Of(figures).Median : 1 / Spread.Of(figures).Median;

    private static double Faster(double we, double they, Goal goal) => goal.Microseconds is null ? we / they : they / we;

    private static string Show(List<JsonElement> events, Goal goal)
    {
        if (events.Count == 0) return "–";
        var spread = Spread.Of(Figures(events, goal));
        return $"{Show(spread.Median, goal)} ({Show(spread.Least, goal)} – {Show(spread.Greatest, goal)})";
    }

    private static string Show(double figure, Goal goal) =>
        goal.Microseconds is null ? Format.Count((long)figure) : figure.ToString("0.00", CultureInfo.InvariantCulture);
}
