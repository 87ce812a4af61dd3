using System.Text.RegularExpressions;

namespace Feedforward.Packaging.Tests;

public partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.Files(".", "*.md")];

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_to_a_file(string page)
    {
        string folder = Path.GetDirectoryName(Repository.File(page))!;
        var broken = Link().Matches(File.ReadAllText(Repository.File(page))).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
