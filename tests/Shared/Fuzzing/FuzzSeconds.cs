using System.Globalization;

namespace Feedforward.Tests.Fuzzing;

/// <summary>How long a test feeds a reader with random inputs.</summary>
internal static class FuzzSeconds
{
    /// <summary>What <c>FEEDFORWARD_FUZZ_SECONDS</c> says, as continuous integration does; else the seconds that are given.</summary>
    internal static double Or(double usual) =>
        Environment.GetEnvironmentVariable("FEEDFORWARD_FUZZ_SECONDS") is { Length: > 0 } wanted ? double.Parse(wanted, CultureInfo.InvariantCulture) : usual;
}
