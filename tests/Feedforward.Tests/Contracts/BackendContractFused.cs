using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Contracts;

// Operations that are others in a row: each gives the bits of its composition, done operation by operation on the reference.
public abstract partial class BackendContract
{
    private static readonly int[] Batches = [1, 2, 5, 8, 9, 10, 11, 16, 31, 32, 33, 64, 65, 96, 97, 128];
    private static readonly int[] Widths = [1, 15, 16, 17, 30, 32, 48, 64, 80, 100, 112];

    /// <summary>The other side of a layer: shorter and longer than the chunks in which a back end follows a gradient, and no multiple of a tile.</summary>
    private static readonly int[] OtherWidths = [1, 9, 43, 85];

    public static TheoryData<int> BatchSizes { get; } = [.. Batches.Union(Shapes.Select(shape => shape.Data.Item1)).Order()];

    private static IEnumerable<(int Inputs, int Units)> LayersFor(int rows) => Shapes.Where(shape => shape.Data.Item1 == rows)
        .Select(shape => (shape.Data.Item2, shape.Data.Item3))
        .Concat(Batches.Contains(rows) ? Widths.Select((width, i) => (OtherWidths[(rows + i) % OtherWidths.Length], width)) : []);

    [Theory, MemberData(nameof(BatchSizes))]
    public void Affine_map_is_affine_and_map(int rows)
    {
        foreach (var (inputs, units) in LayersFor(rows))
        {
            var function = Function(rows + units);
            Matrix a = Numbers(rows, inputs, 30), b = Numbers(1, units, 31), z = new(rows, units), f = new(rows, units), actualZ = Poisoned(rows, units), actualF = Poisoned(rows, units);
            var w = Lanes(inputs, units, 32);
            Law.Affine(a, w, b, z);
            Law.Map(function, 0.25f, z, f);
            Backend.AffineMap(a, w, b, function, 0.25f, actualZ, actualF);
            Same(z, actualZ, $"z of {rows} rows, {inputs} → {units} {function}");
            Same(f, actualF, $"f of {rows} rows, {inputs} → {units} {function}");
        }
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public void Affine_backward_to_the_input_with_mask_and_slope_is_one_after_the_other(int rows)
    {
        // The result is as wide as the layer's inputs.
        foreach (var (units, inputs) in LayersFor(rows))
            foreach (bool masked in new[] { false, true })
            {
                var function = Function(rows + inputs);
                Matrix delta = Numbers(rows, units, 33), z = Numbers(rows, inputs, 34), a = new(rows, inputs), mask = new(rows, inputs);
                var w = Lanes(inputs, units, 35);
                Law.Map(function, 0.25f, z, a);
                Backend.DropoutMask(new RandomStream(7, Purpose.Dropout), 0.3f, 0, mask);
                Matrix expected = new(rows, inputs), actual = Poisoned(rows, inputs);
                Law.AffineBackwardInput(delta, w, expected);
                if (masked) Law.Multiply(expected, mask, expected);
                Law.MapBackward(function, 0.25f, z, a, expected);
                Backend.AffineBackwardInputMap(delta, w, masked ? mask : null, function, 0.25f, z, a, actual);
                Same(expected, actual, $"{rows} rows, {inputs} ← {units} {function}{(masked ? ", masked" : "")}");
            }
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public void Affine_backward_with_update_is_the_gradient_and_then_the_step(int rows)
    {
        foreach (var (inputs, units) in LayersFor(rows))
        {
            Matrix a = Numbers(rows, inputs, 36), delta = Numbers(rows, units, 37), biasGradient = new(1, units);
            var gradient = new LaneMatrix(inputs, units);
            Law.AffineBackwardParameters(a, delta, gradient, biasGradient);
            UpdatedBlock weights = Block(inputs, units), biases = Block(1, units);
            foreach (var rule in Rules())
            {
                // Biases have a rate of their own and no penalty.
                var biasRule = rule with { LearningRate = 0.03f, WeightDecay = 0, L2 = 0, Threshold = 0 };
                UpdatedBlock expected = Copy(weights, rule), actual = Copy(weights, rule), expectedBiases = Copy(biases, rule), actualBiases = Copy(biases, rule);
                Law.Update(rule, gradient.Flat, Flat(expected.First), Flat(expected.Second), expected.Parameters.Flat);
                Law.Update(biasRule, new(biasGradient.Buffer, 0, 1, biasGradient.Stride), Flat(expectedBiases.First), Flat(expectedBiases.Second), expectedBiases.Parameters.Flat);
                Backend.AffineBackwardUpdate(a, delta, rule, biasRule, actual, actualBiases);
                string told = $"{rows} rows, {inputs} → {units}, {rule}";
                Same(expected, actual, "weights of " + told);
                Same(expectedBiases, actualBiases, "biases of " + told);
            }
        }
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public void Inputs_that_are_zero_in_a_whole_batch_may_be_left_out(int rows)
    {
        foreach (var (inputs, units) in LayersFor(rows))
        {
            Matrix a = Numbers(rows, inputs, 44), b = Numbers(1, units, 45), delta = Numbers(rows, units, 46), z = new(rows, units), biasGradient = new(1, units);
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < inputs; k++)
                    if (k % 23 is < 2 or > 10 || (k % 23 is 5 or 8 && i < rows - 1)) a[i, k] = 0;
            var listed = new NonZeroColumns(inputs);
            listed.Find(a);
            LaneMatrix w = Lanes(inputs, units, 47), gradient = new(inputs, units);
            Law.Affine(a, w, b, z);
            Law.AffineBackwardParameters(a, delta, gradient, biasGradient);
            Matrix actual = Poisoned(rows, units);
            Backend.Affine(a.With(listed), w, b, actual);
            string told = $"{rows} rows, {inputs} → {units}";
            Same(z, actual, "z of " + told);
            UpdatedBlock weights = Block(inputs, units), biases = Block(1, units);
            foreach (var rule in Rules())
            {
                UpdatedBlock expected = Copy(weights, rule), found = Copy(weights, rule);
                Law.Update(rule, gradient.Flat, Flat(expected.First), Flat(expected.Second), expected.Parameters.Flat);
                Backend.AffineBackwardUpdate(a.With(listed), delta, rule, rule, found, Copy(biases, rule));
                Same(expected, found, $"weights of {told}, {rule}");
            }
        }
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public void The_output_of_every_cost_and_activation_is_activation_cost_and_error(int rows)
    {
        foreach (int units in LayersFor(rows).Select(layer => layer.Units))
        {
            Matrix z = Numbers(rows, units, 38, scale: 4), y = Shares(rows, units, 39), weights = Shares(1, rows, 40);
            foreach (var (cost, output) in Cost.All.SelectMany(cost => cost.Outputs.Select(output => (cost, output))))
            {
                Matrix a = new(rows, units), delta = new(rows, units), actualA = Poisoned(rows, units), actualDelta = Poisoned(rows, units);
                var f = output as Activation.Pointwise;
                if (f is null) Law.Softmax(z, a);
                else Law.Map(f.Function, f.Parameter, z, a);
                double expected = cost.Value(Law, z, a, y, weights);
                cost.OutputError(Law, output, z, a, y, weights, 17.5, delta);
                double actual = cost.Output(Backend, f, z, y, weights, 17.5, actualA, actualDelta);
                string told = $"{cost} of {rows} rows of {units} {output}";
                Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual), $"{told}: {expected:R}, found {actual:R}");
                Same(a, actualA, "a, " + told);
                Same(delta, actualDelta, "δ, " + told);
            }
        }
    }

    /// <summary>Every kind of rule, with and without L2 and with and without L1, with a decay where there is one.</summary>
    private static IEnumerable<UpdateRule> Rules() =>
        from kind in Enum.GetValues<UpdateKind>()
        from l2 in new[] { 0, 0.02f }
        from threshold in new[] { 0, 0.05f }
        select new UpdateRule(kind, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f, kind == UpdateKind.Adam && l2 == 0 ? 0.02f : 0, l2, threshold);

    /// <summary>The functions in turn.</summary>
    private static Elementwise Function(int number) => (Elementwise)(number % Enum.GetValues<Elementwise>().Length);

    private static UpdatedBlock Block(int rows, int columns)
    {
        var second = Lanes(rows, columns, 41);
        Law.Multiply(second.Flat, second.Flat, second.Flat);
        return new(Lanes(rows, columns, 42), Lanes(rows, columns, 43), second);
    }

    /// <summary>A copy with what the rule has.</summary>
    private static UpdatedBlock Copy(UpdatedBlock block, UpdateRule rule) =>
        new(Copy(block.Parameters), rule.UsesFirst ? Copy(block.First) : default, rule.UsesSecond ? Copy(block.Second) : default);

    private static LaneMatrix Copy(LaneMatrix matrix)
    {
        var copy = new LaneMatrix(matrix.Rows, matrix.Columns);
        matrix.Flat.Span.CopyTo(copy.Flat.Span);
        return copy;
    }

    private static Matrix Flat(LaneMatrix matrix) => matrix.Exists ? matrix.Flat : default;

    /// <summary>Numbers between 0 and 1.</summary>
    private static Matrix Shares(int rows, int columns, int layer)
    {
        var matrix = Numbers(rows, columns, layer);
        Law.Map(Elementwise.Sigmoid, 0, matrix, matrix);
        return matrix;
    }

    /// <summary>A place for a result in which nothing is right yet.</summary>
    private static Matrix Poisoned(int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++) matrix.Row(i).Fill(float.NaN);
        return matrix;
    }

    private static void Same(in UpdatedBlock expected, in UpdatedBlock actual, string told)
    {
        Same(expected.Parameters.Flat, actual.Parameters.Flat, "w of " + told);
        if (expected.First.Exists) Same(expected.First.Flat, actual.First.Flat, "m of " + told);
        if (expected.Second.Exists) Same(expected.Second.Flat, actual.Second.Flat, "s of " + told);
    }

    /// <summary>The same bits, the padding's too: both matrices hold 0 there.</summary>
    private static void Same(Matrix expected, Matrix actual, string told)
    {
        int at = MemoryMarshal.Cast<float, int>(expected.Span).CommonPrefixLength(MemoryMarshal.Cast<float, int>(actual.Span));
        if (at < expected.Span.Length)
            Assert.Fail($"{told}: [{at / expected.Stride},{at % expected.Stride}] is {expected.Span[at]:R}, found {actual.Span[at]:R}");
    }
}
