namespace Feedforward.Cli;

/// <summary>Tells everybody who wants to know.</summary>
internal sealed class RunObservers(RunText text, RunEvents? events) : IRunObserver, IProgress<Step>
{
    private readonly IRunObserver[] _all = events is null ? [text] : [events, text];

    public void Begin(Run run, IReadOnlyList<string> words)
    {
        foreach (var observer in _all) observer.Begin(run, words);
    }

    public void BeginFolds(FoldRuns folds)
    {
        foreach (var observer in _all) observer.BeginFolds(folds);
    }

    public void Fold(FoldResult fold)
    {
        foreach (var observer in _all) observer.Fold(fold);
    }

    public void CrossValidated(CrossValidation result)
    {
        foreach (var observer in _all) observer.CrossValidated(result);
    }

    public void Progress(Step step) => text.Progress(step);

    public void Report(Step value) => Progress(value);

    public void Epoch(Epoch epoch)
    {
        foreach (var observer in _all) observer.Epoch(epoch);
    }

    public void Stop(Model model, string path)
    {
        foreach (var observer in _all) observer.Stop(model, path);
    }

    public void Profile(TrainingProfile profile)
    {
        foreach (var observer in _all) observer.Profile(profile);
    }

    public void Test(Evaluation evaluation)
    {
        foreach (var observer in _all) observer.Test(evaluation);
    }

    public void End(Model model, string path)
    {
        foreach (var observer in _all) observer.End(model, path);
    }

    internal void Warn(Notice notice)
    {
        events?.Warn(notice);
        text.Warn(notice);
    }
}
