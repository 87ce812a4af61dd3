using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Rows to learn from or to measure on: of a table, or images.</summary>
internal abstract class Rows
{
    internal abstract int Count { get; }

    /// <summary>Where each row stood among those that were read, counted from 0.</summary>
    internal abstract int[] Origins();

    /// <summary>What people call each row: the number of its line in the file, or of the image.</summary>
    internal abstract int[] Numbers();

    /// <summary>The first rows.</summary>
    internal abstract Rows First(int count);

    /// <summary>Splits off validation and test rows.</summary>
    internal abstract Parts Split(SplitOptions options);

    /// <summary>Divides the rows into folds: each held out once, as the test rows of a pair.</summary>
    internal abstract IReadOnlyList<Parts> Folds(int count, SplitRule rule, ulong seed, ICollection<Notice> notices);

    /// <summary>Another file, whose columns are of the same kinds.</summary>
    internal abstract Rows Read(string path, CsvOptions options);

    /// <summary>What the columns of all rows mean, before they are split; null for images.</summary>
    internal abstract ColumnTypes? Types(PipelineOptions options);

    /// <summary>Learns what turns these rows into numbers.</summary>
    internal abstract Pipeline Fit(PipelineOptions options, ColumnTypes? types, float scale);

    /// <summary>What a check of all rows warns of, beyond what their pipeline says.</summary>
    internal abstract IEnumerable<Notice> Doubts(Pipeline pipeline, PipelineOptions options, ColumnTypes? types);

    /// <summary>The rows as numbers.</summary>
    internal abstract Dataset Apply(Pipeline pipeline, ICollection<Notice>? notices = null);

    /// <summary>Classes, labels or numbers: what the answers of all rows say.</summary>
    internal abstract LearningTask Task();

    /// <summary>How rows are split unless told otherwise.</summary>
    internal abstract SplitRule Rule(string? text, LearningTask task);

    /// <summary>What the reader and the split found odd.</summary>
    internal abstract IReadOnlyList<Notice> Notices { get; }
}

/// <summary>The rows of a run, by their purpose.</summary>
internal sealed record Parts(Rows Train, Rows? Validation, Rows? Test);

/// <summary>Rows of a table.</summary>
internal sealed class TableRows(Table table, IReadOnlyList<string> targets) : Rows
{
    internal Table Table => table;

    internal override int Count => table.Rows;

    internal override int[] Origins() => [.. Enumerable.Range(0, table.Rows).Select(table.Origin)];

    internal override int[] Numbers() => [.. Enumerable.Range(0, table.Rows).Select(table.RowNumber)];

    internal override IReadOnlyList<Notice> Notices => table.Notices;

    internal override Rows First(int count) => With(table.First(count));

    internal override Parts Split(SplitOptions options)
    {
        var (train, validation, test) = table.Split(options);
        return new Parts(With(train), options.Validation.IsNone ? null : With(validation), options.Test.IsNone ? null : With(test));
    }

    internal override IReadOnlyList<Parts> Folds(int count, SplitRule rule, ulong seed, ICollection<Notice> notices)
    {
        var folds = table.Folds(count, rule, seed);
        foreach (var notice in folds[0].Train.Notices) notices.Add(notice);
        return [.. folds.Select(fold => new Parts(With(fold.Train), null, With(fold.HeldOut)))];
    }

    internal override Rows Read(string path, CsvOptions options) =>
        With(DataFile.ReadTable(path, options with { Kinds = table.Columns.ToDictionary(c => c.Name, c => c.Kind) }));

    internal override ColumnTypes? Types(PipelineOptions options) => ColumnTypes.Of(table, options);

    internal override Pipeline Fit(PipelineOptions options, ColumnTypes? types, float scale) => Pipeline.Fit(table, targets, options, types);

    internal override IEnumerable<Notice> Doubts(Pipeline pipeline, PipelineOptions options, ColumnTypes? types)
    {
        foreach (var finding in DataCheck.Beyond(table, targets, pipeline, options, types))
            if (finding.Severity >= Severity.Warning) yield return finding.Notice;
    }

    internal override Dataset Apply(Pipeline pipeline, ICollection<Notice>? notices = null) => pipeline.Apply(table, notices);

    internal override LearningTask Task() => Pipeline.Decide(table, targets);

    internal override SplitRule Rule(string? text, LearningTask task) => text is not null
        ? SplitRule.Parse(text, targets.Count == 1 ? targets[0] : null)
        : task == LearningTask.Classification && targets.Count == 1 ? new StratifiedSplit(targets[0]) : new RandomSplit();

    private TableRows With(Table rows) => new(rows, targets);
}

/// <summary>Images with labels.</summary>
/// <param name="images">The images.</param>
/// <param name="origins">Where each stood among those that were read; null where they are all of them.</param>
internal sealed class ImageRows(ImageSet images, int[]? origins = null) : Rows
{
    private const string Label = "label";

    internal ImageSet Images => images;

    internal override int Count => images.Rows;

    internal override int[] Origins() => origins ?? [.. Enumerable.Range(0, images.Rows)];

    internal override int[] Numbers() => [.. Origins().Select(origin => origin + 1)];

    internal override IReadOnlyList<Notice> Notices => images.Notices;

    /// <summary>Whether they come from a folder of pictures, or from one picture.</summary>
    internal bool AreFromPictures => images.Names is not null;

    internal override Rows First(int count) => new ImageRows(images.Take(count), origins?[..Math.Min(count, images.Rows)]);

    internal override Parts Split(SplitOptions options)
    {
        var (train, validation, test) = Index().Split(options);
        return new Parts(Select(train), options.Validation.IsNone ? null : Select(validation), options.Test.IsNone ? null : Select(test));
    }

    internal override IReadOnlyList<Parts> Folds(int count, SplitRule rule, ulong seed, ICollection<Notice> notices)
    {
        var folds = Index().Folds(count, rule, seed);
        foreach (var notice in folds[0].Train.Notices) notices.Add(notice);
        return [.. folds.Select(fold => new Parts(Select(fold.Train), null, Select(fold.HeldOut)))];
    }

    internal override Rows Read(string path, CsvOptions options) => new ImageRows(
        PictureFlags.TryRead(path, PictureFlags.Like(images.Height, images.Width, images.Channels, options.Threads))
        ?? Idx.ReadImages(path, classes: images.Classes));

    internal override ColumnTypes? Types(PipelineOptions options) => null;

    internal override Pipeline Fit(PipelineOptions options, ColumnTypes? types, float scale) => Pipeline.ForImages(images, scale);

    internal override IEnumerable<Notice> Doubts(Pipeline pipeline, PipelineOptions options, ColumnTypes? types) => [];

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

    private ImageRows Select(Table rows)
    {
        int[] chosen = [.. Enumerable.Range(0, rows.Rows).Select(rows.Origin)];
        return new ImageRows(images.Select(chosen), chosen);
    }
}
