namespace Feedforward.Cli;

/// <summary>The runs of a cross-validation, each made when it is its turn.</summary>
/// <param name="Rows">The rows that are divided into folds: all but the test rows.</param>
/// <param name="Each">Makes the run whose test rows are a fold.</param>
internal sealed record FoldRuns(int Rows, IReadOnlyList<Func<Run>> Each);

/// <summary>What came of one fold.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Count">How many folds there are.</param>
/// <param name="Run">Its run, trained.</param>
/// <param name="Epochs">Epochs that were trained.</param>
/// <param name="Evaluation">What was measured on the rows that were held out.</param>
internal sealed record FoldResult(int Number, int Count, Run Run, int Epochs, Evaluation Evaluation);

/// <summary>Measures how well networks that are trained as the run's own do on rows that they have not seen, fold by fold.</summary>
internal static class CrossValidator
{
    /// <summary>Cross-validates where it was asked for; tells whether Ctrl-C ended it.</summary>
    internal static bool IsInterrupted(Run run, RunObservers observers, Screen notes)
    {
        if (run.Folds is not { } folds) return false;
        using var interruption = new Interruption(() => notes.Line(Texts.Get("interrupted.folds")));
        observers.BeginFolds(folds);
        var results = new List<Evaluation>();
        try
        {
            foreach (var make in folds.Each)
            {
                interruption.Token.ThrowIfCancellationRequested();
                var fold = make();
                int epochs = fold.Model.Epochs(fold.Train, fold.Validation, fold.Options, observers, cancellation: interruption.Token).Count(e => e.Number > 0);
                results.Add(fold.Model.Evaluate(fold.Test!, fold.Cost));
                observers.Fold(new FoldResult(results.Count, folds.Each.Count, fold, epochs, results[^1]));
            }
            interruption.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        observers.CrossValidated(new CrossValidation(results));
        return false;
    }
}
