using System.Diagnostics;

namespace Feedforward.Packaging.Tests;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">0 = it succeeded.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Messages">Its standard error.</param>
internal sealed record Ended(int ExitCode, string Output, string Messages)
{
    internal Ended Succeeded()
    {
        Assert.True(ExitCode == 0, $"It ended with {ExitCode}:{Environment.NewLine}{Output}{Environment.NewLine}{Messages}");
        return this;
    }
}

internal static class Programs
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly (string Name, string Value)[] Defaults =
        [("FEEDFORWARD_LANG", "en"), ("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1")];

    /// <summary>Runs a program in a folder, in English, without what an enclosing build or test run left in the environment.</summary>
    internal static async Task<Ended> Run(string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(IsOfTheEnclosingRun).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Defaults.Concat(environment)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var messages = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new Ended(process.ExitCode, await output, await messages);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    internal static Task<Ended> Dotnet(string folder, params string[] arguments) => Run("dotnet", folder, arguments);

    private static bool IsOfTheEnclosingRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM_", StringComparison.OrdinalIgnoreCase);
}
