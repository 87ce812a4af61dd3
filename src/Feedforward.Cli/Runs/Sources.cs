using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Data as it was named.</summary>
/// <param name="Name">What the model file is called after.</param>
/// <param name="Title">What people are told.</param>
/// <param name="Rows">All rows, or the training rows of a set that comes with test rows.</param>
/// <param name="Test">The test rows that the set comes with, or null.</param>
internal sealed record Source(string Name, string Title, Rows Rows, Rows? Test);

/// <summary>A table or images as they were found, before it is known what they are for.</summary>
/// <param name="Name">What the model file is called after.</param>
/// <param name="Title">What people are told.</param>
internal sealed record Material(string Name, string Title)
{
    /// <summary>The table, or null.</summary>
    internal Table? Table { get; init; }

    /// <summary>The column that a generator made to be predicted; null where nobody said so.</summary>
    internal string? Target { get; init; }

    /// <summary>The images, or null.</summary>
    internal ImageSet? Images { get; init; }

    /// <summary>The test images that a published set comes with, or null.</summary>
    internal ImageSet? Test { get; init; }
}

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
        var found = Find(name, dataFolder, options, pictures);
        Rows rows = found.Images is { } images ? new ImageRows(images) : OfTable(found.Table!, target ?? found.Target, name);
        return new Source(found.Name, found.Title, rows, found.Test is { } test ? new ImageRows(test) : null);
    }

    /// <summary>Reads data, with or without answers.</summary>
    /// <inheritdoc cref="Open"/>
    internal static Material Find(string name, string? dataFolder, CsvOptions options, ImageFolderOptions pictures)
    {
        if (Generators.Find(name) is { } generator) return Generated(generator);
        if (NamedSets.Find(name) is { } set)
        {
            var (train, test) = NamedSets.Load(set.Name, dataFolder);
            return new Material(set.Name, set.Name) { Images = train, Test = test };
        }
        RequireFile(name);
        string title = Title(name);
        if (PictureFlags.TryRead(name, pictures) is { } seen) return new Material(Directory.Exists(name) ? title : Stem(title), title) { Images = seen };
        var (table, images) = DataFile.Read(name, options);
        return new Material(Stem(title), title) { Table = table, Images = images };
    }

    /// <summary>Reads data with answers for a model: of a published set its test rows.</summary>
    internal static (string Title, Rows Rows) ForModel(string name, Pipeline pipeline, string? dataFolder, CsvOptions options)
    {
        if (Generators.Find(name) is { } generator)
        {
            var made = Generated(generator);
            return (made.Title, made.Images is { } drawn ? new ImageRows(drawn) : OfColumns(made.Table!, Targets(pipeline)));
        }
        if (NamedSets.Find(name) is { } set) return (set.Name, new ImageRows(NamedSets.Load(set.Name, dataFolder).Test));
        RequireFile(name);
        string title = Title(name);
        if (PictureFlags.TryRead(name, PictureFlags.For(pipeline.ImageShape, options.Threads)) is { } pictures) return (title, new ImageRows(pictures));
        var (table, images) = DataFile.Read(name, options with { Kinds = ModelRows.Kinds(pipeline, withTarget: true) });
        if (images is not null) return (title, new ImageRows(images));
        return (title, OfColumns(table!, Targets(pipeline)));
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

    /// <summary>Whether a name is that of a generator or of a published set, and no path.</summary>
    internal static bool IsKnown(string name) => Generators.Find(name) is not null || NamedSets.Find(name) is not null;

    private static Material Generated(Generator generator) => generator switch
    {
        TableGenerator tables => new Material(generator.Name, generator.Name) { Table = tables.Make(), Target = tables.Target },
        ImageGenerator images => new Material(generator.Name, generator.Name) { Images = images.Make() },
        _ => throw new NotSupportedException(generator.Name),
    };

    /// <summary>A table with the columns to predict as they were named: one column, or several with commas between them.</summary>
    private static TableRows OfTable(Table table, string? target, string path)
    {
        if (target is null) throw NoTarget(table, path);
        return OfColumns(table, TargetsOf(table, target));
    }

    /// <summary>The target columns that a text names: one, whose name may have commas, or several with commas between them.</summary>
    internal static string[] TargetsOf(Table table, string? target) =>
        target is null ? [] : table.Find(target) is not null ? [target] : target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static TableRows OfColumns(Table table, IReadOnlyList<string> targets)
    {
        foreach (string target in targets) _ = table[target];
        return new TableRows(table, targets);
    }

    private static string[] Targets(Pipeline pipeline) => [.. pipeline.Targets.Select(t => t.Name)];

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
