namespace Feedforward.Workloads;

/// <summary>What a row of the table is to reach, and what libtorch reached, which is measured elsewhere and scaled.</summary>
/// <param name="Title">As the table names the row.</param>
/// <param name="Id">The workload.</param>
/// <param name="Libtorch">libtorch 2.10 through TorchSharp, the better of one and two threads, on dense rows: rows per second, or µs for one row.</param>
internal sealed record Goal(string Title, string Id, double Libtorch)
{
    /// <summary>The limit of fused multiply-adds of the two-core AMD Zen 4 machine on which libtorch was measured, in GFLOP/s.</summary>
    internal const double LibtorchLimit = 232;

    /// <summary>How many times the rows per second of the best peer, on dense rows.</summary>
    internal double? Ratio { get; init; }

    /// <summary>The same on MNIST's images.</summary>
    internal double? MnistRatio { get; init; }

    /// <summary>The least share of the limit of fused multiply-adds.</summary>
    internal double? Share { get; init; }

    /// <summary>The most µs for one row; null where rows per second count.</summary>
    internal double? Microseconds { get; init; }

    internal static readonly IReadOnlyList<Goal> All =
    [
        new("W1 784-30-10", "w1", 63_200) { Ratio = 10 },
        new("W2 784-100-10", "w2", 47_300) { Ratio = 8 },
        new("W3 784-128-64-10", "w3", 94_300) { Ratio = 3.5, MnistRatio = 4 },
        new("W4 784-1024-1024-1024-10", "w4", 8_200) { Ratio = 1.35, Share = 0.75 },
        new("W5 8-64-64-1", "w5", 112_000) { Ratio = 10 },
        new("W6 4-10-3", "w6", 150_000) { Ratio = 30 },
        new("W7 one row, µs", "w7", 12.1) { Microseconds = 3 },
        new("W7 10,000 rows", "w7", 740_000) { Ratio = 1.45 },
    ];

    /// <summary>The figure of an event that this row shows.</summary>
    internal string Figure => Microseconds is null ? "rows_per_second" : "microseconds_per_row";

    /// <summary>The ratio to reach on an input, if there is one.</summary>
    internal double? RatioOn(string input) => input == "dense" ? Ratio : MnistRatio;
}
