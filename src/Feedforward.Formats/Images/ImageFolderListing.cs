namespace Feedforward.Formats;

/// <summary>What lies in a folder of pictures.</summary>
internal sealed class ImageFolderListing
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchType = MatchType.Simple };

    private readonly string _root;
    private readonly LeftOut _others = new(), _hidden = new(), _deeper = new(), _beside = new();
    private readonly List<Notice> _notices = [];

    private ImageFolderListing(string root) => _root = root;

    /// <summary>The pictures, in the order of the images.</summary>
    internal IReadOnlyList<PictureFile> Files { get; private set; } = [];

    /// <summary>The names of the classes.</summary>
    internal IReadOnlyList<string> Classes { get; private set; } = [];

    /// <summary>What was left out.</summary>
    internal IReadOnlyList<Notice> Notices => _notices;

    /// <summary>Looks into the folder and into its folders.</summary>
    /// <exception cref="DataException">FF2285, FF2293, FF2212, FF2213.</exception>
    internal static ImageFolderListing Of(string root)
    {
        if (File.Exists(root)) throw ImageFile.Variant("FF2285.file", root);
        if (!Directory.Exists(root)) throw ImageFile.Variant("FF2285.nothing", root);
        var listing = new ImageFolderListing(root);
        listing.Look();
        return listing;
    }

    private void Look()
    {
        var (folders, pictures) = Entries(_root);
        var found = folders.Select(folder => (Name: folder, Pictures: ClassPictures(folder))).ToArray();
        if (found.All(f => f.Pictures.Length == 0))
        {
            foreach (string folder in folders) _deeper.Add(folder);
            if (pictures.Length == 0) throw GzipFile.Failure("FF2285", _root, LeftOutList() is { Length: > 0 } others ? Errors.Text("FF2285.others", others) : "");
            Files = [.. pictures.Order(StringComparer.Ordinal).Select(name => new PictureFile(Path.Combine(_root, name), name, null))];
        }
        else
        {
            foreach (string name in pictures.Order(StringComparer.Ordinal)) _beside.Add(name);
            Label(found);
        }
        if (LeftOutList() is { Length: > 0 } list) _notices.Add(Errors.Notice("FF2290", list) with { Place = _root });
    }

    private void Label((string Name, string[] Pictures)[] found)
    {
        var folders = found.Where(f => f.Pictures.Length > 0).ToDictionary(f => f.Name, f => f.Pictures, StringComparer.Ordinal);
        string[] order = Order([.. folders.Keys]);
        string[] empty = [.. found.Select(f => f.Name).Except(order, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (empty.Length > 0) _notices.Add(Errors.Notice("FF2291", empty.Length, NearestName.List(empty)) with { Place = _root });
        Classes = [.. order.Select(ClassFolders.Class)];
        var places = order.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        var all = from folder in folders
                  from name in folder.Value
                  let label = places[folder.Key]
                  select (File: new PictureFile(Path.Combine(_root, folder.Key, name), $"{folder.Key}/{name}", label), Name: name, Label: label);
        Files = [.. all.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Label).Select(p => p.File)];
    }

    /// <summary>The folders of the classes in the order of the classes.</summary>
    private string[] Order(string[] folders)
    {
        string list = Path.Combine(_root, ClassFolders.List);
        if (!File.Exists(list))
        {
            var names = folders.ToLookup(ClassFolders.Class, StringComparer.Ordinal);
            if (names.FirstOrDefault(n => n.Count() > 1) is { } twice) throw ImageFile.Variant("FF2293.same", _root, NearestName.List(twice), Evidence.Of(twice.Key));
            return [.. ClassNames.Sort(names.Select(n => n.Key)).Select(name => names[name].Single())];
        }
        string[] listed = Listed(list);
        if (listed.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } again)
            throw ImageFile.Variant("FF2293.twice", list, Evidence.Of(again.Key));
        return folders.Except(listed, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing
            ? throw GzipFile.Failure("FF2293", list, Evidence.Of(missing))
            : listed;
    }

    private static string[] Listed(string list)
    {
        try
        {
            return [.. File.ReadLines(list).Where(line => line.Length > 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw GzipFile.Explain(failure, list);
        }
    }

    private string[] ClassPictures(string folder)
    {
        var (deeper, pictures) = Entries(Path.Combine(_root, folder));
        foreach (string name in deeper) _deeper.Add($"{folder}/{name}");
        return pictures;
    }

    /// <summary>The names of folders and of pictures in a folder; all else is counted.</summary>
    private (string[] Folders, string[] Pictures) Entries(string path)
    {
        List<string> folders = [], pictures = [];
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(path, "*", Everything).Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileName(entry);
                if (name.StartsWith('.')) _hidden.Add(name);
                else if (Directory.Exists(entry)) folders.Add(name);
                else if (FileKinds.IsNamedPicture(name)) pictures.Add(name);
                else if (name != ClassFolders.List || path != _root) _others.Add(name);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw GzipFile.Explain(failure, path);
        }
        return ([.. folders], [.. pictures]);
    }

    private string LeftOutList() => string.Join(", ", new[]
    {
        _others.Text("FF2290.others"), _hidden.Text("FF2290.hidden"), _deeper.Text("FF2290.deeper"), _beside.Text("FF2290.beside"),
    }.Where(text => text.Length > 0));

    /// <summary>Counts what is left out, and remembers the first.</summary>
    private sealed class LeftOut
    {
        private int _count;
        private string _first = "";

        internal void Add(string name)
        {
            if (_count++ == 0) _first = Evidence.Of(name);
        }

        internal string Text(string key) => _count == 0 ? "" : Errors.Text(key, _count, _first);
    }
}
