using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Feedforward.Cli.Tests;

/// <summary>Breaks system calls of the command while it runs.</summary>
internal static class Strace
{
    private static readonly Lazy<bool> Works = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    /// <summary>Skips the test where programs cannot be traced.</summary>
    internal static void Require() => Assert.SkipUnless(Works.Value, "strace is not installed, or may not trace here.");

    /// <summary>Runs the command and kills it at its number-th call of a name.</summary>
    internal static void Kill(TemporaryFolder folder, string call, int number, string[] args) =>
        Assert.Equal(137, Run(folder, [string.Create(CultureInfo.InvariantCulture, $"{call}:signal=KILL:when={number}")], args).Code);

    /// <summary>Runs the command with faults injected, as <c>strace -e inject=</c> takes them.</summary>
    internal static Result Run(TemporaryFolder folder, string[] faults, string[] args)
    {
        string injections = string.Join(' ', faults.Select(f => $"-e inject={f}"));
        string calls = string.Join(',', faults.Select(f => f.Split(':')[0]).Distinct());
        return Cli.StartShell(folder.Path, [], $"strace -f -qq -o /dev/null -e trace={calls} {injections} \"$@\"", args);
    }
}
