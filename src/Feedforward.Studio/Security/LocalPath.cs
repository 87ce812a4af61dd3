namespace Feedforward.Studio.Security;

/// <summary>Addresses within the studio: what a redirect may lead to.</summary>
internal static class LocalPath
{
    /// <summary>Whether it is a path of this server: it begins with one slash, and no browser reads it as another host.</summary>
    internal static bool IsLocal(string? path) =>
        path is { Length: > 0 } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl);

    /// <summary>The path as a header may hold it: what is not ASCII is percent-encoded, and the rest left as it is.</summary>
    internal static string InHeader(string path) =>
        string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
