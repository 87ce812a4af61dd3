using System.Runtime.InteropServices;

namespace Feedforward;

/// <summary>
/// What turns rows of a table, or images, into the numbers of a network and its outputs back into answers. Learned from training rows only,
/// saved in the model, immutable, safe to use from many threads. Each row's numbers depend on that row alone.
/// </summary>
public sealed partial class Pipeline
{
    private readonly Target _target;
    private readonly Transform[] _transforms;
    private readonly string[] _leftOut;

    private Pipeline(Target target, Transform[] transforms, string[] leftOut, ImageShape? image, string? weight = null)
    {
        (_target, _transforms, _leftOut, ImageShape, WeightColumn) = (target, transforms, leftOut, image, weight);
        Inputs = image is null ? transforms.Sum(t => t.Width) : image.Size;
        Columns = [.. transforms.Select(t => new PipelineColumn(t.Column, t.Kind) { Type = t.Meaning }).Distinct()];
    }

    /// <summary>Numbers that the network is fed with for each row, D.</summary>
    public int Inputs { get; }

    /// <summary>Outputs of the network, K: one for each class, else one for each target column.</summary>
    public int Outputs => _target.Outputs;

    /// <summary>Classes, labels or numbers.</summary>
    public LearningTask Task => _target.Task;

    /// <summary>The names of the classes in the order of the outputs: by value where all are numbers, else ordinal; empty for labels and numbers.</summary>
    public IReadOnlyList<string> Classes => _target.Classes;

    /// <summary>The target column, the first of several; null where labels are not in a column, as with images.</summary>
    public string? Target => Targets.Count > 0 ? Targets[0].Name : null;

    /// <summary>What the target column, the first of several, held in training.</summary>
    public ColumnKind TargetKind => Targets.Count > 0 ? Targets[0].Kind : ColumnKind.Text;

    /// <summary>The target columns as they were in training, for labels and numbers in the order of the outputs; empty for images.</summary>
    public IReadOnlyList<PipelineColumn> Targets => _target.Columns;

    /// <summary>The column that says how much each row counts in the cost, where rows have it; null for none.</summary>
    public string? WeightColumn { get; }

    /// <summary>The input columns, in the order of the training table; empty for images.</summary>
    public IReadOnlyList<PipelineColumn> Columns { get; }

    /// <summary>The size of the images; null for tables.</summary>
    public ImageShape? ImageShape { get; }

    /// <summary>The columns of the training table that are no inputs.</summary>
    private IEnumerable<string> Apart => [.. _leftOut, .. Targets.Select(c => c.Name), .. WeightColumn is null ? Array.Empty<string>() : [WeightColumn]];

    /// <summary>What fitting found odd about the training rows; empty in a pipeline that was read from a model.</summary>
    public IReadOnlyList<Notice> Notices { get; private init; } = [];

    /// <summary>What was decided about the target, and how to decide otherwise; null where it was told, or read from a model.</summary>
    public Notice? Decision { get; private init; }

    /// <summary>Learns a pipeline from training rows.</summary>
    /// <param name="train">The training rows, and no others.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <param name="types">What the columns mean, where the training rows are a part of those that it was found out from; null finds out from them.</param>
    /// <exception cref="OptionException">FF1203: a column that is named is not there. FF1230, FF2406: the target is to be ignored, or given a type.</exception>
    /// <exception cref="DataException">FF2340–FF2348, FF2400–FF2407: the rows cannot be learned from; the message says where and why.</exception>
    public static Pipeline Fit(Table train, string target, PipelineOptions? options = null, ColumnTypes? types = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Fit(train, [target], options, types);
    }

    /// <summary>
    /// Learns a pipeline that answers several columns at once: labels, of which a row may have any number (sigmoid outputs), or numbers, each
    /// standardised by its own mean and deviation (identity outputs).
    /// </summary>
    /// <param name="train">The training rows, and no others.</param>
    /// <param name="targets">The columns to predict, in the order of the outputs.</param>
    /// <param name="options">What is known beforehand.</param>
    /// <param name="types">What the columns mean, where the training rows are a part of those that it was found out from; null finds out from them.</param>
    /// <exception cref="OptionException">
    /// FF1203: a column that is named is not there. FF1230: a target is to be ignored. FF2454: classes of several columns. FF2456: a target is named
    /// twice. FF2457: no target. FF2460: a target gives the weights.
    /// </exception>
    /// <exception cref="DataException">FF2340–FF2348, FF2452–FF2459: the rows cannot be learned from; the message says where and why.</exception>
    public static Pipeline Fit(Table train, IReadOnlyList<string> targets, PipelineOptions? options = null, ColumnTypes? types = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new PipelineOptions();
        var answers = new TargetsFitter(train, targets, options.Task);
        foreach (string target in targets) RequireTarget(train, target, options);
        if (train.Rows < 2) throw Errors.Data("FF2346", train.Rows);
        if (options.WeightColumn is { } weight) RowWeights.Require(train, weight, targets);
        var learned = answers.Fit();
        var inputs = new TransformFitter(train, options, types);
        inputs.Fit(options.Apart(targets));
        return new Pipeline(learned, [.. inputs.Transforms], [.. inputs.LeftOut], null, options.WeightColumn)
        {
            Notices = [.. answers.Notices, .. inputs.Notices],
            Decision = answers.Decision,
        };
    }

    /// <summary>A pipeline of parts that were fitted one by one.</summary>
    internal static Pipeline Of(Target target, TransformFitter inputs, string? weightColumn) =>
        new(target, [.. inputs.Transforms], [.. inputs.LeftOut], null, weightColumn);

    /// <summary>What is learned.</summary>
    internal Target Learned => _target;

    /// <summary>Refuses a target that is not there, or that is also something else.</summary>
    internal static void RequireTarget(Table rows, string target, PipelineOptions options)
    {
        _ = rows[target];
        if (options.Ignore.Contains(target)) throw Errors.Option("FF1230", target);
        if (options.Types.ContainsKey(target)) throw Errors.Option("FF2406", target);
    }

    /// <summary>Decides by all rows what targets are, before they are split.</summary>
    /// <exception cref="DataException">FF2340: a label is blank. FF2452: neither all labels nor all numbers.</exception>
    internal static LearningTask Decide(Table rows, IReadOnlyList<string> targets) => new TargetsFitter(rows, targets, null).Task();

    /// <summary>A pipeline for images like those of a training set: pixels are divided by the scale, the classes are the set's.</summary>
    /// <param name="train">The training images, with labels.</param>
    /// <param name="scale">255, or 256 as in Nielsen's book.</param>
    /// <exception cref="OptionException">FF1001: another scale.</exception>
    /// <exception cref="DataException">FF2341, FF2346, FF2361, FF2362: no labels, too few images or classes, or two classes of one name.</exception>
    public static Pipeline ForImages(ImageSet train, float scale = 255)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (scale is not (255 or 256)) throw Errors.Option("FF1001", nameof(scale), scale, "255, 256");
        if (train.Labels is null) throw Errors.Data("FF2361", train.Source);
        if (train.Rows < 2) throw Errors.Data("FF2346", train.Rows);
        if (train.Classes.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Errors.Data("FF2362", train.Source, Evidence.Of(twice.Key));
        if (train.Labels.Distinct().Take(2).ToArray() is [var only]) throw Errors.Data("FF2341", train.Source, Evidence.Of(train.Classes[only]));
        var target = new ClassTarget(null, train.Classes);
        return new Pipeline(target, [], [], new ImageShape(train.Height, train.Width, scale, train.Channels));
    }

    /// <summary>Rows of a table as inputs and targets. A row of a class that the training rows did not have gets the class −1.</summary>
    /// <param name="rows">The rows; the columns are found by name.</param>
    /// <param name="notices">Gets what is odd about the rows: unseen categories and classes, unexpected blanks, numbers far outside.</param>
    /// <exception cref="DataException">FF2340, FF2350, FF2351, FF2357, FF2359, FF2364, FF2453, FF2458, FF2459: the rows do not fit; the message says where and why.</exception>
    public Dataset Apply(Table rows, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Make([rows], _target, notices);
    }

    /// <summary>
    /// Rows of several tables as one data set, as if they were one table. Each table is asked for when the one before it has been taken up, so that
    /// a file that is read in batches never is in memory as a whole, only the data set.
    /// </summary>
    /// <param name="batches">The tables.</param>
    /// <param name="notices">Gets what is odd about the rows: of each column each kind once, with the numbers of the table where it comes first.</param>
    /// <exception cref="DataException">As <see cref="Apply(Table, ICollection{Notice})"/>.</exception>
    public Dataset Apply(IEnumerable<Table> batches, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Make(batches, _target, notices);
    }

    /// <summary>Rows of a table as inputs; the target column is not looked at and may be missing.</summary>
    /// <inheritdoc cref="Apply(Table, ICollection{Notice})"/>
    public Dataset ApplyInputs(Table rows, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Make([rows], null, notices);
    }

    /// <summary>One row as the numbers that the network is fed with, [D].</summary>
    /// <inheritdoc cref="Apply(Table, ICollection{Notice})"/>
    /// <param name="row">The row; its target is not looked at.</param>
    /// <param name="notices">Gets what is odd about the row.</param>
    public float[] ApplyRow(TableRow row, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(row.Table);
        RequireColumns(row.Table, [], notices);
        var values = new float[Inputs];
        Fill(row.Table, row.Index, 1, values, 0, notices);
        return values;
    }

    /// <summary>Images as inputs, which stay bytes, and classes. An image of a class that the training set did not have gets the class −1.</summary>
    /// <exception cref="DataException">FF2205, FF2360: images of another kind or size. FF2361: there are no labels. FF2363: this pipeline reads tables.</exception>
    public Dataset Apply(ImageSet images, ICollection<Notice>? notices = null)
    {
        var pixels = Pixels(images);
        if (images.Labels is null) throw Errors.Data("FF2361", images.Source);
        int[] indices = [.. images.Classes.Select(((ClassTarget)_target).Index)];
        int[] classes = [.. images.Labels.Select(label => indices[label])];
        int unknown = Array.IndexOf(classes, ClassTarget.Unknown);
        if (unknown >= 0)
        {
            int count = classes.Count(c => c == ClassTarget.Unknown);
            notices?.Add(Errors.Notice("FF2358", images.Source, count, Evidence.Of(images.Classes[images.Labels[unknown]])));
        }
        return Dataset.Own(pixels, ImageShape!.Scale, Inputs, _target.Answers(classes, null));
    }

    /// <summary>Images as inputs, which stay bytes; labels are not looked at.</summary>
    /// <exception cref="DataException">FF2205, FF2360: images of another kind or size. FF2363: this pipeline reads tables.</exception>
    public Dataset ApplyInputs(ImageSet images) => Dataset.Own(Pixels(images), ImageShape!.Scale, Inputs, default);

    /// <summary>The answer that a row of outputs gives.</summary>
    /// <param name="outputs">What the network put out for one row, [K].</param>
    /// <exception cref="DataException">FF2365: not K numbers. FF2366: one is not finite.</exception>
    public Prediction Decode(ReadOnlySpan<float> outputs)
    {
        if (outputs.Length != Outputs) throw Errors.Data("FF2365", outputs.Length, Outputs);
        foreach (float output in outputs)
            if (!float.IsFinite(output)) throw Errors.Data("FF2366", output);
        return _target.Decode(outputs);
    }

    private Dataset Make(IEnumerable<Table> tables, Target? target, ICollection<Notice>? notices)
    {
        var made = new MadeRows(Inputs, target, WeightColumn);
        var told = new HashSet<(string, string?)>();
        string source = "";
        foreach (var table in tables)
        {
            var found = new List<Notice>();
            source = table.Named;
            RequireColumns(table, target?.Columns ?? [], found);
            made.Reserve(table);
            Fill(table, 0, table.Rows, made.Inputs, made.Rows, found);
            made.Add(table, found);
            foreach (var notice in found)
                if (told.Add((notice.Code, notice.Place?.Split(':')[^1]))) notices?.Add(notice);
        }
        return made.ToDataset(source);
    }

    /// <summary>Fills rows of inputs, from the row <paramref name="to"/> on.</summary>
    private void Fill(Table rows, int first, int count, float[] inputs, int to, ICollection<Notice>? notices)
    {
        int offset = to * Inputs;
        foreach (var transform in _transforms)
        {
            transform.Apply(new Cells(rows, rows[transform.Column], first, count), new Block(inputs, Inputs, offset), notices);
            offset += transform.Width;
        }
    }

    /// <summary>Columns are matched by name: their order does not matter, more of them are told, a missing one is refused.</summary>
    private void RequireColumns(Table rows, IReadOnlyList<PipelineColumn> targets, ICollection<Notice>? notices)
    {
        if (ImageShape is { } shape) throw Errors.Data("FF2364", rows.Named, shape.Height, shape.Width);
        string[] wanted = [.. Columns.Concat(targets).Select(c => c.Name)];
        string[] missing = [.. wanted.Where(name => rows.Find(name) is null)];
        var known = new HashSet<string>([.. wanted, .. Apart], StringComparer.Ordinal);
        string[] more = [.. rows.Columns.Select(c => c.Name).Where(name => !known.Contains(name))];
        if (missing.Length > 0) throw new DataException(MissingColumns(rows, missing, more));
        if (more.Length > 0) notices?.Add(Errors.Notice("FF2352", rows.Named, NearestName.List(more)));
    }

    private static Notice MissingColumns(Table rows, string[] missing, string[] more)
    {
        var notice = Errors.Notice("FF2350", rows.Named, NearestName.List(missing), more.Length == 0 ? "–" : NearestName.List(more));
        var renamed = missing.Select(name => (Name: name, Now: NearestName.Of(name, more))).FirstOrDefault(pair => pair.Now is not null);
        return renamed.Now is null ? notice : notice with { Fix = Errors.Text("FF2350.renamed", renamed.Now, renamed.Name) };
    }

    private ArraySegment<byte> Pixels(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (ImageShape is not { } shape) throw Errors.Data("FF2363", images.Source);
        if ((images.Height, images.Width) != (shape.Height, shape.Width))
            throw Errors.Data("FF2360", images.Source, images.Height, images.Width, shape.Height, shape.Width);
        if (images.Channels != shape.Channels) throw Errors.Data("FF2205", images.Source, images.Channels, shape.Channels);
        return MemoryMarshal.TryGetArray(images.Bytes, out var pixels) ? pixels : images.Bytes.ToArray();
    }
}
