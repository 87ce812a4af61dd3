namespace Feedforward;

/// <summary>The commit that a folder's git repository has checked out, as its files tell it.</summary>
internal static class GitCommit
{
    /// <summary>The commit's hash, or null where there is no repository or its files say nothing that is understood.</summary>
    internal static string? Of(string folder)
    {
        try
        {
            return Repository(folder) is { } git ? Head(git) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Repository(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, ".git");
            if (Directory.Exists(path)) return path;
            // A second working tree has a file that names its folder.
            if (File.Exists(path)) return After(File.ReadAllText(path), "gitdir: ") is { } named ? Path.GetFullPath(named, at.FullName) : null;
        }
        return null;
    }

    private static string? Head(string git)
    {
        string head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
        if (After(head, "ref: ") is not { } reference) return Hash(head);
        string commonFile = Path.Combine(git, "commondir");
        string common = File.Exists(commonFile) ? Path.GetFullPath(File.ReadAllText(commonFile).Trim(), git) : git;
        string loose = Path.Combine(common, reference), packed = Path.Combine(common, "packed-refs");
        if (File.Exists(loose)) return Hash(File.ReadAllText(loose).Trim());
        string? line = File.Exists(packed) ? File.ReadLines(packed).FirstOrDefault(l => l.EndsWith(" " + reference, StringComparison.Ordinal)) : null;
        return line is null ? null : Hash(line.Split(' ')[0]);
    }

    private static string? After(string text, string start) => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..].Trim() : null;

    private static string? Hash(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? text : null;
}
