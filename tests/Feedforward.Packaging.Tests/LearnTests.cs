using System.Text.RegularExpressions;

namespace Feedforward.Packaging.Tests;

/// <summary>Each point of the tutorial has its homes: the library, a test, a lab with its page. Links themselves are looked at by <see cref="LinkTests"/>.</summary>
public partial class LearnTests
{
    private const int Topics = 13;

    public static TheoryData<string> Tables => ["docs/learn/README.md", "docs/learn/README.zh-CN.md"];

    [Theory, MemberData(nameof(Tables))]
    public void Every_point_has_a_row_with_library_test_and_lab(string table)
    {
        var rows = Row().Matches(File.ReadAllText(Repository.File(table)).ReplaceLineEndings("\n"));
        Assert.Equal(Enumerable.Range(1, Topics), rows.Select(row => int.Parse(row.Groups[1].Value, null)));
        Assert.All(rows, row =>
        {
            Assert.Contains("../../src/Feedforward/", row.Groups[2].Value, StringComparison.Ordinal);
            Assert.Contains("../../tests/Feedforward.Tests/", row.Groups[3].Value, StringComparison.Ordinal);
        });
    }

    /// <summary>A lab that is ready stands in the table, in both languages, with its page.</summary>
    [Theory, MemberData(nameof(Tables))]
    public void Every_page_stands_in_the_table(string table)
    {
        bool chinese = table.Contains("zh-CN", StringComparison.Ordinal);
        string text = File.ReadAllText(Repository.File(table));
        var pages = Repository.Files("docs/learn", "*.md").Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith("README", StringComparison.Ordinal) && name.Contains("zh-CN", StringComparison.Ordinal) == chinese);
        Assert.DoesNotContain(pages, page => !text.Contains($"({page})", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| T(\d+) \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
