using System.Diagnostics;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary><c>feedforward train</c>: data in, a trained and measured model out.</summary>
internal sealed class TrainCommand() : CliCommand("train")
{
    private static readonly Operand Data = new("data");

    internal override IReadOnlyList<Operand> Operands { get; } = [Data];

    internal override IReadOnlyList<Flag> Flags => TrainFlags.All;

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        arguments.TellSynonyms();
        bool live = terminal.Notes.IsTerminal && string.IsNullOrEmpty(terminal.Variable("CI"));
        var text = new RunText(terminal.Notes, live);
        var events = arguments.Has(TrainFlags.Json) ? new RunEvents(terminal.Output) : null;
        try
        {
            return Train(arguments, terminal, new RunObservers(text, events));
        }
        catch (Exception e) when (events is not null && e is not IOException)
        {
            events.Error(e);
            throw;
        }
    }

    private static int Train(Arguments arguments, Terminal terminal, RunObservers observers)
    {
        var plan = new Plan(arguments);
        plan.Check();
        string name = arguments.Required(Data);
        ModelPath.RequireFree(arguments);
        var run = new RunBuilder(arguments, plan).Build(name);
        observers.Begin(run, arguments.Words);
        if (CrossValidator.IsInterrupted(run, observers, terminal.Notes)) return ExitCode.Interrupted;
        var watch = Stopwatch.StartNew();
        bool interrupted = Loop(run, observers, terminal.Notes);
        watch.Stop();
        string path = ModelPath.Save(run.Model, run.Name, arguments);
        observers.Stop(run.Model, path);
        if (run.Model.StopReason == StopReason.Evaluations) observers.Warn(Texts.Notice("FF9301", run.Options.Optimizer is Lbfgs l ? l.MaxEvaluations : 0));
        if (run.Options.Backend is TimedBackend timed) observers.Profile(TrainingProfile.Of(timed, watch.Elapsed.TotalSeconds));
        if (run.Test is not null && !interrupted) observers.Test(run.Model.Evaluate(run.Test, run.Cost));
        observers.End(run.Model, path);
        if (!arguments.Has(TrainFlags.Json)) terminal.Report.Line(path);
        return interrupted ? ExitCode.Interrupted : ExitCode.Ok;
    }

    /// <summary>Trains to the end or to the first Ctrl-C; tells which.</summary>
    private static bool Loop(Run run, RunObservers observers, Screen notes)
    {
        using var interruption = new Interruption(() => notes.Line(Texts.Get("interrupted")));
        try
        {
            foreach (var epoch in run.Model.Epochs(run.Train, run.Validation, run.Options, observers, interruption.Token)) observers.Epoch(epoch);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
