using System.Globalization;
using Spectre.Console;
using Drawing = Spectre.Console.Table;

namespace Feedforward.Cli;

/// <summary><c>feedforward evaluate</c>: what a model does on rows whose answers are known.</summary>
internal sealed class EvaluateCommand() : CliCommand("evaluate")
{
    private const int MostClassesShown = 20;

    private static readonly Operand ModelFile = new("model"), Data = new("data");

    private static readonly Flag Limit = TrainFlags.Limit with { Key = "flag.evaluate.limit" };

    internal override IReadOnlyList<Operand> Operands { get; } = [ModelFile, Data];

    internal override IReadOnlyList<Flag> Flags { get; } =
        [TrainFlags.DataDir, .. TrainFlags.Reading, Limit, TrainFlags.Cost, TrainFlags.Threads, TrainFlags.Backend, TrainFlags.Json, TrainFlags.Quiet];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        arguments.TellSynonyms();
        var cost = arguments.Parse(TrainFlags.Cost, Cost.Parse);
        int? limit = arguments.Whole(Limit, least: 1);
        string path = ModelPath.Of(arguments.Required(ModelFile));
        var model = Model.Load(path, Plan.Backend(arguments));
        cost?.Require(model.Network.Output);
        var (title, rows) = Sources.ForModel(
            arguments.Required(Data), ModelRows.Require(model, path), arguments.Text(TrainFlags.DataDir), Plan.Reading(arguments));
        var notices = new List<Notice>(rows is ImageRows ? rows.Notices : []);
        var evaluation = model.Evaluate((limit is null ? rows : rows.First(limit.Value)).Apply(model.Pipeline!, notices), cost);
        var text = new RunText(terminal.Notes, live: false);
        foreach (var notice in rows.Notices.Concat(notices)) text.Warn(notice);
        if (arguments.Has(TrainFlags.Json)) WriteJson(evaluation, model, title, terminal.Output);
        else Write(evaluation, model, title, terminal.Report);
        return ExitCode.Ok;
    }

    private static void WriteJson(Evaluation evaluation, Model model, string title, Stream output) => new JsonLines(output).Write(json =>
    {
        json.WriteString("t", "test");
        json.WriteString("data", title);
        json.Evaluation(evaluation, model.Pipeline!);
        if (evaluation.Confusion.Count == 0) return;
        json.Strings("classes", model.Pipeline!.Classes);
        json.WriteStartArray("confusion");
        foreach (var row in evaluation.Confusion)
        {
            json.WriteStartArray();
            foreach (int count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    private static void Write(Evaluation evaluation, Model model, string title, Screen screen)
    {
        screen.Labelled(Texts.Get("label.model"), Texts.Get("model", model.Network.Summary(), Format.Count(model.Network.ParameterCount)));
        screen.Labelled(Texts.Get("label.data"), $"{Evidence.Path(title)} · {Texts.Counted("data.rows", evaluation.Rows)}");
        screen.Labelled(Texts.Get("label.result"), Format.Of(evaluation));
        if (evaluation.UnknownClassRows > 0) screen.Labelled("", Texts.Get("unknownRows", evaluation.UnknownClassRows));
        if (evaluation.Labels.Count > 0) Labels(evaluation, model.Pipeline!, screen);
        if (evaluation.Numbers.Count > 1) Numbers(evaluation, model.Pipeline!, screen);
        if (evaluation.Confusion.Count is > 0 and <= MostClassesShown) Confusion(evaluation, model.Pipeline!.Classes, screen);
    }

    private static void Confusion(Evaluation evaluation, IReadOnlyList<string> classes, Screen screen)
    {
        screen.Line();
        screen.Line(Texts.Get("confusion"));
        var table = new Drawing { Border = TableBorder.Simple, ShowRowSeparators = false };
        table.AddColumn(new TableColumn(new Text("")));
        foreach (string name in classes) table.AddColumn(new TableColumn(new Text(Evidence.Of(name, 20))) { Alignment = Justify.Right });
        for (int i = 0; i < classes.Count; i++)
        {
            int truth = i;
            table.AddRow([
                new Text(Evidence.Of(classes[i], 20)),
                .. evaluation.Confusion[i].Select((count, j) => new Text(
                    count == 0 ? "·" : count.ToString(CultureInfo.InvariantCulture), j == truth ? new Style(Color.Green) : Style.Plain)),
            ]);
        }
        screen.Write(table);
    }

    private static void Labels(Evaluation evaluation, Pipeline pipeline, Screen screen) => Each(
        screen, pipeline, ["label", "rows", "precision", "recall", "f1", "right"], k => Cells(evaluation.Labels[k]));

    private static void Numbers(Evaluation evaluation, Pipeline pipeline, Screen screen) => Each(
        screen, pipeline, ["target", "rmse", "mae", "r_squared", "baseline"], k => Cells(evaluation.Numbers[k]));

    private static string[] Cells(LabelEvaluation label) =>
        [Format.Count(label.Positives), Format.Percent(label.Precision), Format.Percent(label.Recall), Format.Number(label.F1), Format.Percent(label.Accuracy)];

    private static string[] Cells(NumberEvaluation number) =>
        [Format.Number(number.Rmse), Format.Number(number.Mae), Format.Number(number.RSquared), Format.Number(number.Baseline)];

    /// <summary>A table with a row for each target column.</summary>
    private static void Each(Screen screen, Pipeline pipeline, string[] columns, Func<int, string[]> cells)
    {
        screen.Line();
        var table = new Drawing { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(new Text(Texts.Get($"evaluate.{column}"))) { Alignment = column == columns[0] ? Justify.Left : Justify.Right });
        for (int k = 0; k < pipeline.Targets.Count; k++)
            table.AddRow([new Text(Evidence.Of(pipeline.Targets[k].Name, 30)), .. cells(k).Select(cell => new Text(cell))]);
        screen.Write(table);
    }
}
