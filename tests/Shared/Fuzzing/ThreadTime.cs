using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Feedforward.Tests.Fuzzing;

/// <summary>How long this thread has had a processor: on Linux other programs do not count, elsewhere they do.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    internal static double Seconds => OperatingSystem.IsLinux() && ReadClock(ThreadClock, out var time) == 0
        ? time.Seconds + (time.Nanoseconds * 1e-9)
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out ClockTime time);

    private readonly struct ClockTime
    {
        internal readonly nint Seconds, Nanoseconds;
    }
}
