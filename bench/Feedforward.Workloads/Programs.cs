using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Feedforward.Workloads;

/// <summary>The programs that are measured, each in a process of its own, one after the other.</summary>
internal static class Programs
{
    private static readonly string Feedforward = Path.Combine(AppContext.BaseDirectory, "Feedforward.Cli.dll");

    private static readonly string Peers = Path.Combine(Pages.Root, "bench", "peers", "peers.py");

    /// <summary>Runs <c>feedforward bench … --json</c>.</summary>
    internal static JsonElement[] Bench(params string[] arguments) => Run("dotnet", [Feedforward, "bench", .. arguments, "--json"], "");

    /// <summary>Runs a peer on what an event describes; where there is no Python, the event says that the peer is missing.</summary>
    internal static JsonElement[] Peer(string python, string peer, string input, params string[] arguments)
    {
        try
        {
            return Run(python, [Peers, peer, .. arguments], input);
        }
        catch (Win32Exception e)
        {
            return [JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["t"] = "missing", ["peer"] = peer, ["why"] = e.Message })];
        }
    }

    private static JsonElement[] Run(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.WriteLine(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
