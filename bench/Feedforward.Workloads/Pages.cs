using System.Text.RegularExpressions;
using Feedforward.Cli;

namespace Feedforward.Workloads;

/// <summary>Where results are kept in this repository.</summary>
internal static partial class Pages
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The file of results of this processor, with an ending such as <c>.md</c>; its folder exists.</summary>
    internal static string Of(string ending) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Root, "docs", "benchmarks")).FullName, OtherSigns().Replace(RunMachine.Current.Processor.ToLowerInvariant(), "-").Trim('-') + ending);

    /// <summary>Writes a page and says where.</summary>
    internal static void Write(string ending, string text)
    {
        File.WriteAllText(Of(ending), text);
        Console.WriteLine(Of(ending));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Feedforward.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository.");
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex OtherSigns();
}
