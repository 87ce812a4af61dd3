using System.IO.Compression;
using System.Xml.Linq;

namespace Feedforward.Packaging.Tests;

public class PackageTests(Packages packages) : IClassFixture<Packages>
{
    [Theory]
    [InlineData("Feedforward", "")]
    [InlineData("Feedforward.Formats", "Feedforward")]
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
        packages.BecomeSourceOf(folder.Path);
        (await Programs.Dotnet(
            folder.Path, "tool", "install", "Feedforward.Cli", "--version", Packages.Version, "--tool-path", folder["tools"])).Succeeded();
        string tool = Path.Combine(folder["tools"], OperatingSystem.IsWindows() ? "feedforward.exe" : "feedforward");

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

    private static IEnumerable<string> Values(XElement root, string name) =>
        root.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);
}
