using System.Xml.Linq;

namespace Feedforward.Architecture.Tests;

/// <summary>The resource files that hold what people read.</summary>
internal static class ResourceTexts
{
    /// <summary>The English files; each has a Chinese one beside it.</summary>
    internal static IReadOnlyList<string> Paths { get; } = [.. Repository.Files("src", "*.resx").Where(path => !path.Contains(".zh-", StringComparison.Ordinal))];

    internal static string Chinese(string path) => path.Replace(".resx", ".zh-Hans.resx", StringComparison.Ordinal);

    internal static IReadOnlyList<string> Keys(string path) => [.. Entries(path).Select(entry => entry.Key)];

    internal static SortedDictionary<string, string> Read(string path)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in Entries(path)) texts[key] = text;
        return texts;
    }

    private static IEnumerable<(string Key, string Text)> Entries(string path) =>
        XDocument.Load(Repository.File(path)).Root!.Elements("data").Select(data => (data.Attribute("name")!.Value, data.Element("value")!.Value));
}
