using System.Text.RegularExpressions;

namespace Feedforward.Architecture.Tests;

/// <summary>Size and state of the files.</summary>
public partial class SourceFileTests
{
    private const int LongestFile = 300;

    /// <summary>Files that may be longer, with the reason.</summary>
    private static readonly Dictionary<string, string> MayBeLonger = [];

    private static IEnumerable<string> Sources => new[] { "src", "tests", "samples" }.SelectMany(folder => Repository.Files(folder, "*.cs")).Concat(Pages);

    private static IReadOnlyList<string> Pages => Repository.Files("src", "*.razor");

    [Fact]
    public void A_source_file_has_at_most_300_lines()
    {
        var longer = Repository.Files("src", "*.cs").Concat(Pages).Where(path => !MayBeLonger.ContainsKey(path))
            .Select(path => (path, lines: File.ReadLines(Repository.File(path)).Count()))
            .Where(file => file.lines > LongestFile)
            .Select(file => string.Create(null, $"{file.path}: {file.lines} lines"));
        Expect.None(longer);
    }

    [Fact]
    public void Nothing_is_left_to_be_done_later()
    {
        var left =
            from path in Sources.Concat(Repository.Files(".", "*.md")).Concat(Repository.Files("src", "*.resx"))
            from line in File.ReadLines(Repository.File(path)).Index()
            where Unfinished().IsMatch(line.Item)
            select string.Create(null, $"{path}:{line.Index + 1}: {line.Item.Trim()}");
        Expect.None(left);
    }

    [Fact]
    public void No_configuration_names_a_package_source() =>
        Expect.None(Repository.Files(".", "*.config").Concat(Repository.Files(".", "*.Config")));

    [GeneratedRegex(@"\b(TO" + "DO|FIX" + @"ME|HA" + @"CK)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();
}
