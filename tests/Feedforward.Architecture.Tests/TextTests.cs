using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Feedforward.Architecture.Tests;

/// <summary>Texts that people read: complete in both languages, each used, each with all that it shows.</summary>
public partial class TextTests
{
    /// <summary>Warnings and remarks that ask for nothing to be done.</summary>
    private static readonly string[] Remarks =
    [
        "FF2016", "FF2020", "FF2021", "FF2024", "FF2050", "FF2104", "FF2106", "FF2287", "FF2288", "FF2290", "FF2291", "FF2330", "FF2333",
        "FF2334", "FF2335", "FF2352", "FF2353", "FF2354", "FF2355", "FF2356", "FF2358", "FF2404", "FF2410", "FF2422", "FF2424", "FF2426",
        "FF2427", "FF2440", "FF2441", "FF2443", "FF2444", "FF2445", "FF2446", "FF2447", "FF2451", "FF2470", "FF3053",
    ];

    public static TheoryData<string> Resources => [.. ResourceTexts.Paths];

    [Theory, MemberData(nameof(Resources))]
    public void Every_text_stands_in_both_languages_with_the_same_placeholders(string path)
    {
        var english = ResourceTexts.Read(path);
        var chinese = ResourceTexts.Read(ResourceTexts.Chinese(path));
        Assert.Equal(english.Keys, chinese.Keys);
        Expect.None(english.Keys.Where(key => !Placeholders(english[key]).SetEquals(Placeholders(chinese[key]))));
        Expect.None(english.Keys.Where(key => english[key].Length == 0 || chinese[key].Length == 0));
    }

    [Theory, MemberData(nameof(Resources))]
    public void Codes_are_well_formed_in_order_and_each_stands_once(string path)
    {
        var keys = ResourceTexts.Keys(path);
        Expect.None(keys.CountBy(key => key).Where(pair => pair.Value > 1).Select(pair => pair.Key));
        var codes = keys.Where(key => key.StartsWith("FF", StringComparison.Ordinal)).ToList();
        Expect.None(codes.Where(code => !Code().IsMatch(code)));
        Assert.Equal(codes.Select(code => code[..6]).Order(StringComparer.Ordinal), codes.Select(code => code[..6]));
        Expect.None(codes.Where(code => code.EndsWith(".fix", StringComparison.Ordinal) && !codes.Contains(code[..^4])));
    }

    [Fact]
    public void A_code_belongs_to_one_assembly()
    {
        var twice = ResourceTexts.Paths.SelectMany(path => ResourceTexts.Keys(path).Where(key => Code().IsMatch(key)).Select(key => key[..6]).Distinct())
            .GroupBy(code => code).Where(group => group.Count() > 1).Select(group => group.Key);
        Expect.None(twice);
    }

    [Fact]
    public void Every_error_says_what_to_do()
    {
        string[] keys = [.. ResourceTexts.Paths.SelectMany(ResourceTexts.Keys).Where(key => Code().IsMatch(key))];
        // The variants of damaged pictures share their advice.
        string[] advised = [.. keys.Where(key => key.EndsWith(".fix", StringComparison.Ordinal) || key.EndsWith(".again", StringComparison.Ordinal)).Select(key => key[..6])];
        Expect.None(keys.Select(key => key[..6]).Distinct().Except(advised).Except(Remarks));
        Expect.None(Remarks.Intersect(advised));
    }

    [Theory, MemberData(nameof(Resources))]
    public void Full_width_colons_have_no_space_behind_them(string path) =>
        Expect.None(ResourceTexts.Read(ResourceTexts.Chinese(path)).Where(text => text.Value.Contains("： ", StringComparison.Ordinal)).Select(text => text.Key));

    [Theory, MemberData(nameof(Resources))]
    public void Every_text_is_used_and_every_code_in_the_sources_has_one(string path)
    {
        var keys = ResourceTexts.Keys(path);
        var literals = Literals(path.Split('/')[1]).ToHashSet();
        Expect.None(keys.Where(key => !key.EndsWith(".fix", StringComparison.Ordinal) && !literals.Contains(key) && !IsComposed(key, literals)));
        var known = ResourceTexts.Paths.SelectMany(ResourceTexts.Keys).ToHashSet();
        Expect.None(literals.Where(text => Code().IsMatch(text) && !known.Any(key => key == text || key.StartsWith(text + ".", StringComparison.Ordinal))));
    }

    [Theory, MemberData(nameof(Resources))]
    public void Every_placeholder_gets_its_value(string path)
    {
        var texts = ResourceTexts.Read(path);
        var project = SourceProject.Of(path.Split('/')[1]);
        var unfilled =
            from tree in project.Compilation.SyntaxTrees
            from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            where call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Errors" or "Texts" } }
            let given = call.ArgumentList.Arguments
            where given.Count > 0 && given[0].Expression is LiteralExpressionSyntax
            let key = ((LiteralExpressionSyntax)given[0].Expression).Token.ValueText
            where texts.ContainsKey(key) && !given.Skip(1).Any(argument => IsList(argument.Expression, project))
            let needed = Placeholders(texts[key]).Concat(Placeholders(texts.GetValueOrDefault(key + ".fix", ""))).DefaultIfEmpty(-1).Max() + 1
            where needed > given.Count - 1
            select $"{SourceProject.Place(call)}: {key} needs {needed} values and gets {given.Count - 1}";
        Expect.None(unfilled);
    }

    /// <summary>
    /// A key such as <c>SplitPart.Test</c>, whose first part stands in the sources and whose last one is a name that is appended to it; or one such as
    /// <c>lab.softmax.preset.cold</c> or <c>topic.T1</c>: fixed parts that stand in the sources, with names of the sources or numbers between them.
    /// </summary>
    private static bool IsComposed(string key, HashSet<string> literals) =>
        key.LastIndexOf('.') is > 0 and var dot && (literals.Contains(key[..(dot + 1)]) || literals.Contains(key[..dot]) || IsOfParts(key, literals, isFixed: true));

    private static bool IsOfParts(string rest, HashSet<string> literals, bool isFixed) =>
        rest.Length == 0 || Enumerable.Range(1, rest.Length).Any(length =>
            (isFixed ? IsFixedPart(rest[..length], literals) : IsName(rest[..length], literals)) && IsOfParts(rest[length..], literals, !isFixed));

    private static bool IsFixedPart(string part, HashSet<string> literals) => part.Contains('.', StringComparison.Ordinal) && literals.Contains(part);

    private static bool IsName(string part, HashSet<string> literals) => !part.Contains('.', StringComparison.Ordinal) && (part.All(char.IsAsciiDigit) || literals.Contains(part));

    private static bool IsList(ExpressionSyntax argument, SourceProject project)
    {
        var type = project.Compilation.GetSemanticModel(argument.SyntaxTree).GetTypeInfo(argument).Type;
        return type is IArrayTypeSymbol or { Name: "ReadOnlySpan" };
    }

    private static IEnumerable<string> Literals(string project) =>
        SourceProject.Of(project).Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken))
            .Select(token => token.ValueText);

    private static HashSet<int> Placeholders(string text) =>
        [.. Placeholder().Matches(text.Replace("{{", "", StringComparison.Ordinal)).Select(match => int.Parse(match.Groups[1].Value, null))];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^FF\d{4}(\.[A-Za-z0-9]+)*$")]
    private static partial Regex Code();
}
