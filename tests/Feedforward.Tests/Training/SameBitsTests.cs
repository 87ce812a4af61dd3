using Feedforward.Backends;
using Feedforward.TrainProbe;

namespace Feedforward.Tests.Training;

/// <summary>Same seed, data and options, same bits: whoever computes, however wide the vectors, however many the threads.</summary>
public class SameBitsTests
{
    public static TheoryData<string> Rules => StepTests.Rules;

    [Theory, MemberData(nameof(Rules))]
    public void Every_back_end_width_and_number_of_threads_trains_to_the_same_bits(string rule)
    {
        var lbfgs = rule == "lbfgs";
        var network = lbfgs ? new Network(4, new Dense(33, Activation.Mish), new Dense(3, Activation.Softmax)) : TrainingData.Dropping;
        var options = new TrainingOptions { Epochs = 4, Batch = 40, Optimizer = StepTests.Optimizer(rule), Seed = 99 };
        if (lbfgs) options = options with { Penalty = new L2(0.01f) };
        else options = options with { Penalty = new L1(0.001f), Clip = 0.5f, MaxNorm = 2, LabelSmoothing = 0.1f, Schedule = Schedule.Cosine(1) };

        string law = Hash(network, options with { Backend = new ReferenceBackend() });
        KnownHashes.Check(rule, law);
        Assert.NotEqual(law, Hash(network, options with { Backend = new ReferenceBackend(), Seed = 100, Epochs = lbfgs ? 5 : 4 }));
        foreach (int width in new[] { 128, 256, 512 })
            foreach (int threads in new[] { 1, 2, 3 })
            {
                var backend = SimdBackend.Create(threads, width, workPerThread: 0);
                Assert.Equal(law, Hash(network, options with { Backend = backend }));
                Assert.Equal(threads - 1, backend.Team.Counts.Count);
                Assert.All(backend.Team.Counts, count => Assert.True(count > 0, "a worker never worked"));
            }
    }

    private static string Hash(Network network, TrainingOptions options) =>
        Workload.HashOf(TrainingData.Train(options, TrainingData.Classes(101), network));
}
