using System.Diagnostics;
using Feedforward.Backends;

namespace Feedforward.Cli;

/// <summary><c>feedforward train</c>: data in, a trained and measured model out.</summary>
internal sealed class TrainCommand() : CliCommand("train")
{
    private static readonly Operand Data = new("data", Required: false);

    internal override IReadOnlyList<Operand> Operands { get; } = [Data];

    internal override IReadOnlyList<Flag> Flags => TrainFlags.All;

    internal override int Run(Arguments arguments, Terminal terminal)
    {
        terminal.Notes.IsQuiet = arguments.Has(TrainFlags.Quiet);
        arguments.TellSynonyms();
        bool live = terminal.Notes.IsTerminal && string.IsNullOrEmpty(terminal.Variable("CI"));
        var text = new RunText(terminal.Notes, live);
        var observers = arguments.Has(TrainFlags.Json) && !arguments.Has(TrainFlags.DryRun)
            ? new RunObservers(new RunEvents(new RunLog(terminal.Output)), text)
            : new RunObservers(text);
        try
        {
            return new Training(arguments, terminal, observers).Run();
        }
        catch (Exception e) when (Tell(e, observers))
        {
            throw;
        }
    }

    /// <summary>Tells of a failure that others will handle. As the condition of a catch it runs before the folder of the run is closed.</summary>
    private static bool Tell(Exception e, RunObservers observers)
    {
        var (notice, code) = Failures.Judge(e);
        if (e is not IOException) observers.Fail(notice, code);
        return false;
    }

    /// <summary>One training, from the data to the result.</summary>
    private sealed class Training(Arguments arguments, Terminal terminal, RunObservers observers)
    {
        private const string Rescued = "-rescued";

        private Epoch? _last;

        internal int Run()
        {
            var resumption = Resumption.Of(arguments, Data);
            string name = resumption is null ? arguments.Data(Data) : arguments.DataOf(resumption.Configuration);
            var plan = new Plan(arguments);
            plan.Check();
            bool dry = arguments.Has(TrainFlags.DryRun);
            if (!dry && resumption is null) ModelPath.RequireFree(arguments);
            var run = new RunBuilder(arguments, plan, resumption?.Checkpoint).Build(name);
            if (dry) return Show(run);
            resumption?.RequireSameData(run);
            FixEpochs(run, resumption);
            // What makes no sense together is refused here, before anything is written.
            _ = run.Model.Epochs(run.Train, run.Validation, run.Options, resume: resumption?.Checkpoint);
            if (arguments.Has(TrainFlags.Out)) return Train(run, null, null);
            using var folder = resumption is null ? Create(run) : RunFolder.Open(resumption.Summary.Path);
            try
            {
                return Train(run, folder, resumption);
            }
            catch (StorageException e) when (!Directory.Exists(folder.Path))
            {
                throw new StorageException(Texts.Notice("FF9210", Evidence.Path(folder.Path), Evidence.Path(run.Model.SaveAsNew(run.Name + Rescued + ModelPath.Ending))), e);
            }
        }

        private RunFolder Create(Run run)
        {
            var record = new RunRecord
            {
                Name = arguments.Text(TrainFlags.Name) ?? run.Name,
                Tags = arguments.Names(TrainFlags.Tag),
                Note = arguments.Text(TrainFlags.Note) ?? "",
                Started = TimeProvider.System.GetLocalNow(),
                Commit = GitCommit.Of(Environment.CurrentDirectory),
            };
            return RunFolder.Create(record, arguments.Text(TrainFlags.RunsDir) ?? RunFolder.DefaultRoot, numbered: !arguments.Has(TrainFlags.Name));
        }

        /// <summary>A time becomes a number of epochs once, before the first: the run can then be repeated.</summary>
        private void FixEpochs(Run run, Resumption? resumption)
        {
            if (arguments.Read(TrainFlags.Time, Duration.Parse) is not { } time) return;
            int done = resumption?.Checkpoint.Epoch ?? 0;
            int epochs = done + EpochBudget.Measure(run.Model, run.Train, run.Validation, run.Options, time);
            run.Options = run.Options with { Epochs = epochs };
            terminal.Notes.Labelled("", Texts.Get("time.epochs", Format.Time(time.TotalSeconds), Texts.Counted("train.epochs", epochs), epochs));
        }

        private int Train(Run run, RunFolder? folder, Resumption? resumption)
        {
            if (folder is not null)
            {
                folder.SaveConfiguration(EffectiveConfiguration.Of(run, arguments, folder.Path).Text(comments: false) + "\n");
                observers.Add(new RunRecorder(folder, run, resumption?.Checkpoint, arguments.Number(TrainFlags.CheckpointEvery)));
            }
            observers.Begin(run, arguments.Words);
            if (resumption is not null) Tell(run, resumption);
            else if (CrossValidator.IsInterrupted(run, observers, terminal.Notes)) return ExitCode.Interrupted;
            var watch = Stopwatch.StartNew();
            bool interrupted = Loop(run, folder, resumption?.Checkpoint);
            watch.Stop();
            string path = folder?.Path ?? Save(run);
            observers.Stop(run.Model, path);
            if (run.Model.StopReason == StopReason.Evaluations) observers.Warn(Texts.Notice("FF9301", run.Options.Optimizer is Lbfgs l ? l.MaxEvaluations : 0));
            if (_last is not null && DeadLayer.Warning(run.Model.Network, _last) is { } dead) observers.Warn(dead);
            if (run.Options.Backend is TimedBackend timed) observers.Profile(TrainingProfile.Of(timed, watch.Elapsed.TotalSeconds));
            if (run.Test is not null && !interrupted) observers.Test(run.Model.Evaluate(run.Test, run.Cost));
            observers.End(run.Model, path);
            if (!arguments.Has(TrainFlags.Json)) terminal.Report.Line(path);
            return interrupted ? ExitCode.Interrupted : ExitCode.Ok;
        }

        private void Tell(Run run, Resumption resumption)
        {
            terminal.Notes.Labelled(Texts.Get("label.resume"), resumption.Describe(run));
            foreach (var notice in resumption.Notices) observers.Show(notice);
        }

        private string Save(Run run)
        {
            string wanted = arguments.Text(TrainFlags.Out)!;
            run.Model.Save(wanted, arguments.Has(TrainFlags.Force));
            return wanted;
        }

        /// <summary>Shows everything that is in force, and does nothing; with <c>--json</c> without comments, for programs.</summary>
        private int Show(Run run)
        {
            run.Options.Require(run.Model.Network, run.Train, run.Validation);
            observers.Begin(run, arguments.Words);
            terminal.Report.Line(EffectiveConfiguration.Of(run, arguments, "").Text(comments: !arguments.Has(TrainFlags.Json)));
            return ExitCode.Ok;
        }

        /// <summary>Trains to the end, or until it is to stop; tells which.</summary>
        private bool Loop(Run run, RunFolder? folder, Checkpoint? from)
        {
            using var interruption = new Interruption(() => terminal.Notes.Line(Texts.Get("interrupted")), folder is null ? null : () => folder.IsStopRequested);
            try
            {
                foreach (var epoch in run.Model.Epochs(run.Train, run.Validation, run.Options, observers, cancellation: interruption.Token, resume: from))
                {
                    _last = epoch;
                    observers.Epoch(epoch);
                }
                return false;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
        }
    }
}
