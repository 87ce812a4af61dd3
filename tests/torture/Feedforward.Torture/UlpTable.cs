using System.Diagnostics;
using System.Globalization;
using System.Text;
using Feedforward.Tests;

namespace Feedforward.Torture;

/// <summary>Sweeps functions over the floats and tells what was found.</summary>
internal sealed class UlpTable(int stride, int scalarStride, int threads)
{
    private readonly List<(FloatFunction Function, UlpSweepResult Result, TimeSpan Time)> _rows = [];

    internal int Stride => stride;

    internal int ScalarStride => scalarStride;

    internal int Threads => threads;

    /// <summary>Whether every function keeps what is promised of it.</summary>
    internal bool Sweep(IReadOnlyList<FloatFunction> functions)
    {
        foreach (var function in functions)
        {
            int done = 0;
            long started = Stopwatch.GetTimestamp();
            var result = new UlpSweep(function, (uint)stride) { ScalarStride = scalarStride }
                .Run(threads, () => Progress(function, Interlocked.Increment(ref done), started));
            _rows.Add((function, result, Stopwatch.GetElapsedTime(started)));
        }
        return _rows.TrueForAll(row => row.Result.Keeps(row.Function) && row.Function.MissedSpecialValues().Count == 0);
    }

    private static void Progress(FloatFunction function, int blocks, long started) =>
        Console.Error.Write(blocks < UlpSweep.Blocks
            ? $"\r{function} {100 * blocks / UlpSweep.Blocks} % {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s   "
            : "\r                              \r");

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| Function | bound | largest error | at | not correctly rounded | falls | odd | special values | other lanes | minutes |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (function, result, time) in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {function} | {function.Bound:0.0} | {result.Worst:0.0000} | {result.WorstAt:R} "
                + $"| {result.NotCorrectlyRounded:N0} ({100.0 * result.NotCorrectlyRounded / result.Arguments:0.00} %) | {Falls(function, result)} | {Odd(function, result)} "
                + $"| {SpecialValues(function)} | {(result.LanesDiffer == 0 ? "same bits" : $"{result.LanesDiffer:N0} differ")} | {time.TotalMinutes:0.0} |");
        text.AppendLine().AppendLine("| Function | SHA-256 |").AppendLine("|---|---|");
        foreach (var (function, result, _) in _rows) text.AppendLine(CultureInfo.InvariantCulture, $"| {function} | `{result.Digest}` |");
        return text.ToString();
    }

    private static string Falls(FloatFunction function, UlpSweepResult result) =>
        function.Rises is null ? "–" : result.Falls == 0 ? "never" : $"{result.Falls:N0} times, {result.FallsAt:R}";

    private static string Odd(FloatFunction function, UlpSweepResult result) =>
        !function.Odd ? "–" : result.NotOdd == 0 ? "yes" : $"{result.NotOdd:N0} times not";

    private static string SpecialValues(FloatFunction function) =>
        function.MissedSpecialValues() is { Count: > 0 } missed ? "missed: " + string.Join("; ", missed) : $"{function.SpecialValues.Length + 2} exact";
}
