using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Makes a run of a command line: finds and splits the data, fits the pipeline, builds the model.</summary>
internal sealed class RunBuilder(Arguments given, Plan plan)
{
    private const string WatchTest = "test";

    private readonly List<Notice> _notices = [];
    private readonly CsvOptions _reading = Plan.Reading(given);

    /// <summary>Makes the run for some data.</summary>
    internal Run Build(string name)
    {
        var source = Sources.Open(name, given.Text(TrainFlags.Target), given.Text(TrainFlags.DataDir), _reading, PictureFlags.Reading(given));
        RequireTableFlags(source);
        PictureFlags.RequirePictures(given, source);
        var told = given.Choice(TrainFlags.Task, ("classification", LearningTask.Classification), ("regression", LearningTask.Regression));
        var task = told ?? source.Rows.Task();
        bool watchesTest = given.Text(TrainFlags.Validation) == WatchTest;
        var (parts, rule) = Split(source, task, watchesTest);
        var pipeline = Fit(parts.Train, told, task);
        var (train, validation, test) = Apply(parts, pipeline);
        var recipe = Recipe.For(pipeline.ImageShape is not null, pipeline.Task, train.Rows);
        var network = plan.Network(recipe, pipeline.Inputs, pipeline.Outputs, pipeline.Task);
        var options = plan.Options(recipe, train.Rows);
        return new Run
        {
            Name = source.Name,
            Example = source.Rows switch { TableRows => "rows.csv", ImageRows { AreFromPictures: true } => "picture.png", _ => "images.idx" },
            Title = source.Title,
            Rows = source.Rows.Count + (source.Test?.Count ?? 0),
            WatchesTest = watchesTest,
            Rule = rule,
            Pipeline = pipeline,
            Model = new Model(network, pipeline, options.Seed, options.Backend),
            Options = options,
            Train = train,
            Validation = validation,
            Test = test,
            Notices = _notices,
        };
    }

    /// <summary>Training rows, and the rows to watch and to test on as the flags say.</summary>
    private (Parts Parts, SplitName Rule) Split(Source source, LearningTask task, bool watchesTest)
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
        return (parts, Name(options));
    }

    private Rows? TestRows(Source source)
    {
        if (given.Has(TrainFlags.TestData) && given.Has(TrainFlags.Test)) throw Texts.Option("FF9113", TrainFlags.TestData.Name, TrainFlags.Test.Name);
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

    private Pipeline Fit(Rows train, LearningTask? told, LearningTask task)
    {
        var options = new PipelineOptions
        {
            Task = told,
            Ignore = given.Names(TrainFlags.Ignore),
            Use = given.Names(TrainFlags.Use),
            Scaling = given.Choice(TrainFlags.Scaling, ("standardize", Scaling.Standardize), ("min-max", Scaling.MinMax), ("robust", Scaling.Robust)) ?? Scaling.Standardize,
        };
        float scale = given.Choice(TrainFlags.Scale, ("255", 255f), ("256", 256f)) ?? Recipe.Scale;
        var pipeline = train.Fit(options, scale);
        // The training rows alone may hold so few values that they look like classes: what all rows say holds.
        if (pipeline.Task != task) pipeline = train.Fit(options with { Task = task }, scale);
        _notices.AddRange(pipeline.Notices);
        return pipeline;
    }

    private (Dataset Train, Dataset? Validation, Dataset? Test) Apply(Parts parts, Pipeline pipeline) =>
        (parts.Train.Apply(pipeline), parts.Validation?.Apply(pipeline, _notices), parts.Test?.Apply(pipeline, _notices));

    private void RequireTableFlags(Source source)
    {
        if (source.Rows is TableRows) return;
        foreach (var flag in new[] { TrainFlags.Target, TrainFlags.Task, TrainFlags.Ignore, TrainFlags.Use, TrainFlags.Scaling })
            if (given.Has(flag)) throw Texts.Option("FF9122", flag.Name, source.Title);
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
}
