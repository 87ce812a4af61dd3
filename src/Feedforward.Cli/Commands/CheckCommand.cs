using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary><c>feedforward check</c>: what a careful person would see in data before training.</summary>
internal sealed class CheckCommand() : CliCommand("check")
{
    private static readonly Operand Data = new("data");

    private static readonly Flag Strict = new("--strict", FlagGroup.Output);

    internal override IReadOnlyList<Operand> Operands { get; } = [Data];

    internal override IReadOnlyList<Flag> Flags { get; } =
    [
        TrainFlags.Target, TrainFlags.Task, TrainFlags.Ignore, TrainFlags.Use, TrainFlags.Types, TrainFlags.TestData, TrainFlags.DataDir, .. TrainFlags.Reading, PictureFlags.Size, PictureFlags.Color,
        Strict, TrainFlags.Json,
    ];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        arguments.TellSynonyms();
        var (title, report) = Report(arguments);
        if (arguments.Has(TrainFlags.Json)) new JsonLines(terminal.Output).Write(json => CheckText.Write(json, title, report));
        else CheckText.Write(report, title, terminal.Report);
        return report.Has(arguments.Has(Strict) ? Severity.Warning : Severity.Error) ? ExitCode.Data : ExitCode.Ok;
    }

    /// <summary>The report; what a reader refuses is an error in it.</summary>
    private static (string Title, DataReport Report) Report(Arguments arguments)
    {
        string name = arguments.Required(Data);
        try
        {
            var found = Sources.Find(name, arguments.Text(TrainFlags.DataDir), Plan.Reading(arguments), PictureFlags.Reading(arguments));
            return (found.Title, found.Table is { } table ? OfTable(table, found.Target, arguments) : OfImages(found, arguments));
        }
        catch (DataException e)
        {
            return (Path.GetFileName(name), new DataReport(name, 0, [new Finding(Severity.Error, e.Notice)]));
        }
    }

    private static DataReport OfTable(Table table, string? target, Arguments arguments)
    {
        var kinds = table.Columns.ToDictionary(c => c.Name, c => c.Kind);
        return DataCheck.Run(table, Sources.TargetsOf(table, arguments.Text(TrainFlags.Target) ?? target), new DataCheckOptions
        {
            Columns = ColumnFlags.Read(arguments) with { Task = ColumnFlags.Task(arguments) },
            Test = arguments.Text(TrainFlags.TestData) is { } file ? DataFile.ReadTable(file, Plan.Reading(arguments) with { Kinds = kinds }) : null,
        });
    }

    private static DataReport OfImages(Material found, Arguments arguments)
    {
        ColumnFlags.RequireNone(arguments, found.Title, TrainFlags.TestData);
        return DataCheck.Run(found.Images!);
    }
}
