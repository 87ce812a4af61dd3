using Feedforward.Backends;
using Feedforward.TrainProbe;

namespace Feedforward.Tests.Training;

/// <summary>The workloads whose speed is measured train to the same bits whoever computes: the fused steps, where <see cref="SameBitsTests"/> takes them apart.</summary>
public sealed class WorkloadBitsTests
{
    public static TheoryData<string> Names => [.. Workload.All.Select(workload => workload.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_back_end_width_and_number_of_threads_trains_to_the_same_bits(string name)
    {
        var workload = Workload.Named(name);
        string law = workload.Hash(new ReferenceBackend());
        KnownHashes.Check(name, law);
        foreach (int width in new[] { 128, 256, 512 })
            foreach (int threads in new[] { 1, 2, 3 })
            {
                var backend = SimdBackend.Create(threads, width, workPerThread: 0);
                string hash = workload.Hash(backend);
                Assert.True(hash == law, $"{name}, {width} bits, {threads} threads: {hash} instead of {law}");
                Assert.Equal(threads - 1, backend.Team.Counts.Count);
                Assert.All(backend.Team.Counts.Take(Parts(workload, width) - 1), count => Assert.True(count > 0, "a worker never worked"));
            }
    }

    /// <summary>Parts that some product can be cut into: only the smallest network, of one lane and two tiles, has no third.</summary>
    private static int Parts(Workload workload, int width)
    {
        var network = workload.Network;
        int parts = Enumerable.Range(0, network.Layers.Count).Max(l => Math.Max(Count(workload.Options.Batch, l), Count(network.InputsOf(l), l)));
        Assert.True(parts >= 3 || (parts == 2 && network.Inputs == 4), $"{workload.Name} has {parts} parts");
        return parts;

        int Count(int rows, int layer) =>
            Share.Count(rows, width == 512 ? Strip<Lane512>.TileHeight(rows) : Strip<Lane256>.TileHeight(rows), FloatBuffer.Padded(network.Layers[layer].Units));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_that_is_taken_apart_has_the_bits_of_the_fused_one(string name)
    {
        var workload = Workload.Named(name);
        var backend = SimdBackend.Create(2, 256, workPerThread: 0);
        // A limit that no gradient reaches needs the whole gradient before the step.
        Assert.Equal(workload.Hash(backend), workload.Hash(backend, clip: float.MaxValue));
    }

    [Fact]
    public void Different_workloads_have_different_hashes()
    {
        var backend = SimdBackend.Create(1, 256, workPerThread: 0);
        string[] hashes = [.. Workload.All.Select(workload => workload.Hash(backend))];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }
}
