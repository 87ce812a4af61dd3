using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Rows to learn from or to measure on: of a table, or images.</summary>
internal abstract class Rows
{
    internal abstract int Count { get; }

    /// <summary>The first rows.</summary>
    internal abstract Rows First(int count);

    /// <summary>Splits off validation and test rows.</summary>
    internal abstract Parts Split(SplitOptions options);

    /// <summary>Another file, whose columns are of the same kinds.</summary>
    internal abstract Rows Read(string path, CsvOptions options);

    /// <summary>Learns what turns these rows into numbers.</summary>
    internal abstract Pipeline Fit(PipelineOptions options, float scale);

    /// <summary>The rows as numbers.</summary>
    internal abstract Dataset Apply(Pipeline pipeline, ICollection<Notice>? notices = null);

    /// <summary>Classes or a number: what the answers of all rows say.</summary>
    internal abstract LearningTask Task();

    /// <summary>How rows are split unless told otherwise.</summary>
    internal abstract SplitRule Rule(string? text, LearningTask task);

    /// <summary>What the reader and the split found odd.</summary>
    internal abstract IReadOnlyList<Notice> Notices { get; }
}

/// <summary>The rows of a run, by their purpose.</summary>
internal sealed record Parts(Rows Train, Rows? Validation, Rows? Test);

/// <summary>Rows of a table.</summary>
internal sealed class TableRows(Table table, string target) : Rows
{
    internal Table Table => table;

    internal override int Count => table.Rows;

    internal override IReadOnlyList<Notice> Notices => table.Notices;

    internal override Rows First(int count) => With(table.First(count));

    internal override Parts Split(SplitOptions options)
    {
        var (train, validation, test) = table.Split(options);
        return new Parts(With(train), options.Validation.IsNone ? null : With(validation), options.Test.IsNone ? null : With(test));
    }

    internal override Rows Read(string path, CsvOptions options) =>
        With(Csv.Read(path, options with { Kinds = table.Columns.ToDictionary(c => c.Name, c => c.Kind) }));

    internal override Pipeline Fit(PipelineOptions options, float scale) => Pipeline.Fit(table, target, options);

    internal override Dataset Apply(Pipeline pipeline, ICollection<Notice>? notices = null) => pipeline.Apply(table, notices);

    internal override LearningTask Task() => Pipeline.Decide(table, target);

    internal override SplitRule Rule(string? text, LearningTask task) => text is not null
        ? SplitRule.Parse(text, target)
        : task == LearningTask.Classification ? new StratifiedSplit(target) : new RandomSplit();

    private TableRows With(Table rows) => new(rows, target);
}

/// <summary>Images with labels.</summary>
internal sealed class ImageRows(ImageSet images) : Rows
{
    private const string Label = "label";

    internal ImageSet Images => images;

    internal override int Count => images.Rows;

    internal override IReadOnlyList<Notice> Notices => images.Notices;

    /// <summary>Whether they come from a folder of pictures, or from one picture.</summary>
    internal bool AreFromPictures => images.Names is not null;

    internal override Rows First(int count) => new ImageRows(images.Take(count));

    internal override Parts Split(SplitOptions options)
    {
        var (train, validation, test) = Index().Split(options);
        return new Parts(Select(train), options.Validation.IsNone ? null : Select(validation), options.Test.IsNone ? null : Select(test));
    }

    internal override Rows Read(string path, CsvOptions options) => new ImageRows(
        PictureFlags.TryRead(path, PictureFlags.Like(images.Height, images.Width, images.Channels, options.Threads))
        ?? Idx.ReadImages(path, classes: images.Classes));

    internal override Pipeline Fit(PipelineOptions options, float scale) => Pipeline.ForImages(images, scale);

    internal override Dataset Apply(Pipeline pipeline, ICollection<Notice>? notices = null) => pipeline.Apply(images, notices);

    internal override LearningTask Task() => LearningTask.Classification;

    internal override SplitRule Rule(string? text, LearningTask task) => text switch
    {
        null or "stratified" => new StratifiedSplit(Label),
        "random" => new RandomSplit(),
        _ => throw Texts.Option("FF9123", Evidence.Of(text)),
    };

    /// <summary>A table that stands for the images: their labels, and a number for each, so that no two rows are equal.</summary>
    private Table Index()
    {
        if (images.Labels is null) throw Texts.Data("FF9124", images.Source);
        return Table.FromColumns(
            images.Source,
            new NumberColumn(Label, [.. images.Labels.Select(l => (double)l)]),
            new NumberColumn("image", [.. Enumerable.Range(0, images.Rows).Select(i => (double)i)]));
    }

    private ImageRows Select(Table rows) => new(images.Select([.. Enumerable.Range(0, rows.Rows).Select(rows.Origin)]));
}
