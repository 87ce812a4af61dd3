using System.Text.RegularExpressions;

namespace Feedforward.Packaging.Tests;

public partial class FirstPageTests
{
    private const string Left = "…";

    public static TheoryData<string> Readmes => ["README.md", "README.zh-CN.md"];

    [Fact]
    public async Task The_first_page_runs_and_prints_what_it_should_to_the_letter()
    {
        using var folder = new TemporaryFolder();
        File.Copy(FirstPage.Data, folder["flowers.csv"]);
        var ended = await Programs.Dotnet(folder.Path, Path.Combine(AppContext.BaseDirectory, "FirstPage.dll"));
        Assert.Equal(FirstPage.Output, FirstPage.Masked(ended.Succeeded().Output));
        Assert.True(File.Exists(folder["flowers.safetensors"]));
    }

    [Theory, MemberData(nameof(Readmes))]
    public void A_readme_shows_the_first_page_as_it_is_compiled(string readme) =>
        Assert.Equal(FirstPage.Source.ReplaceLineEndings("\n").Trim(), Blocks(readme, "csharp")[0]);

    [Theory, MemberData(nameof(Readmes))]
    public void A_readme_shows_what_the_first_page_prints(string readme)
    {
        string shown = Assert.Single(Blocks(readme, "text"), block => block.StartsWith("epoch 1 ", StringComparison.Ordinal));
        string[] parts = FirstPage.Masked(shown).Split("\n" + Left + "\n");
        Assert.Equal(2, parts.Length);
        Assert.StartsWith(parts[0] + "\n", FirstPage.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n" + parts[1], FirstPage.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Readmes))]
    public void A_readme_gives_the_two_commands(string readme)
    {
        var commands = Blocks(readme, "sh");
        Assert.Contains(commands, block => block.Split('\n').Contains("dotnet run -c Release --project src/Feedforward.Cli -- train digits"));
        Assert.Contains(commands, block => block.Split('\n').Contains("dotnet test"));
    }

    [Fact]
    public async Task The_data_of_the_first_page_is_what_the_command_writes()
    {
        using var folder = new TemporaryFolder();
        (await Programs.Dotnet(folder.Path, Path.Combine(AppContext.BaseDirectory, "Feedforward.Cli.dll"), "data", "flowers")).Succeeded();
        Assert.Equal(File.ReadAllText(FirstPage.Data), File.ReadAllText(folder["flowers.csv"]));
    }

    private static List<string> Blocks(string file, string language) =>
    [
        .. Block().Matches(File.ReadAllText(Repository.File(file)).ReplaceLineEndings("\n"))
            .Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value.Trim()),
    ];

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
