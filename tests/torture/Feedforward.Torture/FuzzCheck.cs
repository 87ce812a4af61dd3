using System.Globalization;
using Feedforward.Tests;
using Feedforward.Tests.Fuzzing;

namespace Feedforward.Torture;

/// <summary>Feeds a reader with random inputs and tells what came of it.</summary>
internal static class FuzzCheck
{
    private static readonly IFuzzTarget[] Targets = [new CsvTarget(), new IdxTarget(), new ConfigurationTarget()];

    /// <summary>What is wrong with the request or was found, or null.</summary>
    internal static string? Run(string? name, Func<string, string?> option)
    {
        if (Targets.FirstOrDefault(target => target.Name == name) is not { } chosen) return $"Name a reader: {string.Join(", ", Targets.Select(target => target.Name))}.";
        ulong seed = (ulong)Number("--seed", 1);
        var run = new FuzzRun(chosen, seed);
        if (option("--replay") is not null)
        {
            Console.WriteLine(run.Replay(Number("--replay", 0)));
            return null;
        }
        long inputs = Number("--inputs", option("--seconds") is null ? 1_000_000 : long.MaxValue);
        run.Go(inputs, Number("--seconds", int.MaxValue), (int)Number("--threads", Environment.ProcessorCount));
        Console.Write(run);
        foreach (var failure in run.Failures)
            File.WriteAllBytes(string.Create(null, $"fuzz-{name}-{seed}-{failure.Number}.bin"), failure.Input);
        return run.Failures.Count == 0 ? null : $"{run.Failures.Count} failures; the inputs are in fuzz-{name}-{seed}-*.bin.";

        long Number(string flag, long otherwise) => option(flag) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
