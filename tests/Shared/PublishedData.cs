namespace Feedforward.Tests;

/// <summary>Well-known data sets, which are not part of the repository: tests that read them are skipped where they are absent.</summary>
internal static class PublishedData
{
    /// <summary>The folder that FEEDFORWARD_DATA names, or shared/data beside the checkout; it need not exist.</summary>
    internal static string Folder { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FEEDFORWARD_DATA") is { Length: > 0 } named) return named;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Feedforward.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data");
    }
}
