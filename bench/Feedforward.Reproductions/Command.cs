using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Feedforward.Reproductions;

/// <summary>The feedforward command as a child process, and where this repository keeps results.</summary>
internal static class Command
{
    internal static string Root { get; } = FindRoot();

    internal static string Path { get; } = System.IO.Path.Combine(Root, "artifacts", "bin", "Feedforward.Cli", "release", "Feedforward.Cli.dll");

    /// <summary>The file of a results page; its folder exists.</summary>
    internal static string Page(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Root, "docs", "reproductions")).FullName + $"/{name}.md";

    /// <summary>Runs one training with <c>--json</c> on one thread and hands every event over.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    internal static void Train(string flags, int seed, IReadOnlyList<string> more, Action<JsonElement> use)
    {
        string model = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"reproduction-{Guid.NewGuid():N}.safetensors");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] fixedFlags = ["--seed", seed.ToString(CultureInfo.InvariantCulture), "--threads", "1", "--json", "--quiet", "--out", model];
        foreach (string word in new[] { Path, "train" }.Concat(flags.Split(' ')).Concat(more).Concat(fixedFlags)) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            use(json.RootElement);
        }
        process.WaitForExit();
        File.Delete(model);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{flags}: exit code {process.ExitCode}: {errors.Result}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Feedforward.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository.");
    }
}
