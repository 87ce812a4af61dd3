namespace Feedforward.Cli;

/// <summary>How fast a training goes: by the median of its last epochs, without the first of them, in which the program is still being compiled.</summary>
/// <param name="done">Epochs that were done before this session.</param>
internal sealed class Pace(int done = 0)
{
    private const int Recent = 5;

    private readonly Queue<double> _seconds = new();
    private readonly int _before = done;
    private double _since;

    /// <summary>Epochs that are done.</summary>
    internal int Done { get; private set; } = done;

    /// <summary>So many epochs are done at that second; what is told twice counts once.</summary>
    internal void Reach(int epochs, double second)
    {
        if (epochs <= Done) return;
        if (Done > _before) _seconds.Enqueue(second - _since);
        if (_seconds.Count > Recent) _seconds.Dequeue();
        (Done, _since) = (epochs, second);
    }

    /// <summary>Seconds that so many further epochs take; null before two are done.</summary>
    internal double? Seconds(double epochs) => _seconds.Count == 0 ? null : epochs * Spread.Of(_seconds).Median;
}
