using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Drawing = Spectre.Console.Table;

namespace Feedforward.Cli;

/// <summary><c>feedforward runs</c>: what was trained here, and the care of it.</summary>
internal sealed class RunsCommand() : CliCommand("runs")
{
    private const string List = "list", Show = "show", Remove = "rm", Tag = "tag", Note = "note", Where = "path", Stop = "stop";

    private static readonly string PlannedEpochs = TrainFlags.Epochs.Path;

    private static readonly Operand Action = new("action", Required: false), Words = new("run") { Many = true };

    private static readonly Flag
        SortBy = new("--sort", FlagGroup.Output, "NAME"),
        Choose = new("--where", FlagGroup.Output, "CHOICE"),
        TakeAway = new("--remove", FlagGroup.Output);

    internal override IReadOnlyList<Operand> Operands { get; } = [Action, Words];

    internal override IReadOnlyList<Flag> Flags { get; } = [SortBy, Choose, TakeAway, TrainFlags.RunsDir, TrainFlags.Json];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        string action = arguments.Word(Action) ?? List, root = arguments.Text(TrainFlags.RunsDir) ?? RunFolder.DefaultRoot;
        string[] words = [.. arguments.Many(Words)];
        switch (action)
        {
            case List: WriteList(Chosen(arguments, root, terminal), arguments, terminal); break;
            case Show: ShowOne(One(action, words, root), arguments, terminal); break;
            case Where: terminal.Report.Line(One(action, words, root).Path); break;
            case Stop: Ask(One(action, words, root), terminal); break;
            case Remove: RemoveAll(words, root, terminal); break;
            case Tag: Change(One(action, words, root, more: true), r => r with { Tags = Tagged(r.Tags, words[1..], arguments.Has(TakeAway)) }); break;
            case Note: Change(One(action, words, root, more: true), r => r with { Note = string.Join(' ', words[1..]) }); break;
            default:
                string[] known = [List, Show, Stop, Remove, Tag, Note, Where];
                throw Texts.Option("FF9180", Evidence.Of(action), string.Join(", ", known), Texts.DidYouMean(action, known));
        }
        return ExitCode.Ok;
    }

    private static RunSummary One(string action, string[] words, string root, bool more = false) =>
        words.Length == 1 || (more && words.Length > 1) ? RunSummary.Find(words[0], root) : throw Texts.Option("FF9181", action);

    private static void Ask(RunSummary run, Terminal terminal)
    {
        bool asked = RunFolder.RequestStop(run.Path);
        terminal.Notes.Line(Texts.Get(asked ? "runs.stopAsked" : "runs.notRunning", Evidence.Path(run.Record.Name)));
    }

    private static void Change(RunSummary run, Func<RunRecord, RunRecord> change)
    {
        using var folder = RunFolder.Open(run.Path);
        folder.Update(change);
    }

    private static string[] Tagged(IReadOnlyList<string> tags, string[] words, bool takeAway) =>
        [.. takeAway ? tags.Except(words) : tags.Union(words)];

    private static void RemoveAll(string[] words, string root, Terminal terminal)
    {
        if (words.Length == 0) throw Texts.Option("FF9181", Remove);
        foreach (var run in words.Select(word => RunSummary.Find(word, root)).ToArray())
            terminal.Notes.Line(Texts.Get("runs.removed", Evidence.Path(run.Record.Name), Evidence.Path(RunFolder.Remove(run.Path))));
    }

    private static IReadOnlyList<RunSummary> Chosen(Arguments arguments, string root, Terminal terminal)
    {
        var notices = new List<Notice>();
        var runs = RunSummary.List(root, notices);
        var text = new RunText(terminal.Notes, live: false);
        foreach (var notice in notices) text.Warn(notice);
        if (arguments.Parse(Choose, RunQuery.Parse) is { } query) runs = arguments.Checked(Choose, () => query.Choose(runs));
        return arguments.Text(SortBy) is { } by ? arguments.Checked(SortBy, () => RunQuery.Sort(runs, by)) : runs;
    }

    private static void WriteList(IReadOnlyList<RunSummary> runs, Arguments arguments, Terminal terminal)
    {
        if (arguments.Has(TrainFlags.Json))
        {
            foreach (var run in runs) new JsonLines(terminal.Output).Write(json => WriteJson(json, run));
            return;
        }
        if (runs.Count == 0)
        {
            terminal.Notes.Line(Texts.Get(arguments.Has(Choose) ? "runs.noneChosen" : "runs.none"));
            return;
        }
        var table = new Drawing { Border = TableBorder.Simple };
        foreach (string key in new[] { "name", "status", "epochs", "best", "validation", "test", "network", "tags" })
            table.AddColumn(new TableColumn(new Text(Texts.Get($"runs.{key}"))) { NoWrap = key == "name", Alignment = key is "epochs" or "best" ? Justify.Right : Justify.Left });
        foreach (var run in runs)
        {
            string[] cells =
            [
                run.Record.Name, Texts.Get($"runs.status.{run.Status}"), Epochs(run), Best(run.Record),
                Figure(run.Record, "validation"), Figure(run.Record, "test"), run.Record.Network, string.Join(", ", run.Record.Tags),
            ];
            table.AddRow([.. cells.Select(c => new Text(Evidence.Path(c)))]);
        }
        terminal.Report.Write(table);
    }

    /// <summary>Epochs that are done, of those that were wanted.</summary>
    private static string Epochs(RunSummary run)
    {
        string done = run.Record.Epochs.ToString(CultureInfo.InvariantCulture);
        return run.Settings.TryGetValue(PlannedEpochs, out string? planned) ? $"{done}/{planned}" : done;
    }

    private static string Best(RunRecord run) => run.BestEpoch > 0 ? run.BestEpoch.ToString(CultureInfo.InvariantCulture) : "";

    private static string Figure(RunRecord run, string part) =>
        run.Metrics.TryGetValue($"{part}.accuracy", out double accuracy) ? Format.Percent(accuracy)
        : run.Metrics.TryGetValue($"{part}.rmse", out double rmse) ? $"rmse {Format.Number(rmse)}"
        : "";

    private static void ShowOne(RunSummary run, Arguments arguments, Terminal terminal)
    {
        if (arguments.Has(TrainFlags.Json))
        {
            new JsonLines(terminal.Output).Write(json => WriteJson(json, run));
            return;
        }
        const int Label = 13;
        var (screen, record) = (terminal.Report, run.Record);
        void Line(string key, string? text)
        {
            if (!string.IsNullOrEmpty(text)) screen.Labelled(Texts.Get($"runs.{key}"), text, indent: Label);
        }
        Line("name", Evidence.Path(record.Name));
        Line("path", Evidence.Path(run.Path));
        Line("status", Texts.Get($"runs.status.{run.Status}"));
        Line("started", record.Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) + " · " + Format.Time(record.Seconds));
        Line("command", Evidence.Path($"{CommandLine.Name} {string.Join(' ', record.Command)}"));
        Line("data", string.Join(" · ", record.Data.Select(d => $"{Evidence.Path(d.Name)} ({Format.Count(d.Rows)})")));
        Line("network", record.Network);
        Line("epochs", Epochs(run));
        Line("best", Best(record));
        foreach (var (name, value) in record.Metrics) screen.Labelled(name, Format.Number(value), indent: 2 * Label);
        Line("hash", record.WeightsHash);
        Line("tags", string.Join(", ", record.Tags.Select(t => Evidence.Of(t))));
        Line("note", Evidence.Path(record.Note));
        if (record.Error is { } error) screen.Notice(Texts.Get("error", error.Code), new Style(Color.Red), error, indent: 2);
        if (run.Status is "interrupted" or "stopped") screen.Labelled(Texts.Get("label.next"), $"{CommandLine.Name} train --resume {Evidence.Path(run.Path)}", indent: Label);
    }

    private static void WriteJson(Utf8JsonWriter json, RunSummary run)
    {
        json.WriteString("name", run.Record.Name);
        json.WriteString("path", run.Path);
        json.WriteString("status", run.Status);
        json.WriteString("started", run.Record.Started);
        json.WriteNumber("epochs", run.Record.Epochs);
        json.WriteNumber("best_epoch", run.Record.BestEpoch);
        json.WriteString("network", run.Record.Network);
        json.Strings("tags", run.Record.Tags);
        json.WriteString("note", run.Record.Note);
        if (run.Record.WeightsHash is { } hash) json.WriteString("weights_hash", hash);
        json.WriteStartObject("metrics");
        foreach (var (name, value) in run.Record.Metrics) json.Number(name, value);
        json.WriteEndObject();
        json.WriteStartObject("settings");
        foreach (var (name, value) in run.Settings) json.WriteString(name, value);
        json.WriteEndObject();
    }
}
