using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Feedforward.Backends;
using Feedforward.TrainProbe;

namespace Feedforward.Tests.Training;

/// <summary>What can only be seen in a process of its own: what threads allocate, and what the runtime's switches change.</summary>
public sealed class ProbeTests
{
    private static readonly string Probe = Path.Combine(AppContext.BaseDirectory, "Feedforward.TrainProbe.dll");

    [Theory]
    [InlineData("w1", 1)]
    [InlineData("w1", 2)]
    [InlineData("w3", 1)]
    [InlineData("w3", 2)]
    [InlineData("w6", 1)]
    [InlineData("w6", 2)]
    public void Steps_and_single_predictions_allocate_nothing_on_any_thread(string workload, int threads) =>
        Assert.Equal("0 0 0", Run([], "allocations", workload, threads.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A switch, and the widest vectors that it leaves; 0: the reference.</summary>
    [Theory]
    [InlineData("", "", 512)]
    [InlineData("DOTNET_EnableAVX512", "0", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 128)]
    [InlineData("DOTNET_EnableAVX2", "0", 0)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 0)]
    public void Every_switch_of_the_runtime_takes_its_path_to_the_same_bits(string name, string value, int widest)
    {
        Assert.SkipUnless(X86Base.IsSupported, "The switches are those of x86.");
        string[] workloads = ["w1 images", "w5", "w6", "w4 dropout"];
        int width = Math.Min(widest, SimdBackend.WidestVector);
        string path = width == 0 ? "reference" : width.ToString(CultureInfo.InvariantCulture);
        var here = SimdBackend.Create(1, 256, workPerThread: 0);
        Assert.Equal(string.Join(' ', workloads.Select(w => Workload.Named(w).Hash(here)).Prepend(path)), Run([(name, value)], ["hash", .. workloads]));
    }

    private static string Run((string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Probe, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What this run's own environment asks for is not what is tested.
        string[] own = [.. start.Environment.Keys.Where(key => key.StartsWith("DOTNET_", StringComparison.Ordinal) && key != "DOTNET_ROOT"), SimdBackend.WidthVariable];
        foreach (string name in own) start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            if (name.Length > 0) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {output}\n{error.GetAwaiter().GetResult()}");
        return output;
    }
}
