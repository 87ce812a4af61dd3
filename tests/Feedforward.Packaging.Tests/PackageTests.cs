using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Feedforward.Packaging.Tests;

public partial class PackageTests(Packages packages) : IClassFixture<Packages>
{
    [Theory]
    [InlineData("Feedforward", "")]
    [InlineData("Feedforward.Formats", "Feedforward Parquet.Net StbImageSharp")]
    public void A_library_package_has_its_readme_licence_texts_and_documentation(string name, string dependencies)
    {
        using var package = ZipFile.OpenRead(packages.File(name));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{name}.dll", files);
        Assert.Contains($"lib/net10.0/{name}.xml", files);
        Assert.Contains($"lib/net10.0/zh-Hans/{name}.resources.dll", files);
        using var stream = package.GetEntry(name + ".nuspec")!.Open();
        var description = XDocument.Load(stream).Root!;
        Assert.Equal("MIT", Values(description, "license").Single());
        Assert.Equal("README.md", Values(description, "readme").Single());
        Assert.Equal(dependencies, string.Join(' ', description.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value)));
    }

    [Fact]
    public async Task The_tool_is_installed_from_its_package_and_runs()
    {
        using var folder = new TemporaryFolder();
        string tool = await packages.Tool;
        Assert.Equal(Packages.Version, (await Programs.Run(tool, folder.Path, ["--version"])).Succeeded().Output.Trim());
        (await Programs.Run(tool, folder.Path, ["data", "flowers"])).Succeeded();
        var trained = await Programs.Run(tool, folder.Path, ["train", "flowers.csv", "--target", "species", "--epochs", "3", "--out", "flowers.safetensors"]);
        Assert.Equal("flowers.safetensors", trained.Succeeded().Output.Trim().Split('\n')[^1]);
        Assert.True(File.Exists(folder["flowers.safetensors"]));

        var failed = await Programs.Run(tool, folder.Path, ["train", "flowers.csv", "--target", "specie"], ("FEEDFORWARD_LANG", "zh-CN"));
        Assert.Equal(2, failed.ExitCode);
        Assert.Contains("FF1203", failed.Messages, StringComparison.Ordinal);
        Assert.Contains("列", failed.Messages, StringComparison.Ordinal);
    }

    /// <summary>Texts are in the system's language where there is one in it; numbers are the same everywhere.</summary>
    [Theory]
    [InlineData("de_DE.UTF-8", "column")]
    [InlineData("zh_CN.UTF-8", "列")]
    public async Task The_installed_tool_runs_in_another_folder_whatever_the_culture_of_the_system(string culture, string word)
    {
        using var folder = new TemporaryFolder();
        string tool = await packages.Tool;
        (await In(culture, "data", "flowers")).Succeeded();
        (await In(culture, "train", "flowers.csv", "--target", "species", "--epochs", "2", "--out", "flowers.safetensors")).Succeeded();
        string predicted = (await In(culture, "predict", "flowers.safetensors", "flowers.csv", "--proba")).Succeeded().Output;
        Assert.Matches(@"\b0\.\d+", predicted.Split('\n')[1]);
        Assert.Equal((await In("C", "predict", "flowers.safetensors", "flowers.csv", "--proba")).Succeeded().Output, predicted);

        var failed = await In(culture, "train", "flowers.csv", "--target", "specie");
        Assert.Equal(2, failed.ExitCode);
        Assert.Contains(word, failed.Messages, StringComparison.Ordinal);

        Task<Ended> In(string culture, params string[] arguments) =>
            Programs.Run(tool, folder.Path, arguments, ("LC_ALL", culture), ("LANG", culture), ("FEEDFORWARD_LANG", ""));
    }

    [Theory]
    [InlineData("linux-x64", true)]
    [InlineData("linux-arm64", true)]
    [InlineData("win-x64", true)]
    [InlineData("osx-arm64", true)]
    [InlineData("any", false)]
    public void A_tool_package_of_a_platform_is_compiled_ahead_of_time_and_that_of_all_others_is_not(string platform, bool compiled)
    {
        using var tool = ZipFile.OpenRead(packages.File("Feedforward.Cli"));
        using var settings = tool.GetEntry("tools/any/any/DotnetToolSettings.xml")!.Open();
        Assert.Contains(XDocument.Load(settings).Descendants("RuntimeIdentifierPackage"), e => (string?)e.Attribute("Id") == $"Feedforward.Cli.{platform}");

        using var package = ZipFile.OpenRead(packages.File($"Feedforward.Cli.{platform}"));
        foreach (string name in new[] { "Feedforward", "Feedforward.Formats", "Feedforward.Pictures", "Feedforward.Studio", "Feedforward.Cli" })
            Assert.Equal(compiled, IsCompiled(package.GetEntry($"tools/net10.0/{platform}/{name}.dll")!));
    }

    /// <summary>Everything that the first page names is in the package, whole, and is the file of the sources where it is our own.</summary>
    [Theory]
    [InlineData("de_DE.UTF-8", "en")]
    [InlineData("zh_CN.UTF-8", "zh-CN")]
    [InlineData(null, "en")]
    public async Task The_installed_studio_has_all_that_its_pages_need(string? language, string expected)
    {
        using var folder = new TemporaryFolder();
        using var studio = await InstalledStudio.Start(await packages.Tool, folder.Path, language);
        using var client = new HttpClient { BaseAddress = new Uri(studio.Link, "/") };
        string page = await client.GetStringAsync(studio.Link, TestContext.Current.CancellationToken);
        Assert.Contains($"<html lang=\"{expected}\"", page, StringComparison.Ordinal);
        var assets = Asset().Matches(page).Select(match => match.Groups[1].Value).ToList();
        foreach (string asset in assets)
        {
            byte[] content = await client.GetByteArrayAsync(asset, TestContext.Current.CancellationToken);
            Assert.NotEmpty(content);
            if (Own().Match(asset) is { Success: true } own)
                Assert.Equal(await File.ReadAllBytesAsync(Repository.File($"src/{own.Groups[1]}/wwwroot/{own.Groups[2]}.{own.Groups[3]}"), TestContext.Current.CancellationToken), content);
        }
        foreach (string name in new[] { "pictures", "studio.+css", "studio.+js", "favicon", "blazor.web" }) Assert.Contains(assets, asset => Regex.IsMatch(asset, name));
    }

    [Fact]
    public async Task A_project_that_references_the_packages_runs_the_first_page()
    {
        using var folder = new TemporaryFolder();
        packages.BecomeSourceOf(folder.Path);
        File.Copy(FirstPage.Data, folder["flowers.csv"]);
        await File.WriteAllTextAsync(folder["Program.cs"], FirstPage.Source, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["Consumer.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Feedforward" Version="{Packages.Version}" />
                <PackageReference Include="Feedforward.Formats" Version="{Packages.Version}" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        var ended = await Programs.Dotnet(folder.Path, "run", "--project", folder["Consumer.csproj"]);
        Assert.Equal(FirstPage.Output, FirstPage.Masked(ended.Succeeded().Output));
    }

    [GeneratedRegex("(?:href|src)=\"(_(?:content|framework)/[^\"]+)\"")]
    private static partial Regex Asset();

    /// <summary>A name may have a fingerprint of the content before its ending.</summary>
    [GeneratedRegex(@"^_content/(Feedforward\.\w+)/(\w+)(?:\.\w+)?\.(\w+)$")]
    private static partial Regex Own();

    /// <summary>Whether an assembly holds machine code beside its own (ReadyToRun).</summary>
    private static bool IsCompiled(ZipArchiveEntry assembly)
    {
        using var content = new MemoryStream();
        using (var stream = assembly.Open()) stream.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static IEnumerable<string> Values(XElement root, string name) =>
        root.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);
}
