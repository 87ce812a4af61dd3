using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Data as it was named.</summary>
/// <param name="Name">What the model file is called after.</param>
/// <param name="Title">What people are told.</param>
/// <param name="Rows">All rows, or the training rows of a set that comes with test rows.</param>
/// <param name="Test">The test rows that the set comes with, or null.</param>
internal sealed record Source(string Name, string Title, Rows Rows, Rows? Test);

/// <summary>Finds data by name: a generator, a published set, a table or images in a file.</summary>
internal static class Sources
{
    /// <summary>Reads data with answers.</summary>
    /// <param name="name">The name of a generator or of a published set, or a path.</param>
    /// <param name="target">The column to predict; null where it is not known.</param>
    /// <param name="dataFolder">Where published sets lie, or null.</param>
    /// <param name="options">How a table is read.</param>
    /// <param name="pictures">How pictures are read.</param>
    internal static Source Open(string name, string? target, string? dataFolder, CsvOptions options, ImageFolderOptions pictures)
    {
        if (Generators.Find(name) is { } generator) return Generated(generator, target);
        if (NamedSets.Find(name) is { } named)
        {
            var (train, test) = NamedSets.Load(named.Name, dataFolder);
            return new Source(named.Name, named.Name, new ImageRows(train), new ImageRows(test));
        }
        RequireFile(name);
        string title = Title(name);
        if (PictureFlags.TryRead(name, pictures) is { } set) return new Source(Directory.Exists(name) ? title : Stem(title), title, new ImageRows(set), null);
        var (table, images) = DataFile.Read(name, options);
        return new Source(Stem(title), title, images is not null ? new ImageRows(images) : OfTable(table!, target, name), null);
    }

    /// <summary>Reads data with answers for a model: of a published set its test rows.</summary>
    internal static (string Title, Rows Rows) ForModel(string name, Pipeline pipeline, string? dataFolder, CsvOptions options)
    {
        if (Generators.Find(name) is { } generator) return (generator.Name, Generated(generator, pipeline.Target).Rows);
        if (NamedSets.Find(name) is { } set) return (set.Name, new ImageRows(NamedSets.Load(set.Name, dataFolder).Test));
        RequireFile(name);
        string title = Title(name);
        if (PictureFlags.TryRead(name, PictureFlags.For(pipeline.ImageShape, options.Threads)) is { } pictures) return (title, new ImageRows(pictures));
        var (table, images) = DataFile.Read(name, options with { Kinds = ModelRows.Kinds(pipeline, withTarget: true) });
        if (images is not null) return (title, new ImageRows(images));
        return (title, pipeline.Target is { } target ? OfTable(table!, target, name) : new TableRows(table!, ""));
    }

    /// <summary>Refuses a name that is neither known nor a file.</summary>
    /// <exception cref="OptionException">FF9121.</exception>
    internal static void RequireFile(string name)
    {
        if (Path.Exists(name) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return;
        string[] known = [.. Generators.All.Select(g => g.Name), .. NamedSets.All.Select(s => s.Name)];
        var near = Directory.EnumerateFiles(Environment.CurrentDirectory).Select(f => Path.GetFileName(f)).Concat(known);
        throw Texts.Option("FF9121", Evidence.Path(name), string.Join(", ", known), Texts.DidYouMean(name, near));
    }

    private static Source Generated(Generator generator, string? target) => generator switch
    {
        TableGenerator tables => new Source(generator.Name, generator.Name, OfTable(tables.Make(), target ?? tables.Target, generator.Name), null),
        ImageGenerator images => new Source(generator.Name, generator.Name, new ImageRows(images.Make()), null),
        _ => throw new NotSupportedException(generator.Name),
    };

    private static TableRows OfTable(Table table, string? target, string path)
    {
        if (target is null) throw NoTarget(table, path);
        _ = table[target];
        return new TableRows(table, target);
    }

    private static OptionException NoTarget(Table table, string path)
    {
        string last = table.Columns.Count == 0 ? "COLUMN" : table.Columns[^1].Name;
        return Texts.Option("FF9120", NearestName.List(table.Columns.Select(c => c.Name)), Evidence.Path(path), Evidence.Of(last));
    }

    /// <summary>The last name of a path; of a folder too, however it is written.</summary>
    private static string Title(string path) =>
        Directory.Exists(path) && Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { Length: > 0 } folder ? folder : Path.GetFileName(path);

    private static string Stem(string file)
    {
        string name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "model";
    }
}
