namespace Feedforward.Repositories;

/// <summary>The files of the repository that these tests stand in.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string File(string relative) => Path.Combine(Root, relative);

    /// <summary>Every file of a kind under a folder, as paths from the root with forward slashes, in order; build outputs are no part of it.</summary>
    internal static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(File(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Feedforward.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("These tests read the sources: run them inside the repository.");
    }
}
