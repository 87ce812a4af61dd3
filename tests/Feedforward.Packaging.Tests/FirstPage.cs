using System.Text.RegularExpressions;

namespace Feedforward.Packaging.Tests;

/// <summary>The sample that the README begins with.</summary>
internal static partial class FirstPage
{
    internal static string Source { get; } = File.ReadAllText(Repository.File("samples/FirstPage/Program.cs"));

    internal static string Data { get; } = Repository.File("samples/FirstPage/flowers.csv");

    /// <summary>What it printed on one machine; the seconds of an epoch are the machine's own, all else is the same everywhere.</summary>
    internal static string Output { get; } = Masked(File.ReadAllText(Repository.File("samples/FirstPage/output.txt")));

    /// <summary>The text without the seconds that epochs took.</summary>
    internal static string Masked(string text) => Seconds().Replace(text.ReplaceLineEndings("\n"), "- s");

    [GeneratedRegex(@"\d+\.\d\d s$", RegexOptions.Multiline)]
    private static partial Regex Seconds();
}
