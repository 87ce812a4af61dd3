using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Feedforward.Architecture.Tests;

/// <summary>What the sources must not call: because it can execute a file's content, is not repeatable, or is known to be wrong.</summary>
public class BannedApiTests
{
    /// <summary>A member or a type (with everything in it), and the files that may use it all the same.</summary>
    private static readonly (string Name, string Why, string[] Except)[] Banned =
    [
        ("System.Runtime.Serialization.Formatters", "a file must not be able to execute anything", []),
        ("System.Type.GetType", "a file must not choose a type", []),
        ("System.Activator", "a file must not choose a type", []),
        ("System.Reflection.Assembly.Load", "a file must not choose code", []),
        ("System.Reflection.Assembly.LoadFrom", "a file must not choose code", []),
        ("System.Reflection.Emit", "no code is made at run time", []),
        ("System.Text.Json.JsonSerializer", "it reflects over types, which trimming breaks", []),
        // The studio's link is given to the browser where that was asked for; and a training of the Build room is the command itself.
        ("System.Diagnostics.Process.Start", "no program is started", ["src/Feedforward.Cli/Commands/StudioCommand.cs", "src/Feedforward.Studio/Build/Trainings.cs"]),
        // On Windows it is the way, and reports its failures; elsewhere that file calls fsync itself.
        ("System.IO.RandomAccess.FlushToDisk", "it hides a failed fsync", ["src/Feedforward/Models/DurableFile.cs"]),
        ("System.IO.FileStream.Flush(bool)", "it hides a failed fsync", []),
        ("System.DateTime.Now", "results do not depend on the clock", []),
        ("System.DateTimeOffset.Now", "results do not depend on the clock", []),
        // The age of what a killed program left behind, compared with the file system's own clock.
        ("System.DateTime.UtcNow", "results do not depend on the clock", ["src/Feedforward/Models/DurableFile.cs"]),
        ("System.DateTimeOffset.UtcNow", "results do not depend on the clock", []),
        ("System.Guid.NewGuid", "equal runs write equal files", []),
        ("System.Random", "random numbers come from a seed and a counter: RandomStream", []),
        // Only where a user asked for a download, and the studio's server, which listens to this machine alone.
        ("System.Net", "the network is not used", ["src/Feedforward.Formats/NamedSets/NamedSetsDownload.cs", "src/Feedforward.Studio/StudioHost.cs"]),
        ("System.Numerics.Tensors", "its tanh and softmax are wrong near their edges; the library has its own", []),
    ];

    /// <summary>The platform's functions differ in the last bit from machine to machine; these files compute only what checks or describes the rest.</summary>
    private static readonly string[] MayUsePlatformFunctions =
    [
        "src/Feedforward/Backends/Lanes/LanesDouble.cs",
        "src/Feedforward/Networks/DoubleCost.cs",
        "src/Feedforward/Networks/GradientCheck.cs",
    ];

    private static readonly HashSet<string> PlatformFunctions =
    [
        "Exp", "Exp2", "ExpM1", "Log", "Log10", "Log1P", "Log2", "LogP1", "Pow", "Cbrt",
        "Sin", "Cos", "Tan", "SinCos", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
    ];

    private static readonly HashSet<string> NumberTypes = ["Math", "MathF", "Single", "Double", "Half", "Vector", "Vector128", "Vector256", "Vector512"];

    private static readonly string[] MayBeUnsafe = ["src/Feedforward/Backends/"];

    public static TheoryData<string> ProjectNames => [.. SourceProject.Names];

    [Theory, MemberData(nameof(ProjectNames))]
    public void The_sources_call_nothing_that_is_banned(string project)
    {
        var found =
            from use in SourceProject.Of(project).Uses
            from banned in Banned
            where Matches(use.Symbol, banned.Name) && !banned.Except.Contains(use.File)
            select $"{SourceProject.Place(use.Node)}: {banned.Name} ({banned.Why})";
        Expect.None(found);
    }

    [Fact]
    public void The_library_computes_with_its_own_functions()
    {
        var found = SourceProject.Of("Feedforward").Uses
            .Where(use => use.Symbol is IMethodSymbol { ContainingNamespace.Name: "System" or "Intrinsics" or "Numerics" } method
                && NumberTypes.Contains(method.ContainingType.Name) && PlatformFunctions.Contains(method.Name)
                && !MayUsePlatformFunctions.Contains(use.File))
            .Select(use => $"{SourceProject.Place(use.Node)}: {use.Symbol.ToDisplayString()}");
        Expect.None(found);
    }

    [Theory, MemberData(nameof(ProjectNames))]
    public void Unsafe_code_stays_in_the_back_ends(string project)
    {
        var found = SourceProject.Of(project).Compilation.SyntaxTrees
            .Where(tree => !MayBeUnsafe.Any(folder => tree.FilePath.StartsWith(folder, StringComparison.Ordinal)))
            .Where(tree => tree.GetRoot().DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword)))
            .Select(tree => tree.FilePath);
        Expect.None(found);
    }

    [Theory]
    [InlineData("System.DateTime.Now", "class C { object F() => System.DateTime.Now; }")]
    [InlineData("System.Random", "class C { object F() => new System.Random(1); }")]
    [InlineData("System.Random", "class C { object F() => System.Random.Shared.Next(); }")]
    [InlineData("System.Random", "class C { System.Random F() => new(1); }")]
    [InlineData("System.Type.GetType", "class C { object F() => System.Type.GetType(\"C\"); }")]
    [InlineData("System.IO.FileStream.Flush(bool)", "class C { void F(System.IO.FileStream s) => s.Flush(true); }")]
    [InlineData("System.Reflection.Emit", "using System.Reflection.Emit; class C { object F() => OpCodes.Add; }")]
    public void The_ban_sees_what_it_should(string banned, string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken);
        var references = SourceProject.Of("Feedforward").Compilation.References;
        var model = CSharpCompilation.Create("probe", [tree], references).GetSemanticModel(tree);
        var symbols = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .Select(node => model.GetSymbolInfo(node, TestContext.Current.CancellationToken).Symbol).OfType<ISymbol>();
        Assert.Contains(symbols, symbol => Matches(symbol.OriginalDefinition, banned));
    }

    private static bool Matches(ISymbol symbol, string banned)
    {
        if (symbol is INamespaceSymbol) return false;
        string name = symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return name == banned || name.StartsWith(banned + ".", StringComparison.Ordinal)
            || (!banned.Contains('(', StringComparison.Ordinal) && name.StartsWith(banned + "(", StringComparison.Ordinal));
    }
}
