using System.Globalization;
using System.Text.Json;
using Feedforward.Cli;

namespace Feedforward.Workloads;

/// <summary>
/// Every workload, ours and the peers' in turn, round after round: what disturbs the machine for a while disturbs all of them. Each measurement is a process of
/// its own, which warms up first.
/// </summary>
internal sealed class PeerRuns(string[] ids, string? data, int rounds, double seconds, string python)
{
    internal const string Ours = "feedforward";

    internal static readonly string[] Peers = ["scikit-learn", "pytorch"];

    private readonly Cells _cells = new();

    internal void Run()
    {
        var versions = Peers.ToDictionary(peer => peer, peer => _cells.Get($"versions {peer}", () => Programs.Peer(python, peer, "", "--versions"))[0]);
        string[] present = [.. Peers.Where(peer => versions[peer].Is("versions"))];
        string[] inputs = data is null ? ["dense"] : ["dense", "mnist"];
        foreach (string input in inputs)
            foreach (var workload in Workload.All.Where(w => (ids.Length == 0 || ids.Contains(w.Id)) && (input == "dense" || w.TakesImages)))
                for (int round = 1; round <= rounds; round++)
                    Measure(input, workload.Id, round, present);
        Pages.Write(".md", new PeerReport(_cells, versions, rounds).Write(inputs));
    }

    /// <summary>The name of a measurement.</summary>
    internal static string Cell(string input, string id, int round, string who) =>
        string.Create(CultureInfo.InvariantCulture, $"{input} {id} {round} {who}");

    private void Measure(string input, string id, int round, string[] peers)
    {
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        string[] folder = data is null ? [] : ["--data-dir", data];
        var ours = _cells.Get(Cell(input, id, round, Ours), () => Programs.Bench([id, "--rounds", "1", "--seconds", length, "--input", input, .. folder]));
        string described = ours.Single(e => e.Is("workload")).GetRawText();
        foreach (string peer in peers)
            _cells.Get(Cell(input, id, round, peer), () => Programs.Peer(python, peer, described, ["--rounds", "1", "--seconds", length, .. folder]));
    }
}

/// <summary>Reading events.</summary>
internal static class Events
{
    internal static bool Is(this JsonElement e, string kind) => e.GetProperty("t").GetString() == kind;

    internal static string Text(this JsonElement e, string name) => e.GetProperty(name).ToString();

    /// <summary>A number, or the only number of a list.</summary>
    internal static double Number(this JsonElement e, string name) =>
        e.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Single().GetDouble() : e.GetProperty(name).GetDouble();
}
