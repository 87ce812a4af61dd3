using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Feedforward.Architecture.Tests;

/// <summary>One project of <c>src/</c>, compiled from its sources so that every name in them can be asked for its symbol.</summary>
internal sealed class SourceProject
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Dictionary<string, Lazy<SourceProject>> Projects = Directory.EnumerateDirectories(Repository.File("src"))
        .Select(folder => Path.GetFileName(folder)!)
        .ToDictionary(name => name, name => new Lazy<SourceProject>(() => new SourceProject(name)));

    private readonly Lazy<IReadOnlyList<(SyntaxNode Node, string File, ISymbol Symbol)>> _uses;

    private SourceProject(string name)
    {
        _uses = new(() => [.. FindUses()]);
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = Repository.Files("src/" + name, "*.cs").Select(path => (Path: path, Source: Repository.File(path)))
            .Concat(GeneratedOfPages(name))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Source), options, file.Path))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options, ""));
        Compilation = CSharpCompilation.Create(name, trees, References(name),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    internal static IEnumerable<string> Names => Projects.Keys.Order(StringComparer.Ordinal);

    internal CSharpCompilation Compilation { get; }

    internal static SourceProject Of(string name) => Projects[name].Value;

    /// <summary>Every use of a type or member: where it stands, and what it is (the original definition).</summary>
    internal IReadOnlyList<(SyntaxNode Node, string File, ISymbol Symbol)> Uses => _uses.Value;

    private IEnumerable<(SyntaxNode Node, string File, ISymbol Symbol)> FindUses()
    {
        foreach (var tree in Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = Compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
                if (node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax
                    && model.GetSymbolInfo(node).Symbol is { } symbol)
                    yield return (node, tree.FilePath, symbol.OriginalDefinition);
        }
    }

    /// <summary>Names that no symbol was found for; where there are any, the other tests would look at too little.</summary>
    internal ImmutableArray<Diagnostic> Unresolved() =>
    [
        // CS8795: the bodies of LibraryImport methods are generated when the project itself is built. CS8805: the command's main file.
        .. Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS8795" or "CS8805")),
    ];

    internal static string Place(SyntaxNode node)
    {
        var position = node.GetLocation().GetMappedLineSpan();
        return string.Create(null, $"{node.SyntaxTree.FilePath}:{position.StartLinePosition.Line + 1}");
    }

    /// <summary>What the build of this configuration made of the pages (*.razor), each under the name of its page.</summary>
    private static IEnumerable<(string Path, string Source)> GeneratedOfPages(string name)
    {
        var pages = Repository.Files("src/" + name, "*.razor");
        if (pages.Count == 0) return [];
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string folder = Path.Combine(Repository.Root, "artifacts", "obj", name, configuration, "generated");
        // A page that was removed leaves its generated source behind: pages are looked for, and not sources.
        var sources = Directory.EnumerateFiles(folder, "*_razor.g.cs", SearchOption.AllDirectories)
            .ToDictionary(path => File.ReadLines(path).First(line => line.StartsWith("#pragma checksum", StringComparison.Ordinal)).Split('"')[1].Replace('\\', '/'));
        return pages.Select(page => (page, sources.Single(source => source.Key.EndsWith("/" + page, StringComparison.Ordinal)).Value));
    }

    private static IEnumerable<MetadataReference> References(string name)
    {
        var frameworks = new[] { typeof(object), typeof(Microsoft.AspNetCore.Http.HttpContext) }.Select(type => Path.GetDirectoryName(type.Assembly.Location)!);
        return frameworks.SelectMany(framework => Directory.EnumerateFiles(framework, "*.dll")).Where(IsManaged)
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(path => !HasName(path, name) && !IsOfThisTest(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private static bool HasName(string path, string name) => Path.GetFileNameWithoutExtension(path) == name;

    private static bool IsOfThisTest(string path) => HasName(path, typeof(SourceProject).Assembly.GetName().Name!);

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }
}
