using System.Runtime.InteropServices;

namespace Feedforward.Cli;

/// <summary>What measurements were made on.</summary>
internal static class Machine
{
    private const string Information = "/proc/cpuinfo";

    /// <summary>The processor's own name with what tells its generation, or the best that the system says of it.</summary>
    internal static string Processor
    {
        get
        {
            if (!File.Exists(Information)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
            var facts = File.ReadLines(Information).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
                .Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
            return facts.TryGetValue("model name", out string? name) && facts.TryGetValue("cpu family", out string? family)
                ? $"{name} (family {family}, model {facts["model"]})"
                : name ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
