using System.Text;

namespace Feedforward.Cli;

/// <summary><c>feedforward init</c>: writes a configuration with everything that would be guessed, to be changed and trained from.</summary>
internal sealed class InitCommand() : CliCommand("init")
{
    private const string StandardOutput = "-", UsualName = "feedforward.json";

    private static readonly Operand Data = new("data");

    private static readonly Flag
        Preset = new("--preset", FlagGroup.Output, string.Join('|', Presets.All.Select(p => p.Name))),
        Out = TrainFlags.Out with { Key = "flag.init.out" };

    internal override IReadOnlyList<Operand> Operands { get; } = [Data];

    internal override IReadOnlyList<Flag> Flags { get; } =
        [.. TrainFlags.All.Where(f => f.Section is not null), Preset, TrainFlags.Set, Out, TrainFlags.Force, TrainFlags.Quiet];

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        arguments.TellSynonyms();
        string path = arguments.Text(Out) ?? UsualName;
        bool isFile = path != StandardOutput, replace = arguments.Has(TrainFlags.Force);
        if (isFile && !replace && File.Exists(path)) throw Errors.Option("FF1240", Evidence.Path(path));
        string name = arguments.Data(Data);
        arguments.Behind(Presets.Read(arguments, Preset));
        var run = Build(name, arguments);
        new RunText(terminal.Notes, live: false).Begin(run, arguments.Words);
        string folder = isFile ? Path.GetDirectoryName(path) ?? "" : "";
        var document = EffectiveConfiguration.Explained(run, arguments, folder, isFile ? "./" + ConfigurationSchema.FileName : null);
        string text = document.Text(comments: true) + "\n";
        if (!isFile) terminal.Output.Write(Encoding.UTF8.GetBytes(text));
        else Save(text, path, Path.Combine(folder, ConfigurationSchema.FileName), replace, terminal);
        return ExitCode.Ok;
    }

    private static Run Build(string name, Arguments arguments)
    {
        var plan = new Plan(arguments);
        plan.Check();
        var run = new RunBuilder(arguments, plan).Build(name);
        if (arguments.Has(Preset) && arguments.OriginOf(TrainFlags.Cost) == Origin.Preset && run.Pipeline.Task == LearningTask.Regression)
            throw Texts.Option("FF9133", arguments.Place(TrainFlags.Cost), run.Title);
        run.Options.Require(run.Model.Network, run.Train, run.Validation);
        return run;
    }

    /// <summary>Saves both files. The schema is the program's own and the same for all configurations: it is written anew each time.</summary>
    private static void Save(string text, string path, string schema, bool replace, Terminal terminal)
    {
        DurableFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), replace);
        DurableFile.Write(schema, ConfigurationSchema.Write, overwrite: true);
        terminal.Notes.Labelled(Texts.Get("label.saved"), $"{Evidence.Path(path)} · {Evidence.Path(schema)}");
        terminal.Notes.Labelled(Texts.Get("label.next"), $"{CommandLine.Name} train {Evidence.Path(path)}");
        terminal.Report.Line(path);
    }
}
