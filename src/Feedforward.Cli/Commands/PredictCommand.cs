using System.Globalization;
using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary><c>feedforward predict</c>: rows in, the same rows with a prediction out; batch by batch, so that the input may be larger than the memory.</summary>
internal sealed class PredictCommand() : CliCommand("predict")
{
    private const int RowsPerBatch = 1024;

    private const string Prediction = "prediction", Probability = "probability_", StandardInput = "-";

    private static readonly Operand ModelFile = new("model"), Data = new("data");

    private static readonly Flag Proba = new("--proba", FlagGroup.Output) { Synonyms = ["--probabilities"] };

    internal override IReadOnlyList<Operand> Operands { get; } = [ModelFile, Data];

    internal override IReadOnlyList<Flag> Flags { get; } =
        [Proba, TrainFlags.DataDir, .. TrainFlags.Reading, TrainFlags.Threads, TrainFlags.Backend, TrainFlags.Quiet];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        arguments.TellSynonyms();
        string path = ModelPath.Of(arguments.Required(ModelFile)), data = arguments.Required(Data);
        var model = Model.Load(path, Plan.Backend(arguments));
        var pipeline = ModelRows.Require(model, path);
        bool probabilities = arguments.Has(Proba);
        if (probabilities && pipeline.Task == LearningTask.Regression) throw Texts.Option("FF9129", Proba.Name);
        if (pipeline.ImageShape is null) new Tables(model, probabilities, terminal).Predict(Batches(data, pipeline, arguments, terminal));
        else PredictImages(model, Images(data, pipeline, arguments), probabilities, terminal);
        return ExitCode.Ok;
    }

    private static IEnumerable<Table> Batches(string data, Pipeline pipeline, Arguments arguments, Terminal terminal)
    {
        if (Generators.Find(data) is TableGenerator generator) return [generator.Make()];
        var options = Plan.Reading(arguments) with { Kinds = ModelRows.Kinds(pipeline, withTarget: false), KeepText = true };
        if (data == StandardInput) return DataFile.ReadTableBatches(terminal.Input, options, RowsPerBatch);
        Sources.RequireFile(data);
        return DataFile.ReadTableBatches(data, options, RowsPerBatch);
    }

    private static ImageSet Images(string data, Pipeline pipeline, Arguments arguments)
    {
        if (data == StandardInput) throw Texts.Option("FF9128");
        if (Generators.Find(data) is ImageGenerator generator) return generator.Make();
        if (NamedSets.Find(data) is { } set) return NamedSets.Load(set.Name, arguments.Text(TrainFlags.DataDir)).Test;
        Sources.RequireFile(data);
        return PictureFlags.TryRead(data, PictureFlags.For(pipeline.ImageShape, Plan.Reading(arguments).Threads)) ?? Idx.ReadImages(data);
    }

    private static void PredictImages(Model model, ImageSet images, bool probabilities, Terminal terminal)
    {
        var text = new RunText(terminal.Notes, live: false);
        foreach (var notice in images.Notices) text.Warn(notice);
        var predictions = model.Predict(images);
        using var writer = new CsvWriter(terminal.Output);
        string[] places = images.Names is null ? ["row"] : ["row", "file"];
        writer.WriteRow([.. places, .. Names(model.Pipeline!, probabilities)]);
        for (int row = 0; row < predictions.Count; row++)
            writer.WriteRow([(row + 1).ToString(CultureInfo.InvariantCulture), .. File(images, row), .. Cells(predictions[row], probabilities)]);
    }

    private static IEnumerable<string> File(ImageSet images, int row) => images.Names is { } names ? [names[row]] : [];

    /// <summary>The columns that are added: one for the answer, or one for each label or each of several numbers; then the probabilities.</summary>
    private static IEnumerable<string> Names(Pipeline pipeline, bool probabilities)
    {
        bool several = pipeline.Task == LearningTask.MultiLabel || pipeline.Targets.Count > 1;
        var answers = pipeline.Targets.Select(t => t.Name);
        return
        [
            .. several ? answers.Select(name => $"{Prediction}_{name}") : [Prediction],
            .. probabilities ? (several ? answers : pipeline.Classes).Select(name => Probability + name) : [],
        ];
    }

    private static IEnumerable<string> Cells(Prediction prediction, bool probabilities) =>
    [
        .. prediction.Answers,
        .. probabilities ? prediction.Probabilities.Select(p => p.Probability.ToString("R", CultureInfo.InvariantCulture)) : [],
    ];

    /// <summary>Predicts tables that are parts of one.</summary>
    private sealed class Tables(Model model, bool probabilities, Terminal terminal)
    {
        private readonly HashSet<(string, string?)> _told = [];
        private readonly RunText _text = new(terminal.Notes, live: false);

        internal void Predict(IEnumerable<Table> batches)
        {
            bool first = true;
            foreach (var table in batches)
            {
                using var writer = new CsvWriter(terminal.Output);
                if (first) WriteHeader(table, writer);
                first = false;
                if (table.Rows > 0) WriteRows(table, writer);
            }
        }

        private void WriteHeader(Table table, CsvWriter writer)
        {
            string[] added = [.. Names(model.Pipeline!, probabilities)];
            if (added.FirstOrDefault(name => table.Find(name) is not null) is { } twice) throw Texts.Data("FF9130", table.Source, Evidence.Of(twice));
            writer.WriteRow(table.Columns.Select(c => c.Name).Concat(added));
        }

        private void WriteRows(Table table, CsvWriter writer)
        {
            var notices = new List<Notice>();
            var predictions = model.Predict(table, notices);
            foreach (var notice in table.Notices.Concat(notices))
                if (_told.Add((notice.Code, notice.Place?.Split(':')[^1]))) _text.Warn(notice);
            for (int row = 0; row < table.Rows; row++)
            {
                int index = row;
                writer.WriteRow(table.Columns.Select(c => table.Original(index, c.Name)).Concat(Cells(predictions[row], probabilities)));
            }
        }
    }
}
