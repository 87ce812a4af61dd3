using System.Runtime.InteropServices;

namespace Feedforward.Cli;

/// <summary>
/// Ctrl-C and the polite end signal, while training: the first finishes the batch, the second ends the program at once. A wish to stop that somebody
/// left in the run's folder is the same as the first.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _source = new();
    private readonly Timer? _look;
    private readonly PosixSignalRegistration[] _registrations;

    internal Interruption(Action told, Func<bool>? wished = null)
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_source.IsCancellationRequested) return;
            context.Cancel = true;
            told();
            _source.Cancel();
        }))];
        if (wished is null) return;
        _look = new Timer(_ =>
        {
            if (_source.IsCancellationRequested || !wished()) return;
            told();
            _source.Cancel();
        }, null, LookEvery, LookEvery);
    }

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _look?.Dispose();
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }
}
