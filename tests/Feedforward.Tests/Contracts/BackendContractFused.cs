using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Contracts;

// Fused operations: the reference composes them, so its bits are those of the parts in a row.
public abstract partial class BackendContract
{
    [Theory, MemberData(nameof(Shapes))]
    public void Affine_with_a_map_gives_the_bits_of_both(int rows, int inputs, int units)
    {
        Matrix a = Numbers(rows, inputs, 31), b = Numbers(1, units, 32);
        var w = Lanes(inputs, units, 33);
        foreach (var function in Enum.GetValues<Elementwise>())
            Same($"{function}", backend =>
            {
                Matrix z = new(rows, units), result = new(rows, units);
                backend.AffineMap(a, w, b, function, 0.25f, z, result);
                return [z, result];
            });
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Affine_backward_to_the_input_with_a_mask_and_a_slope_gives_the_bits_of_all(int rows, int inputs, int units)
    {
        Matrix delta = Numbers(rows, units, 34), z = Numbers(rows, inputs, 35), mask = Numbers(rows, inputs, 36);
        var w = Lanes(inputs, units, 37);
        foreach (var function in Enum.GetValues<Elementwise>())
            foreach (bool masked in new[] { false, true })
                Same($"{function}, masked: {masked}", backend =>
                {
                    Matrix a = new(rows, inputs), result = new(rows, inputs);
                    Law.Map(function, 0.25f, z, a);
                    backend.AffineBackwardInputMap(delta, w, masked ? mask : null, function, 0.25f, z, a, result);
                    return [result];
                });
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Affine_backward_with_an_update_gives_the_bits_of_both(int rows, int inputs, int units)
    {
        Matrix a = Numbers(rows, inputs, 38), delta = Numbers(rows, units, 39);
        foreach (var kind in Enum.GetValues<UpdateKind>())
            Same($"{kind}", backend =>
            {
                var rule = new UpdateRule(kind, 0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f, kind == UpdateKind.Adam ? 0.02f : 0, L2: 0.03f, Threshold: 0.001f);
                UpdatedBlock weights = Block(inputs, 40), biases = Block(1, 43);
                backend.AffineBackwardUpdate(a, delta, rule, rule with { L2 = 0, Threshold = 0 }, weights, biases);
                return [weights.Parameters.Flat, weights.First.Flat, weights.Second.Flat, biases.Parameters.Flat, biases.First.Flat, biases.Second.Flat];
            });

        UpdatedBlock Block(int height, int layer)
        {
            var squares = Lanes(height, units, layer + 2);
            foreach (ref float s in squares.Flat.Span) s *= s;
            return new(Lanes(height, units, layer), Lanes(height, units, layer + 1), squares);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_output_with_its_cost_and_its_error_gives_the_bits_of_all(int rows, int _, int units)
    {
        Matrix z = Numbers(rows, units, 46, scale: 5), y = Numbers(rows, units, 47), weights = Numbers(1, rows, 48);
        Law.Map(Elementwise.Sigmoid, 0, y, y);
        Law.Map(Elementwise.Sigmoid, 0, weights, weights);
        (CostFunction, Elementwise?, bool)[] cases =
        [
            (CostFunction.LogLikelihood, null, true), (CostFunction.CrossEntropy, Elementwise.Sigmoid, true),
            (CostFunction.Quadratic, Elementwise.Identity, true), (CostFunction.Quadratic, Elementwise.Tanh, false),
        ];
        foreach (var (cost, function, collapses) in cases)
            Same($"{cost} of {function}", backend =>
            {
                Matrix a = new(rows, units), delta = new(rows, units), value = new(1, 2);
                double sum = backend.Output(cost, function, 0.25f, collapses, z, y, weights, 17.5, a, delta);
                MemoryMarshal.Cast<float, double>(value.Span)[0] = sum;
                return [value, a, delta];
            });
    }

    /// <summary>All that an operation leaves, padding too, compared with what it leaves on the reference.</summary>
    private void Same(string what, Func<Backend, Matrix[]> operation)
    {
        foreach (var (expected, actual) in operation(Law).Zip(operation(Backend)))
            Assert.True(
                MemoryMarshal.AsBytes(expected.Span).SequenceEqual(MemoryMarshal.AsBytes(actual.Span)),
                $"{what}: {Backend.Name} does not leave the bits of the reference in a {expected} matrix");
    }
}
