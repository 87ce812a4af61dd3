namespace Feedforward;

internal sealed partial class TrainingRun
{
    private const string EpochVector = "epoch", BestVector = "best", Watched = "watched", Plateau = "plateau";

    /// <summary>A run that goes on from a state; the start's numbers are replaced by the state's.</summary>
    internal static TrainingRun From(TrainingState state, Network network, Parameters start, TrainingOptions options, Dataset train, Dataset? validation)
    {
        var run = new TrainingRun(network, start, options, train, validation);
        run.TakeFrom(state);
        return run;
    }

    private void TakeFrom(TrainingState state)
    {
        _working.CopyFrom(state.Vector(TrainingState.Working));
        Latest = state.Vectors.GetValueOrDefault(EpochVector) ?? _working.Clone();
        (Epoch, BestEpoch, _position) = (state.Whole("epoch"), state.Whole("best_epoch"), EpochPosition.From(state));
        _best = BestEpoch == 0 ? null : BestEpoch == Epoch ? Latest : state.Vector(BestVector);
        _watched.TakeFrom(state, Watched);
        _schedulePlateau.TakeFrom(state, Plateau);
        _descent.TakeFrom(state);
        if (Epoch > 0 && _position.Batch == 0) Ended = Decide();
    }

    /// <summary>The state between two batches or two epochs, independent of what follows.</summary>
    /// <exception cref="OptionException">FF1253: an error ended the run in the middle of a step. FF1254: a step is under way on another thread.</exception>
    /// <exception cref="DivergenceException">The numbers are not finite any more.</exception>
    internal TrainingState Capture()
    {
        RequireBetweenSteps();
        if (_working.FirstNotFinite() is { } block) throw Divergence.Of(_network, _options, Epoch + 1, _position.Batch, block);
        var state = new TrainingState(TrainingIdentity.Of(_network, _options, _train, _validation));
        state.Put(TrainingState.Working, _working.Clone());
        if (_position.Batch > 0) state.Put(EpochVector, Latest);
        if (_best is not null && BestEpoch != Epoch) state.Put(BestVector, _best);
        state.Put("epochs", _options.Epochs);
        state.Put("epoch", Epoch);
        state.Put("best_epoch", BestEpoch);
        state.Put("ended", Ended);
        _position.PutInto(state);
        _watched.PutInto(state, Watched);
        _schedulePlateau.PutInto(state, Plateau);
        _descent.PutInto(state);
        return state;
    }

    /// <summary>A copy of the numbers between two batches or two epochs.</summary>
    /// <exception cref="OptionException">FF1253: an error ended the run in the middle of a step. FF1254: a step is under way on another thread.</exception>
    internal Parameters Snapshot()
    {
        RequireBetweenSteps();
        return _working.Clone();
    }

    private void RequireBetweenSteps()
    {
        if (_thread != 0 && _thread != Environment.CurrentManagedThreadId) throw Errors.Option("FF1254");
        if (!_descent.IsBetweenSteps) throw Errors.Option("FF1253");
    }
}
