namespace Feedforward.Architecture.Tests;

internal static class Expect
{
    /// <summary>Fails with every finding on a line of its own.</summary>
    internal static void None(IEnumerable<string> findings)
    {
        var found = findings.Distinct().ToList();
        if (found.Count > 0) Assert.Fail(string.Join(Environment.NewLine, found.Prepend($"{found.Count} found:")));
    }
}
