using Feedforward.Backends;

namespace Feedforward.Tests.Contracts;

/// <summary>What every back end must do: give the bits of the reference, leave padding 0, refuse wrong shapes.</summary>
public abstract partial class BackendContract
{
    private static readonly ReferenceBackend Law = new();

    public static TheoryData<int, int, int> Shapes { get; } = new()
    {
        { 1, 1, 1 }, { 1, 784, 30 }, { 2, 3, 2 }, { 3, 5, 17 }, { 4, 16, 16 }, { 5, 31, 33 }, { 7, 64, 100 }, { 10, 20, 10 }, { 42, 12, 61 }, { 10, 40, 60 },
        { 31, 9, 40 }, { 32, 33, 15 }, { 33, 8, 65 }, { 64, 13, 129 }, { 65, 7, 48 }, { 100, 4, 3 }, { 200, 3, 70 }, { 321, 5, 2 },
    };

    protected abstract Backend Backend { get; }

    [Theory, MemberData(nameof(Shapes))]
    public void Affine_gives_the_bits_of_the_reference(int rows, int inputs, int units)
    {
        Matrix a = Numbers(rows, inputs, 1), b = Numbers(1, units, 3);
        var w = Lanes(inputs, units, 2);
        Same(new Matrix(rows, units), (backend, z) => backend.Affine(a, w, b, z));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Affine_backward_to_the_input_gives_the_bits_of_the_reference(int rows, int inputs, int units)
    {
        var delta = Numbers(rows, units, 4);
        var w = Lanes(inputs, units, 5);
        Same(new Matrix(rows, inputs), (backend, result) => backend.AffineBackwardInput(delta, w, result));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Affine_backward_to_the_parameters_gives_the_bits_of_the_reference(int rows, int inputs, int units)
    {
        Matrix a = Numbers(rows, inputs, 6), delta = Numbers(rows, units, 7);
        Same(new LaneMatrix(inputs, units), (backend, dw) => backend.AffineBackwardParameters(a, delta, dw, new Matrix(1, units)));
        Same(new Matrix(1, units), (backend, db) => backend.AffineBackwardParameters(a, delta, new LaneMatrix(inputs, units), db));
    }

    [Fact]
    public void Every_activation_and_its_slope_give_the_bits_of_the_reference()
    {
        foreach (var function in Enum.GetValues<Elementwise>())
        {
            Matrix z = Numbers(9, 37, 8, scale: 6), a = new(9, 37);
            Law.Map(function, 0.25f, z, a);
            Same(new Matrix(9, 37), (backend, result) => backend.Map(function, 0.25f, z, result));
            Same(Numbers(9, 37, 9), (backend, delta) => backend.MapBackward(function, 0.25f, z, a, delta));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Softmax_gives_the_bits_of_the_reference(int rows, int _, int units)
    {
        var z = Numbers(rows, units, 10, scale: 20);
        Same(new Matrix(rows, units), (backend, a) => backend.Softmax(z, a));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Costs_and_their_errors_give_the_bits_of_the_reference(int rows, int _, int units)
    {
        Matrix z = Numbers(rows, units, 11, scale: 5), a = new(rows, units), y = Numbers(rows, units, 12), weights = Numbers(1, rows, 13);
        Law.Map(Elementwise.Sigmoid, 0, z, a);
        Law.Map(Elementwise.Sigmoid, 0, y, y);
        Law.Map(Elementwise.Sigmoid, 0, weights, weights);
        foreach (var cost in Enum.GetValues<CostFunction>())
            Assert.Equal(Law.CostValue(cost, z, a, y, weights), Backend.CostValue(cost, z, a, y, weights));
        Same(new Matrix(rows, units), (backend, delta) => backend.CostError(a, y, weights, 17.5, delta));
    }

    [Fact]
    public void Every_update_rule_gives_the_bits_of_the_reference()
    {
        foreach (var kind in Enum.GetValues<UpdateKind>())
        {
            var rule = new UpdateRule(kind, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f, kind == UpdateKind.Adam ? 0.02f : 0);
            Matrix g = Numbers(1, 80, 14);
            foreach (int which in new[] { 0, 1, 2 })
                Same(new Matrix(1, 80), (backend, result) =>
                {
                    Matrix m = Numbers(1, 80, 15), s = Squares(1, 80, 16), w = Numbers(1, 80, 17);
                    backend.Update(rule, g, m, s, w);
                    new[] { m, s, w }[which].Span.CopyTo(result.Span);
                });
        }
    }

    [Fact]
    public void Vector_operations_give_the_bits_of_the_reference()
    {
        Matrix x = Numbers(1, 1600, 18), y = Numbers(1, 1600, 19);
        Assert.Equal(Law.Dot(x, y), Backend.Dot(x, y));
        Assert.Equal(Law.Norm(x), Backend.Norm(x));
        Same(Numbers(1, 1600, 20), (backend, result) => backend.AddScaled(x, 0.3f, result));
        Same(Numbers(1, 1600, 21), (backend, result) => backend.Scale(0.7f, result));
        Same(Lanes(40, 33, 23), (backend, result) => backend.MaxNorm(2f, result));
        Matrix a = Numbers(6, 19, 24), factor = Numbers(6, 19, 25);
        Same(new Matrix(6, 19), (backend, result) => backend.Multiply(a, factor, result));
    }

    [Fact]
    public void Softmax_of_the_large_numbers_of_onnx_is_finite_and_right()
    {
        var z = new Matrix(2, 4);
        z.Set([0, 1, 2, 3, 10000, 10001, 10002, 10003]);
        var a = new Matrix(2, 4);
        Backend.Softmax(z, a);
        foreach (int i in new[] { 0, 1 })
            foreach (var (expected, j) in new[] { 0.032058604f, 0.08714432f, 0.23688284f, 0.6439143f }.Select((p, j) => (p, j)))
                Assert.Equal(expected, a[i, j], 1e-6f);
    }

    [Fact]
    public void A_wrong_shape_is_refused_with_both_shapes()
    {
        var error = Assert.Throws<ArgumentException>(() => Backend.Affine(new Matrix(2, 3), new LaneMatrix(4, 5), new Matrix(1, 5), new Matrix(2, 5)));
        Assert.Contains("[2×4]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2×3]", error.Message, StringComparison.Ordinal);
    }

    private void Same(Matrix start, Action<Backend, Matrix> operation)
    {
        Matrix expected = new(start.Rows, start.Columns), actual = new(start.Rows, start.Columns);
        start.Span.CopyTo(expected.Span);
        start.Span.CopyTo(actual.Span);
        operation(Law, expected);
        operation(Backend, actual);
        for (int i = 0; i < start.Rows; i++)
        {
            for (int j = 0; j < start.Columns; j++)
                Assert.True(
                    BitConverter.SingleToInt32Bits(expected[i, j]) == BitConverter.SingleToInt32Bits(actual[i, j]),
                    $"[{i},{j}] of [{start.Rows}×{start.Columns}]: reference {expected[i, j]:R}, {Backend.Name} {actual[i, j]:R}");
            Assert.All(actual.PaddedRow(i)[start.Columns..].ToArray(), padding => Assert.Equal(0f, padding));
        }
    }

    /// <summary>Two matrices stored lane by lane, compared with their padding.</summary>
    private void Same(LaneMatrix start, Action<Backend, LaneMatrix> operation) => Same(start.Flat, (backend, flat) =>
    {
        var result = new LaneMatrix(start.Rows, start.Columns);
        flat.Span.CopyTo(result.Flat.Span);
        operation(backend, result);
        result.Flat.Span.CopyTo(flat.Span);
    });

    internal static LaneMatrix Lanes(int rows, int columns, int layer)
    {
        var matrix = new LaneMatrix(rows, columns);
        matrix.Set(Numbers(rows, columns, layer).ToArray());
        return matrix;
    }

    internal static Matrix Numbers(int rows, int columns, int layer, float scale = 1)
    {
        var random = new RandomStream(7, Purpose.GradientCheck, layer);
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) matrix[i, j] = scale * (float)random.Normal((i * columns) + j);
        return matrix;
    }

    private static Matrix Squares(int rows, int columns, int layer)
    {
        var matrix = Numbers(rows, columns, layer);
        foreach (ref float x in matrix.Span) x *= x;
        return matrix;
    }
}

public sealed class ReferenceBackendTests : BackendContract
{
    protected override Backend Backend { get; } = new ReferenceBackend();
}

public sealed class Simd128Tests : SimdContract
{
    protected override int Width => 128;
}

public sealed class Simd256Tests : SimdContract
{
    protected override int Width => 256;
}

public sealed class Simd512Tests : SimdContract
{
    protected override int Width => 512;
}

/// <summary>One width, with three threads and no threshold, so that every operation is split.</summary>
public abstract class SimdContract : BackendContract
{
    private SimdBackend? _backend;

    protected abstract int Width { get; }

    protected override Backend Backend => _backend ??= SimdBackend.Create(3, Width, workPerThread: 0);
}
