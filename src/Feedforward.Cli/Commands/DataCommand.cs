using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary><c>feedforward data</c>: lists the data that are known by name, writes generated ones to files, and fetches published ones when told to.</summary>
internal sealed class DataCommand() : CliCommand("data")
{
    private const string StandardOutput = "-";

    private static readonly Operand Wanted = new("name", Required: false);

    private static readonly Flag
        Count = new("--n", FlagGroup.Data, "N"),
        Noise = new("--noise", FlagGroup.Data, "STRENGTH"),
        Download = new("--download", FlagGroup.Data),
        Png = new("--png", FlagGroup.Output, "FOLDER"),
        Url = new("--url", FlagGroup.Data, "ADDRESS"),
        Seed = TrainFlags.Seed with { Group = FlagGroup.Data, Key = "flag.data.seed" },
        Out = TrainFlags.Out with { Key = "flag.data.out" };

    internal override IReadOnlyList<Operand> Operands { get; } = [Wanted];

    internal override IReadOnlyList<Flag> Flags { get; } = [Count, Noise, Seed, Download, Url, TrainFlags.DataDir, Out, Png, TrainFlags.Force, TrainFlags.Quiet];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        string? name = arguments.Word(Wanted);
        if (name is null) return List(terminal.Report);
        if (NamedSets.Find(name) is { } set) return Published(set, arguments, terminal);
        var generator = Generators.Find(name) ?? throw Unknown(name);
        if (arguments.Has(Download)) throw Texts.Option("FF9133", Download.Name, name);
        int? count = arguments.Whole(Count);
        ulong seed = arguments.Seed(Seed) ?? Generators.DefaultSeed;
        if (generator is TableGenerator && arguments.Has(Png)) throw Texts.Option("FF9133", Png.Name, name);
        if (generator is TableGenerator tables) WriteTable(arguments.Checked(Count, () => tables.Make(count, arguments.Number(Noise), seed)), arguments, terminal);
        else if (arguments.Has(Noise)) throw Texts.Option("FF9133", Noise.Name, name);
        else WriteImages(arguments.Checked(Count, () => ((ImageGenerator)generator).Make(count, seed)), arguments, terminal);
        return ExitCode.Ok;
    }

    private static int List(Screen screen)
    {
        screen.Line(Texts.Get("data.generated"));
        foreach (var generator in Generators.All) screen.Beside(TextWrap.Pad("  " + generator.Name, 18), generator.Description, 18);
        screen.Line();
        screen.Line(Texts.Get("data.published"));
        foreach (var set in NamedSets.All) screen.Beside(TextWrap.Pad("  " + set.Name, 18), set.Description, 18);
        return ExitCode.Ok;
    }

    private static int Published(NamedSet set, Arguments arguments, Terminal terminal)
    {
        if (arguments.Has(Png)) return WritePublished(set, arguments, terminal);
        if (!arguments.Has(Download)) throw Texts.Option("FF9131", set.Name);
        var progress = new LiveProgress(terminal.Notes);
        string? folder = arguments.Text(TrainFlags.DataDir) is { } parent ? Path.Combine(parent, set.Name) : null;
        string found = NamedSets.DownloadAsync(set.Name, folder, arguments.Text(Url), progress).GetAwaiter().GetResult();
        terminal.Notes.ClearLive();
        terminal.Report.Line(found);
        return ExitCode.Ok;
    }

    /// <summary>Writes the two parts of a set as folders of pictures; of each the first n.</summary>
    private static int WritePublished(NamedSet set, Arguments arguments, Terminal terminal)
    {
        if (arguments.Has(Download)) throw Texts.Option("FF9113", Png.Name, Download.Name);
        int count = arguments.Whole(Count, least: 1) ?? int.MaxValue;
        string folder = arguments.Text(Png)!;
        var (train, test) = NamedSets.Load(set.Name, arguments.Text(TrainFlags.DataDir));
        WritePictures(train.Take(count), Path.Combine(folder, "train"), arguments, terminal);
        WritePictures(test.Take(count), Path.Combine(folder, "test"), arguments, terminal);
        return ExitCode.Ok;
    }

    private static void WritePictures(ImageSet images, string folder, Arguments arguments, Terminal terminal)
    {
        ImageFolder.Write(images, folder, arguments.Has(TrainFlags.Force));
        terminal.Notes.Labelled(Texts.Get("label.saved"), Texts.Counted("data.rows", images.Rows));
        terminal.Report.Line(folder);
    }

    private static OptionException Unknown(string name)
    {
        string[] names = [.. Generators.All.Select(g => g.Name), .. NamedSets.All.Select(s => s.Name)];
        return Texts.Option("FF9132", Evidence.Of(name), string.Join(", ", names), Texts.DidYouMean(name, names));
    }

    private static void WriteTable(Table table, Arguments arguments, Terminal terminal)
    {
        string path = arguments.Text(Out) ?? table.Source + ".csv";
        if (path == StandardOutput)
        {
            Csv.Write(table, terminal.Output);
            return;
        }
        DurableFile.Write(path, stream => Csv.Write(table, stream), arguments.Has(TrainFlags.Force));
        terminal.Notes.Labelled(Texts.Get("label.saved"), Texts.Counted("data.rows", table.Rows));
        terminal.Report.Line(path);
    }

    private static void WriteImages(ImageSet images, Arguments arguments, Terminal terminal)
    {
        if (arguments.Text(Png) is { } pictures)
        {
            if (arguments.Has(Out)) throw Texts.Option("FF9113", Png.Name, Out.Name);
            WritePictures(images, pictures, arguments, terminal);
            return;
        }
        string path = arguments.Text(Out) ?? images.Source;
        string name = Path.GetFileName(path), folder = Path.GetDirectoryName(path) ?? "";
        if (!name.Contains("images", StringComparison.Ordinal)) name += "-images-idx3-ubyte";
        string labels = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string[] paths = [Path.Combine(folder, name), Path.Combine(folder, labels)];
        if (!arguments.Has(TrainFlags.Force))
            foreach (string taken in paths.Where(File.Exists)) throw Errors.Option("FF1240", Evidence.Path(taken));
        Idx.WriteImages(images, paths[0]);
        Idx.WriteLabels(images, paths[1]);
        terminal.Notes.Labelled(Texts.Get("label.saved"), Texts.Counted("data.rows", images.Rows));
        foreach (string written in paths) terminal.Report.Line(written);
    }

    private sealed class LiveProgress(Screen screen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) =>
            screen.Live($" {value.File}  {Format.Count(value.Bytes)}{(value.Total is { } total ? " / " + Format.Count(total) : "")}");
    }
}
