using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Feedforward.Architecture.Tests;

/// <summary>Who may use whom: data flows one way through the folders of the library, and projects depend on each other one way.</summary>
public class LayeringTests
{
    private static readonly string[] Everything = ["*"];

    /// <summary>For each folder, the folders it may use, and which of their types. Files beside the folders ("") serve all.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> MayUse = new()
    {
        // Normal numbers come from the inverse distribution function, in the library's own arithmetic.
        [""] = new() { ["Backends"] = ["DoubleFunctions"] },
        ["Backends"] = [],
        // Generators draw with the library's own sine and exponential, so that a seed gives the same rows on every machine.
        ["Data"] = new() { ["Backends"] = ["Matrix", "DoubleFunctions", "Prefetch"] },
        ["Networks"] = new() { ["Backends"] = Everything },
        ["Training"] = new() { ["Backends"] = Everything, ["Data"] = ["Dataset", "Prediction"], ["Networks"] = Everything },
        ["Models"] = new() { ["Backends"] = Everything, ["Data"] = Everything, ["Networks"] = Everything, ["Training"] = Everything },
        ["Runs"] = new() { ["Data"] = Everything, ["Networks"] = Everything, ["Training"] = Everything, ["Models"] = Everything },
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    public static TheoryData<string> ProjectNames => [.. SourceProject.Names];

    [Theory, MemberData(nameof(ProjectNames))]
    public void Every_name_in_the_sources_is_resolved(string project) =>
        Expect.None(SourceProject.Of(project).Unresolved().Select(d => d.ToString()));

    [Fact]
    public void Every_folder_of_the_library_has_its_row() =>
        Expect.None(Repository.Files("src/Feedforward", "*.cs").Select(FolderOf).Except(MayUse.Keys));

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_its_row_allows(string folder)
    {
        var allowed = MayUse[folder];
        var forbidden = SourceProject.Of("Feedforward").Uses
            .Where(use => FolderOf(use.File) == folder)
            .Select(use => (use.Node, Type: TypeOf(use.Symbol)))
            .Where(use => use.Type is not null && !Allows(folder, allowed, use.Type))
            .Select(use => $"{SourceProject.Place(use.Node)} uses {use.Type!.Name} of {string.Join(", ", FoldersOf(use.Type))}");
        Expect.None(forbidden);
    }

    [Fact]
    public void The_library_stands_on_the_runtime_alone()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(Network).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !File.Exists(Path.Combine(framework, name + ".dll")));
        Expect.None(foreign);
        Expect.None(References("src/Feedforward/Feedforward.csproj"));
    }

    [Fact]
    public void The_readers_stand_on_the_library_and_two_packages() => Assert.Equal(
        ["Parquet.Net", "StbImageSharp", "../Feedforward/Feedforward.csproj"], References("src/Feedforward.Formats/Feedforward.Formats.csproj"));

    [Theory, InlineData("Parquet", "Parquet"), InlineData("StbImageSharp", "Images")]
    public void Only_one_folder_uses_a_package(string package, string folder) => Expect.None(
        Repository.Files("src", "*.cs").Where(path => !path.StartsWith($"src/Feedforward.Formats/{folder}/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(Repository.File(path)).Contains("using " + package, StringComparison.Ordinal)));

    [Theory]
    [InlineData("Feedforward.Pictures", "../Feedforward/Feedforward.csproj")]
    [InlineData("Feedforward.Studio", "Markdig", "../Feedforward/Feedforward.csproj", "../Feedforward.Formats/Feedforward.Formats.csproj", "../Feedforward.Pictures/Feedforward.Pictures.csproj")]
    [InlineData("Feedforward.Cli", "Spectre.Console", "System.CommandLine", "../Feedforward/Feedforward.csproj", "../Feedforward.Formats/Feedforward.Formats.csproj", "../Feedforward.Studio/Feedforward.Studio.csproj")]
    public void A_project_stands_on_these_alone(string project, params string[] expected) => Assert.Equal(expected, References($"src/{project}/{project}.csproj"));

    [Theory]
    [InlineData("Feedforward.Studio", "src/Feedforward.Cli/Feedforward.Cli.csproj")]
    [InlineData("Feedforward.Cli")]
    public void These_projects_alone_stand_on_it(string project, params string[] expected)
    {
        var users = Repository.Files("src", "*.csproj")
            .Where(path => File.ReadAllText(Repository.File(path)).Contains($"/{project}.csproj", StringComparison.Ordinal));
        Assert.Equal(expected, users);
    }

    /// <summary>Trainings are played the same way whatever page looks at them.</summary>
    [Fact]
    public void Sessions_know_no_pages() => Expect.None(SourceProject.Of("Feedforward.Studio").Uses
        .Where(use => FolderOf(use.File) == "Sessions")
        .Select(use => (use.Node, Type: TypeOf(use.Symbol)))
        .Where(use => use.Type is not null && FoldersOf(use.Type).Any(folder => folder is "Learn" or "Shell"))
        .Select(use => $"{SourceProject.Place(use.Node)} uses {use.Type!.Name}"));

    [Fact]
    public void Names_are_those_of_the_namespace_alone()
    {
        var wrong = SourceProject.Of("Feedforward").Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .Where(tree => Namespaces(tree).Any(name => name != (FolderOf(tree.FilePath) == "Backends" ? "Feedforward.Backends" : "Feedforward")))
            .Select(tree => tree.FilePath);
        Expect.None(wrong);
    }

    /// <summary>What a project refers to and passes on to those who use it; analyzers stay with the project itself.</summary>
    private static IEnumerable<string> References(string project) => XDocument.Load(Repository.File(project)).Descendants()
        .Where(item => item.Name.LocalName is "PackageReference" or "ProjectReference" && (string?)item.Attribute("PrivateAssets") != "all")
        .Select(item => item.Attribute("Include")!.Value);

    private static IEnumerable<string> Namespaces(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseNamespaceDeclarationSyntax>().Select(n => n.Name.ToString());

    private static bool Allows(string folder, Dictionary<string, string[]> allowed, INamedTypeSymbol type)
    {
        var places = FoldersOf(type);
        return places.Length == 0 || places.Contains("") || places.Contains(folder)
            || places.Any(place => allowed.TryGetValue(place, out var types) && (types == Everything || types.Contains(type.Name)));
    }

    private static string[] FoldersOf(INamedTypeSymbol type) =>
        [.. type.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree.FilePath)).Distinct()];

    /// <summary>The outermost type that a name belongs to.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        return type?.OriginalDefinition;
    }

    private static string FolderOf(string path) => path.Split('/') is { Length: > 3 } parts ? parts[2] : "";
}
