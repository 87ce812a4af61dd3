using Feedforward.Backends;

namespace Feedforward.Tests.Kernels;

/// <summary>Every operation of a back end at every width from 1 to 257, its matrices flush with guard pages, its results spoilt beforehand, against the reference.</summary>
public sealed class OperationsBetweenGuardsTests
{
    private const int Longest = 257, Other = 5;

    /// <summary>A tile and a row; no multiple of anything.</summary>
    private const int Rows = 6;

    private static readonly ReferenceBackend Law = new();

    /// <summary>Each operation on matrices that are some columns wide.</summary>
    private static readonly Dictionary<string, Action<Backend, Arguments, int>> Operations = new()
    {
        ["affine"] = (b, m, n) => b.Affine(m.Given(Rows, Other), m.GivenLanes(Other, n), m.Given(1, n), m.Wanted(Rows, n)),
        ["affine, long"] = (b, m, n) => b.Affine(m.Given(Rows, n), m.GivenLanes(n, Other), m.Given(1, Other), m.Wanted(Rows, Other)),
        ["affine and map"] = (b, m, n) =>
            b.AffineMap(m.Given(Rows, Other), m.GivenLanes(Other, n), m.Given(1, n), Elementwise.ReLU, 0, m.Wanted(Rows, n), m.Wanted(Rows, n)),
        ["backward to the input"] = (b, m, n) => b.AffineBackwardInput(m.Given(Rows, Other), m.GivenLanes(n, Other), m.Wanted(Rows, n)),
        ["backward to the input, long"] = (b, m, n) => b.AffineBackwardInput(m.Given(Rows, n), m.GivenLanes(Other, n), m.Wanted(Rows, Other)),
        ["backward to the input, mask and slope"] = (b, m, n) => b.AffineBackwardInputMap(
            m.Given(Rows, Other), m.GivenLanes(n, Other), m.Given(Rows, n), Elementwise.Tanh, 0, m.Given(Rows, n), m.Given(Rows, n), m.Wanted(Rows, n)),
        ["gradient"] = (b, m, n) => b.AffineBackwardParameters(m.Given(Rows, Other), m.Given(Rows, n), m.WantedLanes(Other, n), m.Wanted(1, n)),
        ["gradient of ten rows"] = (b, m, n) => b.AffineBackwardParameters(m.Given(10, Other), m.Given(10, n), m.WantedLanes(Other, n), m.Wanted(1, n)),
        ["gradient of many inputs"] = (b, m, n) => b.AffineBackwardParameters(m.Given(Rows, n), m.Given(Rows, Other), m.WantedLanes(n, Other), m.Wanted(1, Other)),
        ["gradient over three blocks of rows"] = (b, m, n) => b.AffineBackwardParameters(m.Given(n, Other), m.Given(n, 3), m.WantedLanes(Other, 3), m.Wanted(1, 3)),
        ["softmax"] = (b, m, n) => b.Softmax(m.Given(Rows, n), m.Wanted(Rows, n)),
        ["multiply"] = (b, m, n) => b.Multiply(m.Given(Rows, n), m.Given(Rows, n), m.Wanted(Rows, n)),
        ["error"] = (b, m, n) => b.CostError(m.Given(Rows, n), m.Given(Rows, n), m.Given(1, Rows, positive: true), 4.5, m.Wanted(Rows, n)),
        ["add scaled"] = (b, m, n) => b.AddScaled(m.Given(1, n), 0.3f, m.Changed(1, n)),
        ["scale"] = (b, m, n) => b.Scale(0.3f, m.Changed(Rows, n)),
        ["dot"] = (b, m, n) => m.Returned(b.Dot(m.Given(Rows, n), m.Given(Rows, n))),
        ["max norm"] = (b, m, n) => b.MaxNorm(1.5f, m.ChangedLanes(Other, n)),
        ["max norm, long"] = (b, m, n) => b.MaxNorm(1.5f, m.ChangedLanes(n, Other)),
    };

    static OperationsBetweenGuardsTests()
    {
        foreach (var f in Enum.GetValues<Elementwise>())
        {
            Operations.Add($"{f}", (b, m, n) => b.Map(f, 0.25f, m.Given(2, n), m.Wanted(2, n)));
            Operations.Add($"slope of {f}", (b, m, n) => b.MapBackward(f, 0.25f, m.Given(2, n), m.Given(2, n, positive: true), m.Changed(2, n)));
        }
        foreach (var kind in Enum.GetValues<UpdateKind>())
        {
            var rule = new UpdateRule(kind, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f);
            Operations.Add($"{kind}", (b, m, n) => b.Update(rule, m.Given(1, n), m.Changed(1, n), m.Changed(1, n, positive: true), m.Changed(1, n)));
            Operations.Add($"gradient and {kind}", (b, m, n) => b.AffineBackwardUpdate(m.Given(Rows, Other), m.Given(Rows, n), rule, rule, Block(m, Other, n), Block(m, 1, n)));
            Operations.Add($"gradient of many inputs and {kind}", (b, m, n) => b.AffineBackwardUpdate(m.Given(Rows, n), m.Given(Rows, Other), rule, rule, Block(m, n, Other), Block(m, 1, Other)));
        }
        foreach (var cost in Enum.GetValues<CostFunction>())
        {
            Operations.Add($"{cost}", (b, m, n) => m.Returned(b.CostValue(cost, m.Given(Rows, n), m.Given(Rows, n, positive: true), m.Given(Rows, n, positive: true), m.Given(1, Rows, positive: true))));
            Elementwise? output = cost == CostFunction.LogLikelihood ? null : Elementwise.Sigmoid;
            Operations.Add($"output with {cost}", (b, m, n) => m.Returned(b.Output(
                cost, output, 0, cost != CostFunction.Quadratic, m.Given(Rows, n), m.Given(Rows, n, positive: true), m.Given(1, Rows, positive: true), 4.5, m.Wanted(Rows, n), m.Wanted(Rows, n))));
        }
    }

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gives_the_bits_of_the_reference_and_touches_nothing_else(string name)
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        var operation = Operations[name];
        var law = new PlainArguments();
        using var guarded = new GuardedArguments(most: 9, floats: Longest * LaneMatrix.LaneWidth);
        SimdBackend[] backends = [.. new[] { 128, 256, 512 }.Select(width => SimdBackend.Create(1, width, workPerThread: 0))];
        for (int columns = 1; columns <= Longest; columns++)
        {
            law.Clear();
            operation(Law, law, columns);
            foreach (var backend in backends)
                foreach (var flush in Enum.GetValues<Flush>())
                {
                    guarded.Clear(flush);
                    operation(backend, guarded, columns);
                    Assert.True(guarded.HasResultsOf(law), $"{name} of {columns} columns, {backend.Width} bits, flush {flush}: other numbers");
                    Assert.True(guarded.PoisonIsWhole, $"{name} of {columns} columns, {backend.Width} bits, flush {flush}: wrote beside its result");
                }
        }
    }

    [Fact]
    public void The_guard_pages_cannot_be_read()
    {
        Assert.SkipUnless(GuardedFloats.IsSupported, "Pages cannot be protected here.");
        using var memory = new GuardedFloats(1);
        using var file = File.OpenHandle(Path.GetTempFileName(), FileMode.Open, FileAccess.Write, options: FileOptions.DeleteOnClose);
        RandomAccess.Write(file, memory.BytesFrom(0), 0);
        // The system's own copying reports what would end this process.
        Assert.Throws<IOException>(() => RandomAccess.Write(file, memory.BytesFrom(-1), 0));
        Assert.Throws<IOException>(() => RandomAccess.Write(file, memory.BytesFrom(memory.Length), 0));
    }

    private static UpdatedBlock Block(Arguments m, int rows, int columns) => new(m.ChangedLanes(rows, columns), m.ChangedLanes(rows, columns), m.ChangedLanes(rows, columns, positive: true));
}
