namespace Feedforward.Studio.Sessions;

/// <summary>A training at one moment.</summary>
/// <param name="Index">How many steps or epochs were done, as the lane counts.</param>
/// <param name="Epoch">The epoch that it belongs to; 0 before the first step.</param>
/// <param name="Cost">Mean cost of the batch or epoch that led to it; NaN before the first one.</param>
/// <param name="Parameters">The network's numbers, never changed.</param>
/// <param name="Record">The epoch that ended here, or null.</param>
public sealed record Moment(int Index, int Epoch, double Cost, Parameters Parameters, Epoch? Record);

/// <summary>The moments of a lane that are kept. When they are too many, every second one is given up, so that any length of training fits.</summary>
public sealed class Timeline
{
    public const int MostMoments = 2000;
    public const long MostBytes = 64L << 20;

    private readonly Lock _lock = new();
    private readonly List<Moment> _moments = [];
    private readonly int _most;
    private int _stride = 1;

    public Timeline(Moment start)
    {
        long each = 4L * start.Parameters.Layout.Length;
        _most = (int)Math.Clamp(MostBytes / each, 2, MostMoments);
        (Newest, Start) = (start, start);
        _moments.Add(start);
    }

    /// <summary>The moment before the first step.</summary>
    public Moment Start { get; }

    /// <summary>The moment that was added last, whether or not it is kept.</summary>
    public Moment Newest { get; private set; }

    /// <summary>Every how many steps a moment is kept.</summary>
    public int Stride
    {
        get { lock (_lock) return _stride; }
    }

    public void Add(Moment moment)
    {
        lock (_lock)
        {
            Newest = moment;
            if (moment.Index % _stride != 0) return;
            _moments.Add(moment);
            if (_moments.Count <= _most) return;
            _stride *= 2;
            _moments.RemoveAll(kept => kept.Index % _stride != 0);
        }
    }

    /// <summary>The kept moments in order, and the newest one.</summary>
    public IReadOnlyList<Moment> All()
    {
        lock (_lock) return _moments[^1] == Newest ? [.. _moments] : [.. _moments, Newest];
    }

    /// <summary>The last kept moment that is not after an index; the newest one where the index reaches it.</summary>
    public Moment At(int index)
    {
        lock (_lock)
        {
            if (index >= Newest.Index) return Newest;
            int place = _moments.FindLastIndex(moment => moment.Index <= index);
            return _moments[Math.Max(0, place)];
        }
    }

    /// <summary>The kept moment before the one at an index.</summary>
    public Moment Before(int index) => At(At(index).Index - 1);

    /// <summary>The kept moment after the one at an index, or null where there is none yet.</summary>
    public Moment? After(int index)
    {
        lock (_lock)
        {
            int place = _moments.FindIndex(moment => moment.Index > index);
            return place >= 0 ? _moments[place] : Newest.Index > index ? Newest : null;
        }
    }
}
