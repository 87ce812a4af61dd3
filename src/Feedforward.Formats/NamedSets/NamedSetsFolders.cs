namespace Feedforward.Formats;

/// <summary>Where named sets lie.</summary>
internal static class NamedSetsFolders
{
    internal const string Variable = "FEEDFORWARD_DATA";

    /// <summary>The folders in which to look for a set, in this order; some may not exist.</summary>
    internal static IReadOnlyList<string> ToSearch(NamedSet set, string? given, Func<string, string?> environment)
    {
        var folders = new List<string>();
        foreach (string? folder in new[] { given, environment(Variable), Cache(environment, OperatingSystem.IsLinux()) })
            if (!string.IsNullOrEmpty(folder)) folders.AddRange([Path.Combine(folder, set.Name), folder]);
        return folders;
    }

    /// <summary>
    /// The folder for files that can be fetched again, or null where the user has none: on Linux by the XDG base directory specification, whose
    /// relative paths are to be ignored; elsewhere the local application data.
    /// </summary>
    internal static string? Cache(Func<string, string?> environment, bool linux)
    {
        string? root = !linux ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Absolute(environment("XDG_CACHE_HOME")) ?? (Absolute(environment("HOME")) is string home ? Path.Combine(home, ".cache") : null);
        return string.IsNullOrEmpty(root) ? null : Path.Combine(root, "feedforward");
    }

    private static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? "") ? path : null;
}
