using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Makes a run of a command line: finds and splits the data, fits the pipeline, builds the model.</summary>
/// <param name="given">What was given.</param>
/// <param name="plan">The network and the training that it describes.</param>
/// <param name="resumed">Where a run goes on, or null.</param>
internal sealed class RunBuilder(Arguments given, Plan plan, Checkpoint? resumed = null)
{
    private const string WatchTest = "test", NoColumn = "FF1203";

    private readonly List<Notice> _notices = [];
    private readonly CsvOptions _reading = Plan.Reading(given);

    /// <summary>Makes the run for some data.</summary>
    internal Run Build(string name)
    {
        var first = FirstModel();
        var source = given.Checked(
            TrainFlags.Target, () => Sources.Open(name, given.Text(TrainFlags.Target) ?? FirstTarget(first), given.Text(TrainFlags.DataDir), _reading, PictureFlags.Reading(given)), only: NoColumn);
        RequireColumns(source);
        PictureFlags.RequirePictures(given, source);
        var told = ColumnFlags.Task(given) ?? first?.Pipeline!.Task;
        var task = told ?? source.Rows.Task();
        bool watchesTest = given.Text(TrainFlags.Validation) == WatchTest;
        var columns = ColumnFlags.Read(given) with { Task = told };
        var types = source.Rows.Types(columns);
        var (parts, options) = Split(source, task, watchesTest);
        var weights = given.Parse(TrainFlags.ClassWeights, ClassWeights.Parse);
        var kind = new RunKind(name, source, first, columns, types, task, weights, watchesTest, Name(options));
        return Make(kind, parts, Folds(kind, options, parts.Validation));
    }

    /// <summary>The run for rows of a source that are split already.</summary>
    private Run Make(RunKind kind, Parts parts, FoldRuns? folds = null)
    {
        var pipeline = kind.First?.Pipeline ?? Fit(parts.Train, kind.Columns, kind.Types, kind.Task);
        if (kind.First is null) AddDoubts(kind, pipeline);
        var (train, validation, test) = Apply(parts, pipeline);
        if (kind.Weights is { } weights) train = given.Checked(TrainFlags.ClassWeights, () => weights.ApplyTo(train, pipeline));
        var recipe = Recipe.For(pipeline.ImageShape is not null, pipeline.Task, train.Rows);
        var network = Network(kind.First, recipe, pipeline);
        var options = plan.Options(recipe, train.Rows);
        return new Run
        {
            Name = kind.Source.Name,
            Example = kind.Source.Rows switch { TableRows => "rows.csv", ImageRows { AreFromPictures: true } => "picture.png", _ => "images.idx" },
            Title = kind.Source.Title,
            Rows = kind.Source.Rows.Count + (kind.Source.Test?.Count ?? 0),
            WatchesTest = kind.WatchesTest,
            HasOwnTest = kind.Source.Test is not null,
            Rule = kind.Rule,
            Pipeline = pipeline,
            Model = kind.First ?? new Model(network, pipeline, options.Seed, options.Backend),
            Options = options,
            Data = Data(kind.Name, kind.Source, parts),
            SplitHash = RunDigests.OfSplit(parts.Train.Origins(), parts.Validation?.Origins() ?? [], parts.Test?.Origins() ?? []),
            Numbers = (parts.Validation?.Numbers() ?? [], parts.Test?.Numbers() ?? []),
            Train = train,
            Validation = validation,
            Test = test,
            Notices = _notices,
            ResumedFrom = resumed,
            Folds = folds,
        };
    }

    /// <summary>What a check says of rare classes, all in one, stands for what the split says of each.</summary>
    private void AddDoubts(RunKind kind, Pipeline pipeline)
    {
        _notices.AddRange(kind.Source.Rows.Doubts(pipeline, kind.Columns, kind.Types));
        if (_notices.Exists(n => n.Code == "FF2421")) _notices.RemoveAll(n => n.Code == "FF2106");
    }

    /// <summary>A run for each fold of all rows but the test rows: as the run itself, with the fold as test rows and validation rows from the others.</summary>
    private FoldRuns? Folds(RunKind kind, SplitOptions options, Rows? validation)
    {
        if (given.Whole(TrainFlags.Folds, least: 2) is not { } count) return null;
        if (kind.WatchesTest) throw Texts.Option("FF9145");
        var rows = kind.Source.Rows.Split(options with { Validation = SplitSize.None }).Train;
        if (given.Whole(TrainFlags.Limit, least: 1) is { } limit) rows = rows.First(limit);
        var watched = options with { Test = SplitSize.None };
        var folds = rows.Folds(count, options.Rule, options.Seed, _notices);
        // A file of validation rows is watched in every fold; else each fold sets rows of its own aside.
        var file = watched.Validation.IsNone ? validation : null;
        return new FoldRuns(rows.Count, [.. folds.Select(Later)]);

        Func<Run> Later(Parts fold) => () =>
        {
            var parts = fold.Train.Split(watched);
            return new RunBuilder(given, plan).Make(kind, parts with { Validation = file ?? parts.Validation, Test = fold.Test });
        };
    }

    /// <summary>The model whose numbers, network and pipeline are the first ones; null where all begin anew.</summary>
    private Model? FirstModel()
    {
        if (given.Text(TrainFlags.InitFrom) is not { } word) return null;
        var model = resumed?.ToModel(Plan.Backend(given)) ?? Model.Load(ModelPath.Of(word), Plan.Backend(given));
        _ = ModelRows.Require(model, word);
        string? target = FirstTarget(model);
        return given.Text(TrainFlags.Target) is { } wanted && wanted != target
            ? throw Texts.Option("FF9188", TrainFlags.Target.Name, wanted, Evidence.Path(word), target ?? "–")
            : model;
    }

    /// <summary>The target columns of a first model, as they are typed.</summary>
    private static string? FirstTarget(Model? first) =>
        first?.Pipeline is { Targets.Count: > 0 } pipeline ? string.Join(',', pipeline.Targets.Select(t => t.Name)) : null;

    /// <summary>The network that is described; that of a first model, which must not be described otherwise.</summary>
    private Network Network(Model? first, Recipe recipe, Pipeline pipeline)
    {
        if (first is not null && !TrainFlags.Networks.Concat([TrainFlags.Dropout, TrainFlags.InputDropout]).Any(given.Has)) return first.Network;
        var network = plan.Network(recipe, pipeline.Inputs, pipeline.Outputs, pipeline.Task);
        return first is null || network == first.Network
            ? network
            : throw Texts.Option("FF9188", TrainFlags.Hidden.Name, network.Summary(), Evidence.Path(given.Text(TrainFlags.InitFrom)!), first.Network.Summary());
    }

    private RunData[] Data(string name, Source source, Parts parts)
    {
        var data = new List<RunData> { RunDigests.OfData("train", name, source.Rows.Count) };
        if (parts.Validation is { } validation && given.Text(TrainFlags.Validation) is { } file && File.Exists(file)) data.Add(RunDigests.OfData("validation", file, validation.Count));
        if (parts.Test is { } test && given.Text(TrainFlags.TestData) is { } testFile) data.Add(RunDigests.OfData("test", testFile, test.Count));
        return [.. data];
    }

    /// <summary>Training rows, and the rows to watch and to test on as the flags say.</summary>
    private (Parts Parts, SplitOptions Options) Split(Source source, LearningTask task, bool watchesTest)
    {
        var rule = given.Checked(TrainFlags.Split, () => source.Rows.Rule(given.Text(TrainFlags.Split), task));
        Rows? givenTest = TestRows(source), validationFile = ValidationFile(source, watchesTest);
        var options = new SplitOptions
        {
            Validation = watchesTest || validationFile is not null ? SplitSize.None : ValidationSize(source),
            Test = givenTest is null ? given.Read(TrainFlags.Test, SplitSize.Parse) ?? SplitSize.Parse(Recipe.Test) : SplitSize.None,
            Rule = rule,
            Seed = given.Seed(TrainFlags.Seed) ?? Recipe.Seed,
        };
        _notices.AddRange([.. source.Rows.Notices, .. validationFile?.Notices ?? [], .. givenTest?.Notices ?? []]);
        var parts = source.Rows.Split(options);
        _notices.AddRange(parts.Train.Notices);
        parts = parts with { Validation = validationFile ?? parts.Validation, Test = givenTest ?? parts.Test };
        if (given.Whole(TrainFlags.Limit, least: 1) is { } limit) parts = parts with { Train = parts.Train.First(limit) };
        if (watchesTest && parts.Test is null) throw Texts.Option("FF9125");
        if (watchesTest) parts = parts with { Validation = parts.Test, Test = null };
        return (parts, options);
    }

    private Rows? TestRows(Source source)
    {
        if (given.Has(TrainFlags.TestData) && given.Has(TrainFlags.Test))
            throw Texts.Option("FF9113", given.Place(TrainFlags.TestData), given.Place(TrainFlags.Test));
        if (given.Text(TrainFlags.TestData) is { } file) return source.Rows.Read(file, _reading);
        if (source.Test is null) return null;
        return given.Read(TrainFlags.Test, SplitSize.Parse) switch
        {
            null => source.Test,
            { IsNone: true } => null,
            _ => throw Texts.Option("FF9126", source.Title),
        };
    }

    private Rows? ValidationFile(Source source, bool watchesTest)
    {
        string? text = given.Text(TrainFlags.Validation);
        if (text is null || watchesTest || IsSize(text)) return null;
        Sources.RequireFile(text);
        return source.Rows.Read(text, _reading);
    }

    /// <summary>Whether a text is meant as a size: anything else that has letters, and any file that is there, names a file.</summary>
    private static bool IsSize(string text) => !Path.Exists(text) && (text.StartsWith("last:", StringComparison.Ordinal) || !text.Any(char.IsLetter));

    private SplitSize ValidationSize(Source source) =>
        given.Read(TrainFlags.Validation, SplitSize.Parse) ?? SplitSize.Parse(source.Test is null ? Recipe.Validation : Recipe.PublishedValidation);

    private Pipeline Fit(Rows train, PipelineOptions options, ColumnTypes? types, LearningTask task)
    {
        float scale = given.Choice(TrainFlags.Scale, ("255", 255f), ("256", 256f)) ?? Recipe.Scale;
        var pipeline = train.Fit(options, types, scale);
        // The training rows alone may hold so few values that they look like classes: what all rows say holds.
        if (pipeline.Task != task) pipeline = train.Fit(options with { Task = task }, types, scale);
        _notices.AddRange(pipeline.Notices);
        return pipeline;
    }

    private (Dataset Train, Dataset? Validation, Dataset? Test) Apply(Parts parts, Pipeline pipeline) =>
        (parts.Train.Apply(pipeline), parts.Validation?.Apply(pipeline, _notices), parts.Test?.Apply(pipeline, _notices));

    /// <summary>Columns that flags name must be there.</summary>
    private void RequireColumns(Source source)
    {
        if (source.Rows is not TableRows { Table: var table }) ColumnFlags.RequireNone(given, source.Title);
        else
            foreach (var flag in new[] { TrainFlags.Ignore, TrainFlags.Use })
                foreach (string column in given.Names(flag)) _ = given.Checked(flag, () => table[column]);
    }

    private static SplitName Name(SplitOptions options) => options switch
    {
        { Validation.IsNone: true, Test.IsNone: true } => new SplitName("given"),
        { Validation.IsLast: true, Test.IsNone: true } => new SplitName("last"),
        { Rule: StratifiedSplit } => new SplitName("stratified"),
        { Rule: TimeSplit time } => new SplitName("time", time.Column),
        { Rule: GroupSplit group } => new SplitName("group", group.Column),
        _ => new SplitName("random"),
    };

    /// <summary>What a run has in common with those of its folds.</summary>
    private sealed record RunKind(
        string Name, Source Source, Model? First, PipelineOptions Columns, ColumnTypes? Types, LearningTask Task, ClassWeights? Weights, bool WatchesTest, SplitName Rule);
}
