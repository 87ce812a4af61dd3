namespace Feedforward.Cli;

/// <summary>Tells everybody who wants to know.</summary>
internal sealed class RunObservers(params IReadOnlyList<IRunObserver> first) : IRunObserver, IProgress<Step>
{
    private readonly List<IRunObserver> _all = [.. first];

    /// <summary>From now on this one is told too, before the others: what is written down comes before what is shown.</summary>
    internal void Add(IRunObserver observer) => _all.Insert(0, observer);

    public void Begin(Run run, IReadOnlyList<string> words) => _all.ForEach(o => o.Begin(run, words));

    public void Progress(Step step)
    {
        foreach (var observer in _all) observer.Progress(step);
    }

    public void BeginFolds(FoldRuns folds) => _all.ForEach(o => o.BeginFolds(folds));

    public void Fold(FoldResult fold) => _all.ForEach(o => o.Fold(fold));

    public void CrossValidated(CrossValidation result) => _all.ForEach(o => o.CrossValidated(result));

    public void Report(Step value) => Progress(value);

    public void Epoch(Epoch epoch) => _all.ForEach(o => o.Epoch(epoch));

    public void Stop(Model model, string path) => _all.ForEach(o => o.Stop(model, path));

    public void Profile(TrainingProfile profile) => _all.ForEach(o => o.Profile(profile));

    public void Test(Evaluation evaluation) => _all.ForEach(o => o.Test(evaluation));

    public void End(Model model, string path) => _all.ForEach(o => o.End(model, path));

    public void Warn(Notice notice) => _all.ForEach(o => o.Warn(notice));

    /// <summary>Something a person should know now, that does not belong to what the run is.</summary>
    internal void Show(Notice notice)
    {
        foreach (var observer in first) observer.Warn(notice);
    }

    public void Fail(Notice notice, int exitCode) => _all.ForEach(o => o.Fail(notice, exitCode));
}
