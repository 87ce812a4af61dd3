using System.Text;

namespace Feedforward.Architecture.Tests;

/// <summary><c>docs/errors.md</c> lists every code with its texts, as they stand in the resource files.</summary>
public class ErrorsPageTests
{
    /// <summary>Set it to 1 and run this test to write the page anew.</summary>
    private const string UpdateVariable = "FEEDFORWARD_UPDATE_DOCS";

    private const string Page = "docs/errors.md";

    private static readonly (string Prefix, string Heading)[] Groups =
    [
        ("FF10", "Options and hyper-parameters"),
        ("FF11", "Networks and costs"),
        ("FF12", "Names of files, columns, targets and models; trainings that go on; runs"),
        ("FF20", "Contents of tables"),
        ("FF21", "Splits"),
        ("FF22", "Images and named sets"),
        ("FF23", "Data sets, pipelines and predictions"),
        ("FF24", "Column types, what a check finds, several targets, weights, folds and runs"),
        ("FF30", "Model files"),
        ("FF40", "Training"),
        ("FF41", "Saving"),
        ("FF90", "The command: the program itself"),
        ("FF91", "The command: arguments"),
        ("FF92", "The command: data"),
        ("FF93", "The command: models"),
        ("FF94", "The command: training"),
        ("FF95", "The studio"),
    ];

    [Fact]
    public void The_page_of_errors_is_what_the_texts_say()
    {
        string expected = Write();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1") File.WriteAllText(Repository.File(Page), expected);
        string found = File.ReadAllText(Repository.File(Page)).ReplaceLineEndings("\n");
        Assert.True(found == expected, $"{Page} is out of date: run the tests of this project with {UpdateVariable}=1 and commit the page.");
    }

    [Fact]
    public void Every_code_belongs_to_a_group() =>
        Expect.None(Texts().Select(text => text.Code).Where(code => !Groups.Any(group => code.StartsWith(group.Prefix, StringComparison.Ordinal))));

    private static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # Errors and warnings

            Every error and warning has a code. The texts below are those of the resource files; `{0}`, `{1}`, … stand for what was found. This page is written by a test: see
            [CONTRIBUTING](../CONTRIBUTING.md#texts). A code that stands in several rows has a text for each of the cases that it covers.

            """);
        var texts = Texts().ToList();
        foreach (var (prefix, heading) in Groups)
        {
            var rows = texts.Where(text => text.Code.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            if (rows.Count == 0) continue;
            page.Append(null, $"\n## {prefix}xx {heading}\n\n| Code | English | 简体中文 |\n|---|---|---|\n");
            foreach (var (code, english, chinese) in rows) page.Append(null, $"| {code} | {english} | {chinese} |\n");
        }
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<(string Code, string English, string Chinese)> Texts()
    {
        var texts =
            from path in ResourceTexts.Paths
            let english = ResourceTexts.Read(path)
            let chinese = ResourceTexts.Read(ResourceTexts.Chinese(path))
            from key in english.Keys
            where key.StartsWith("FF", StringComparison.Ordinal) && !key.EndsWith(".fix", StringComparison.Ordinal) && !key.EndsWith(".one", StringComparison.Ordinal)
            select (Key: key, English: Cell(english, key), Chinese: Cell(chinese, key));
        return texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => (text.Key[..6], text.English, text.Chinese));
    }

    /// <summary>The sentence and, below it, what to do.</summary>
    private static string Cell(SortedDictionary<string, string> texts, string key)
    {
        string text = texts.TryGetValue(key + ".fix", out string? fix) ? texts[key] + "\n" + fix : texts[key];
        return text.ReplaceLineEndings("\n").Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);
    }
}
