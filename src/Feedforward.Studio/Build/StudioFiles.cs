namespace Feedforward.Studio.Build;

/// <summary>The files that the studio may read: those beneath the folder in which it was started, and nothing else. Every path from a page goes through here.</summary>
public sealed class StudioFiles(StudioOptions options)
{
    private const int MostFiles = 300, Depth = 3;

    private static readonly string[] DataEndings = [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet", ".csv.gz", ".tsv.gz", ".jsonl.gz", ".ndjson.gz"];

    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "runs", "bin", "obj", "artifacts", "node_modules" };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Real(Path.GetFullPath(options.Folder)));

    /// <summary>The folder.</summary>
    public string Root => _root;

    /// <summary>The full path of a file or folder that a page names relative to the folder; it must be there.</summary>
    /// <exception cref="OptionException">FF9503: it is not beneath the folder, or not there. The two are not told apart: nobody learns what else this machine has.</exception>
    public string Resolve(string relative)
    {
        if (relative.Length is 0 or > 1024 || relative.Any(char.IsControl) || relative.AsSpan().IndexOfAny('\\', ':') >= 0 || Path.IsPathRooted(relative)
            || relative.Split('/').Any(part => part is "" or "." or ".."))
            throw Refused(relative);
        try
        {
            string path = Real(Path.Combine(_root, relative));
            bool beneath = path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            return beneath && (IsPlainFile(path) || Directory.Exists(path)) ? path : throw Refused(relative);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refused(relative);
        }
    }

    /// <summary>Files that look like data, by their paths relative to the folder.</summary>
    public IReadOnlyList<string> DataFiles()
    {
        var found = new List<string>();
        Add(found, _root, 1);
        found.Sort(StringComparer.OrdinalIgnoreCase);
        return found;
    }

    private void Add(List<string> found, string folder, int depth)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (found.Count >= MostFiles) return;
                string name = Path.GetFileName(path);
                if (name[0] != '.' && DataEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && IsPlainFile(path))
                    found.Add(Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'));
            }
            if (depth >= Depth) return;
            foreach (string inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileName(inner);
                if (name[0] != '.' && !Skipped.Contains(name) && new DirectoryInfo(inner).LinkTarget is null) Add(found, inner, depth + 1);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What this user may not look into has nothing to offer.
        }
    }

    /// <summary>A file with content of its own: no pipe, no device.</summary>
    private static bool IsPlainFile(string path) => new FileInfo(path) is { Exists: true } file && (file.Attributes & FileAttributes.Device) == 0 && file.Length > 0;

    /// <summary>The path with every link in it followed.</summary>
    private static string Real(string path)
    {
        string root = Path.GetPathRoot(path)!, real = root;
        foreach (string part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.LinkTarget is not null) real = entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : real;
        }
        return real;
    }

    private static OptionException Refused(string relative) => Texts.Option("FF9503", relative.Length <= 120 ? relative : relative[..120] + "…");
}
