using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Feedforward.Tests.Oracle;

/// <summary>The product's own source, compiled again with one text replaced, together with <see cref="GradientSuite"/>.</summary>
internal static class FaultyProduct
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview, DocumentationMode.None);
    private static readonly Lazy<CSharpCompilation> Unchanged = new(Compile);

    /// <summary>The source files by their path beneath the root.</summary>
    private static IEnumerable<string> Sources()
    {
        string product = Path.Combine(Repository.Root, "src", "Feedforward"), tests = Path.Combine(Repository.Root, "tests", "Feedforward.Tests", "Oracle");
        return
        [
            .. Directory.EnumerateFiles(product, "*.cs"),
            .. Directory.EnumerateFiles(Path.Combine(product, "Backends"), "*.cs", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(product, "Networks"), "*.cs", SearchOption.AllDirectories),
            Path.Combine(product, "Data", "Dataset.cs"),
            Path.Combine(product, "Training", "Batches.cs"),
            .. new[] { nameof(GradientSuite), nameof(NaiveNetwork), nameof(NaiveActivation) }.Select(name => Path.Combine(tests, name + ".cs")),
        ];
    }

    /// <summary>Cases of the suite that fail the gradient check, that differ from the oracle, and all: in the source with the one replacement.</summary>
    internal static (int Check, int Oracle, int Cases) Run(string file, string original, string replacement, string backend)
    {
        var compilation = Unchanged.Value;
        if (file.Length > 0)
        {
            var tree = compilation.SyntaxTrees.Single(t => t.FilePath.EndsWith("/" + file, StringComparison.Ordinal));
            string text = tree.ToString();
            int first = text.IndexOf(original, StringComparison.Ordinal);
            Assert.True(first >= 0, $"{file} no longer holds: {original}");
            Assert.True(text.IndexOf(original, first + 1, StringComparison.Ordinal) < 0, $"{file} holds more than once: {original}");
            compilation = compilation.ReplaceSyntaxTree(tree, Parse(text.Replace(original, replacement, StringComparison.Ordinal), tree.FilePath));
        }
        var counts = (int[])Load(compilation).GetMethod(nameof(GradientSuite.CountFailures), BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [backend, 19])!;
        return (counts[0], counts[1], counts[2]);
    }

    private static Type Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new AssemblyLoadContext("with a fault", isCollectible: true).LoadFromStream(image).GetType(typeof(GradientSuite).FullName!, throwOnError: true)!;
    }

    private static CSharpCompilation Compile()
    {
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create(
            "Feedforward",
            [Parse(string.Join('\n', usings.Select(u => $"global using {u};")), "Usings.cs"), .. Sources().Select(path => Parse(File.ReadAllText(path), path.Replace('\\', '/')))],
            Directory.EnumerateFiles(framework, "System*.dll").Select(path => MetadataReference.CreateFromFile(path)),
            options);
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path, System.Text.Encoding.UTF8);
}
