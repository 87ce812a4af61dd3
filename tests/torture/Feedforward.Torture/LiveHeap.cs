using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Feedforward.Torture;

/// <summary>What another .NET program still needs of its managed memory.</summary>
internal static class LiveHeap
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Megabytes on its heap right after a full collection, which is asked for; NaN where it does not answer.</summary>
    internal static double Megabytes(int process)
    {
        var provider = new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Informational, (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect));
        using var session = new DiagnosticsClient(process).StartEventPipeSession(provider, requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        using var limit = new Timer(_ => session.Stop(), null, Patience, Timeout.InfiniteTimeSpan);
        double bytes = double.NaN;
        bool isFull = false;
        source.Clr.GCStart += start => isFull |= start.Depth == GC.MaxGeneration;
        source.Clr.GCHeapStats += heap =>
        {
            if (!isFull || !double.IsNaN(bytes)) return;
            bytes = heap.TotalHeapSize;
            // From another thread: stopping waits until the events that are under way have been read.
            _ = Task.Run(session.Stop);
        };
        source.Process();
        return bytes / 1048576;
    }
}
