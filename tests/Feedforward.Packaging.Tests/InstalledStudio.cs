using System.Diagnostics;

namespace Feedforward.Packaging.Tests;

/// <summary>The installed tool while it runs <c>studio</c>, until it is disposed of.</summary>
internal sealed class InstalledStudio : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private InstalledStudio(Process process, Uri link) => (_process, Link) = (process, link);

    /// <summary>What it printed.</summary>
    internal Uri Link { get; }

    /// <param name="tool">The program.</param>
    /// <param name="folder">Where it is started.</param>
    /// <param name="language">What <c>LANG</c> says; null for nothing.</param>
    internal static async Task<InstalledStudio> Start(string tool, string folder, string? language)
    {
        var start = new ProcessStartInfo(tool, ["studio"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LC_", StringComparison.Ordinal) || name is "LANG" or "LANGUAGE" or "FEEDFORWARD_LANG").ToList())
            start.Environment.Remove(name);
        if (language is not null) start.Environment["LANG"] = language;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        if (line is not null) return new InstalledStudio(process, new Uri(line));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        throw new InvalidOperationException($"It ended with {process.ExitCode}: {await errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
