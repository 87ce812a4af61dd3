using System.Diagnostics;
using System.Reflection;
using Feedforward.Backends;
using Feedforward.Tests.Training;

namespace Feedforward.Tests.Contracts;

/// <summary>A clock changes no bit, leaves out no operation, and counts what the shapes say.</summary>
public sealed class TimedBackendTests : BackendContract
{
    protected override Backend Backend { get; } = new TimedBackend(SimdBackend.Create(3, Math.Max(128, SimdBackend.WidestVector), workPerThread: 0));

    public static TheoryData<string> Inner => [.. Backend.Names];

    /// <summary>Counted by hand: calls × operations, calls × 4 bytes × numbers.</summary>
    [Theory, MemberData(nameof(Inner))]
    public void The_calls_operations_and_bytes_of_a_known_training_are_exact(string inner)
    {
        var timed = new TimedBackend(Backend.Create(inner));
        var options = new TrainingOptions { Epochs = 2, Batch = 10, Optimizer = new Sgd(0.1f), Backend = timed };
        var watch = Stopwatch.StartNew();
        float[] numbers = TrainingData.Train(options, TrainingData.Classes(25));        // 4 → 8 tanh → 3 softmax; batches of 10, 10 and 5
        double wall = watch.Elapsed.TotalSeconds;

        Assert.Equal(TrainingData.Train(options with { Backend = Backend.Create(inner) }, TrainingData.Classes(25)), numbers);
        Assert.Equal(
        [
            ("Affine", "10×8×3", 4, 4 * 480, 4 * 4 * (80 + 24 + 3 + 30)),
            ("Affine", "5×8×3", 2, 2 * 240, 2 * 4 * (40 + 24 + 3 + 15)),
            ("AffineBackwardInputMap", "10×8×3", 4, 4 * (480 + (2 * 80)), 4 * 4 * (30 + 24 + (3 * 80))),
            ("AffineBackwardInputMap", "5×8×3", 2, 2 * (240 + (2 * 40)), 2 * 4 * (15 + 24 + (3 * 40))),
            ("AffineBackwardUpdate", "10×4×8", 4, 4 * (640 + 80 + (2 * 40)), 4 * 4 * (40 + 80 + (2 * 40))),
            ("AffineBackwardUpdate", "10×8×3", 4, 4 * (480 + 30 + (2 * 27)), 4 * 4 * (80 + 30 + (2 * 27))),
            ("AffineBackwardUpdate", "5×4×8", 2, 2 * (320 + 40 + (2 * 40)), 2 * 4 * (20 + 40 + (2 * 40))),
            ("AffineBackwardUpdate", "5×8×3", 2, 2 * (240 + 15 + (2 * 27)), 2 * 4 * (40 + 15 + (2 * 27))),
            ("AffineMap", "10×4×8", 4, 4 * (640 + 80), 4 * 4 * (40 + 32 + 8 + (2 * 80))),
            ("AffineMap", "5×4×8", 2, 2 * (320 + 40), 2 * 4 * (20 + 32 + 8 + (2 * 40))),
            ("Dot", "1×128", 2, 2 * 256, 2 * 4 * 128),
            ("Dot", "1×64", 2, 2 * 128, 2 * 4 * 64),
            ("Output", "10×3", 4, 4 * 10 * 30, 4 * 4 * ((4 * 30) + 10)),
            ("Output", "5×3", 2, 2 * 10 * 15, 2 * 4 * ((4 * 15) + 5)),
        ],
        timed.Profile.Select(Counts).OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Shape, StringComparer.Ordinal));
        Assert.All(timed.Profile, operation => Assert.True(operation.Seconds > 0));
        Assert.InRange(timed.Profile.Sum(operation => operation.Seconds), 0, wall);
        Assert.Equal(timed.Profile.OrderByDescending(operation => operation.Seconds), timed.Profile);
    }

    [Fact]
    public void Every_operation_counts_what_its_formula_asks_for()
    {
        Matrix a = new(2, 3), z = new(2, 5), b = new(1, 5), r = new(1, 2);      // 6, 10, 5 and 2 numbers
        LaneMatrix w = new(3, 5), c = new(1, 5);                                // 15 and 5
        UpdateRule descent = new(UpdateKind.Descent, 0.1f), adam = new(UpdateKind.Adam, 0.1f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f);

        Counts(60, 6 + 15 + 5 + 10, x => x.Affine(a, w, b, z));
        Counts(60 + 10, 6 + 15 + 5 + 20, x => x.AffineMap(a, w, b, Elementwise.ReLU, 0, z, z));
        Counts(60, 10 + 15 + 6, x => x.AffineBackwardInput(z, w, a));
        Counts(60 + 12, 10 + 15 + 18, x => x.AffineBackwardInputMap(z, w, null, Elementwise.ReLU, 0, a, a, a));
        Counts(60 + 18, 10 + 15 + 24, x => x.AffineBackwardInputMap(z, w, a, Elementwise.ReLU, 0, a, a, a));
        Counts(60 + 10, 6 + 10 + 15 + 5, x => x.AffineBackwardParameters(a, z, w, b));
        Counts(70 + 40, 6 + 10 + 40, x => x.AffineBackwardUpdate(a, z, descent, descent, new(w, default, default), new(c, default, default)));
        Counts(70 + (15 * 15) + (13 * 5), 6 + 10 + 120, x => x.AffineBackwardUpdate(a, z, adam with { L2 = 0.1f }, adam, new(w, w, w), new(c, c, c)));
        Counts(10, 20, x => x.Map(Elementwise.Tanh, 0, z, z));
        Counts(20, 40, x => x.MapBackward(Elementwise.Tanh, 0, z, z, z));
        Counts(40, 20, x => x.Softmax(z, z));
        Counts(10, 30, x => x.Multiply(z, z, z));
        Counts(30, 32, x => x.CostValue(CostFunction.Quadratic, z, z, z, r));
        Counts(40, 32, x => x.CostValue(CostFunction.CrossEntropy, z, z, z, r));
        Counts(40, 32, x => x.CostValue(CostFunction.LogLikelihood, z, z, z, r));
        Counts(20, 32, x => x.CostError(z, z, r, 1, z));
        Counts(40 + 40 + 20, 42, x => x.Output(CostFunction.LogLikelihood, null, 0, true, z, z, r, 1, new(2, 5), new(2, 5)));
        Counts(10 + 40 + 20, 42, x => x.Output(CostFunction.CrossEntropy, Elementwise.Sigmoid, 0, true, z, z, r, 1, new(2, 5), new(2, 5)));
        Counts(10 + 30 + 20 + 20, 42, x => x.Output(CostFunction.Quadratic, Elementwise.Tanh, 0, false, z, z, r, 1, new(2, 5), new(2, 5)));
        Counts(10, 15, x => x.AddScaled(b, 1, new Matrix(1, 5)));
        Counts(5, 10, x => x.Scale(1, b));
        Counts(10, 10, x => x.Dot(b, new Matrix(1, 5)));
        Counts(10, 5, x => x.Norm(b));
        Counts(10, 15, x => x.Update(descent, b, default, default, b));
        Counts(20, 25, x => x.Update(descent with { Kind = UpdateKind.Momentum }, b, b, default, b));
        Counts(30, 25, x => x.Update(descent with { Kind = UpdateKind.Nesterov }, b, b, default, b));
        Counts(45, 25, x => x.Update(descent with { Kind = UpdateKind.RmsProp }, b, default, b, b));
        Counts(65 + 20, 35, x => x.Update(adam with { L2 = 0.1f, WeightDecay = 0.1f, Threshold = 0.1f }, b, b, b, b));
        Counts(45, 30, x => x.MaxNorm(1, w));
    }

    [Fact]
    public void Whatever_a_back_end_may_do_its_own_way_is_handed_on()
    {
        const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var own = typeof(Backend).GetMethods(Members).Where(m => m.IsVirtual && m.DeclaringType == typeof(Backend)).ToList();
        Assert.Contains(own, m => m.Name == "AffineBackwardUpdateCore");
        Assert.Equal([], own.Where(m => typeof(TimedBackend).GetMethods(Members).Single(t => t.GetBaseDefinition() == m).DeclaringType != typeof(TimedBackend)).Select(m => m.Name));

        var simd = SimdBackend.Create(3, 128, workPerThread: 1);
        var timed = new TimedBackend(simd) { ActiveThreads = 2 };
        Assert.Equal(("simd", 3, 2, true), (timed.Name, timed.Threads, simd.ActiveThreads, timed.ThreadsAreFree));
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var timed = new TimedBackend(new ReferenceBackend());
        var x = new Matrix(1, 16);
        timed.Scale(1, x);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) timed.Scale(1, x);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1001, timed.Profile.Single().Calls);
    }

    [Fact]
    public void Speeds_are_counts_by_time_and_nothing_where_no_time_passed()
    {
        var profile = new OperationProfile("Scale", "1×16", 4, 2, 6_000_000_000, 8_000_000_000);
        Assert.Equal((3, 4), (profile.GigaflopsPerSecond, profile.GigabytesPerSecond));
        Assert.Equal((0, 0), (profile with { Seconds = 0 }) is var none ? (none.GigaflopsPerSecond, none.GigabytesPerSecond) : default);
    }

    private static void Counts(long flops, long floats, Action<Backend> operation)
    {
        var timed = new TimedBackend(new ReferenceBackend());
        operation(timed);
        var profile = timed.Profile.Single();
        Assert.Equal((1L, flops, 4 * floats), (profile.Calls, profile.Flops, profile.Bytes));
    }

    private static (string Name, string Shape, long Calls, long Flops, long Bytes) Counts(OperationProfile p) => (p.Name, p.Shape, p.Calls, p.Flops, p.Bytes);
}
