using System.Runtime.InteropServices;

namespace Feedforward;

/// <summary>What a run was computed with.</summary>
/// <param name="Version">The library's version.</param>
/// <param name="Runtime">For example <c>.NET 10.0.12</c>.</param>
/// <param name="System">The operating system.</param>
/// <param name="Processor">The processor's own name.</param>
/// <param name="Processors">Processors that the program may use.</param>
public sealed record RunMachine(string Version, string Runtime, string System, string Processor, int Processors)
{
    private const string Information = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static RunMachine Current { get; } = new(
        Model.Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription, ProcessorName(), Environment.ProcessorCount);

    /// <summary>The processor's own name with what tells its generation, or the best that the system says of it.</summary>
    private static string ProcessorName()
    {
        if (!File.Exists(Information)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var facts = File.ReadLines(Information).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return facts.TryGetValue("model name", out string? name) && facts.TryGetValue("cpu family", out string? family)
            ? $"{name} (family {family}, model {facts["model"]})"
            : name ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
