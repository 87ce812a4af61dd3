using System.Globalization;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary><c>feedforward gradcheck</c>: proves that back-propagation computes the derivative, for a saved model or a network on data.</summary>
internal sealed class GradCheckCommand() : CliCommand("gradcheck")
{
    private const int RowsChecked = 16, UsualMaximum = 100;

    private static readonly Operand Subject = new("subject");

    private static readonly Flag
        Epsilon = new("--eps", FlagGroup.Training, "E"),
        Maximum = new("--max", FlagGroup.Training, "N"),
        Curve = new("--curve", FlagGroup.Training);

    internal override IReadOnlyList<Operand> Operands { get; } = [Subject];

    internal override IReadOnlyList<Flag> Flags { get; } =
    [
        TrainFlags.Target, TrainFlags.Task, TrainFlags.Ignore, TrainFlags.DataDir, PictureFlags.Size, PictureFlags.Color, .. TrainFlags.Networks, TrainFlags.Cost, TrainFlags.L2,
        Epsilon, Maximum, Curve, TrainFlags.Seed, TrainFlags.Threads, TrainFlags.Backend, TrainFlags.Json,
    ];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        arguments.TellSynonyms();
        double epsilon = arguments.Checked(Epsilon, () => arguments.Number(Epsilon) switch
        {
            null => GradientCheck.DefaultEpsilon,
            > 0 and < 1 and var given => given,
            var other => throw Texts.Option("FF9107", string.Create(CultureInfo.InvariantCulture, $"{other}")),
        });
        int maximum = arguments.Whole(Maximum, least: 1) ?? UsualMaximum;
        string subject = ModelPath.Of(arguments.Required(Subject));
        bool isModel = subject.EndsWith(ModelPath.Ending, StringComparison.OrdinalIgnoreCase);
        if (!isModel) subject = arguments.Data(Subject);
        var plan = new Plan(arguments);
        plan.Check();
        var (network, parameters, rows) = isModel ? OfModel(subject, arguments) : OfData(subject, arguments, plan);
        var backend = Plan.Backend(arguments) ?? Backend.Default;
        var cost = arguments.Parse(TrainFlags.Cost, Cost.Parse) ?? Cost.DefaultFor(network.Output);
        cost.Require(network.Output);
        var penalty = arguments.Checked(TrainFlags.L2, () => new L2(arguments.Number(TrainFlags.L2) ?? 0));
        var workspace = new Workspace(network, Math.Min(RowsChecked, rows.Rows));
        new Batches(rows, network).Gather(0, workspace.Capacity, workspace);
        var report = GradientCheck.Run(backend, cost, penalty, parameters, workspace, epsilon, maximum);
        terminal.Notes.Labelled(Texts.Get("label.model"), Texts.Get("gradcheck.subject", network.Summary(), cost.Name, backend.Name, Texts.Counted("data.rows", workspace.Rows)));
        if (arguments.Has(TrainFlags.Json)) WriteJson(report, terminal.Output);
        else Write(report, terminal.Report);
        if (arguments.Has(Curve)) WriteCurve(GradientCheck.Curve(backend, cost, penalty, parameters, workspace, maximum), terminal.Report);
        if (report.Passed) return ExitCode.Ok;
        var failed = Texts.Notice("FF9401", report.Differences.Count(d => d.Ratio > 1), report.Differences.Count);
        terminal.Notes.Notice(Texts.Get("error", failed.Code), new Spectre.Console.Style(Spectre.Console.Color.Red), failed, indent: 2);
        return ExitCode.NotMet;
    }

    /// <summary>A model's own numbers on rows drawn at random.</summary>
    private static (Network Network, Parameters Parameters, Dataset Rows) OfModel(string path, Arguments arguments)
    {
        var model = Model.Load(path);
        return (model.Network, model.Parameters, RandomRows(model, arguments.Seed(TrainFlags.Seed) ?? Recipe.Seed));
    }

    /// <summary>A new network on the first rows of some data.</summary>
    private static (Network Network, Parameters Parameters, Dataset Rows) OfData(string name, Arguments arguments, Plan plan)
    {
        var run = new RunBuilder(arguments, plan).Build(name);
        return (run.Model.Network, run.Model.Parameters, run.Train);
    }

    private static Dataset RandomRows(Model model, ulong seed)
    {
        var random = new RandomStream(seed, Purpose.Generator);
        int inputs = model.Network.Inputs, outputs = model.Network.Outputs;
        float[] rows = [.. Enumerable.Range(0, RowsChecked * inputs).Select(i => (float)random.Normal(i))];
        double[] answers = [.. Enumerable.Range(0, RowsChecked * outputs).Select(i => random.Normal(rows.Length + i))];
        if (model.Pipeline?.Task == LearningTask.Regression) return Dataset.FromRows(rows, inputs, [.. answers.Select(a => (float)a)], outputs);
        if (model.Pipeline?.Task == LearningTask.MultiLabel) return Dataset.FromLabels(rows, inputs, [.. answers.Select(a => a > 0)], outputs);
        return Dataset.From(rows, inputs, [.. Enumerable.Range(0, RowsChecked).Select(i => i % outputs)], outputs);
    }

    private static void Write(GradientReport report, Screen screen)
    {
        screen.Labelled(Texts.Get("label.result"), Texts.Get(
            report.Passed ? "gradcheck.passed" : "gradcheck.failed", report.Differences.Count, report.Differences.Count(d => d.Ratio > 1), report.Skipped));
        screen.Line();
        screen.Line(TextWrap.Pad(Texts.Get("gradcheck.parameter"), 28) + TextWrap.PadLeft(Texts.Get("gradcheck.analytic"), 16)
            + TextWrap.PadLeft(Texts.Get("gradcheck.numerical"), 16) + TextWrap.PadLeft(Texts.Get("gradcheck.ratio"), 12));
        foreach (var d in report.Differences.Take(10))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{d.Tensor}[{d.Row},{d.Column}]");
            screen.Line(TextWrap.Pad(place, 28) + string.Create(CultureInfo.InvariantCulture, $"{d.Analytic,16:e6}{d.Numerical,16:e6}{d.Ratio,12:0.000}"));
        }
    }

    private static void WriteCurve(IReadOnlyList<(double Epsilon, double WorstRelativeError)> curve, Screen screen)
    {
        screen.Line();
        screen.Line(Texts.Get("gradcheck.curve"));
        foreach (var (epsilon, error) in curve)
        {
            int cells = double.IsFinite(error) && error > 0 ? Math.Clamp((int)(2 * (Math.Log10(error) + 12)), 0, 40) : 0;
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{epsilon,8:0e+0}{error,14:e2}  ") + string.Concat(Enumerable.Repeat(screen.Glyph("█", "#"), cells)));
        }
    }

    private static void WriteJson(GradientReport report, Stream output) => new JsonLines(output).Write(json =>
    {
        json.WriteString("t", "gradcheck");
        json.WriteBoolean("passed", report.Passed);
        json.WriteNumber("checked", report.Differences.Count);
        json.WriteNumber("wrong", report.Differences.Count(d => d.Ratio > 1));
        json.WriteNumber("skipped", report.Skipped);
        json.WriteStartArray("worst");
        foreach (var d in report.Differences.Take(10))
        {
            json.WriteStartObject();
            json.WriteString("tensor", d.Tensor);
            json.WriteNumber("row", d.Row);
            json.WriteNumber("column", d.Column);
            json.Number("analytic", d.Analytic);
            json.Number("numerical", d.Numerical);
            json.Number("ratio", d.Ratio);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
