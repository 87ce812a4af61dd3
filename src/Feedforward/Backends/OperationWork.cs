using System.Diagnostics;
using System.Globalization;

namespace Feedforward.Backends;

/// <summary>N×in×out of a product; rows×columns of anything else, with no units.</summary>
internal readonly record struct OperationShape(long Rows, long Columns, long Units = 0)
{
    /// <summary>The shape of an operation on matrices of one size.</summary>
    internal static OperationShape Of(Matrix matrix) => new(matrix.Rows, matrix.Columns);

    /// <summary>The shape of a product of so many rows with weights [in×out].</summary>
    internal static OperationShape Of(int rows, LaneMatrix weights) => new(rows, weights.Rows, weights.Columns);

    /// <summary>N·in of a product; all elements of anything else.</summary>
    internal long Elements => Rows * Columns;

    /// <summary>in·out.</summary>
    internal long Weights => Columns * Units;

    /// <summary>N·out.</summary>
    internal long Results => Rows * Units;

    /// <summary>N·in·out.</summary>
    internal long MultiplyAdds => Rows * Columns * Units;

    /// <summary>For example <c>10×784×30</c>.</summary>
    public override string ToString() => Units == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Rows}×{Columns}")
        : string.Create(CultureInfo.InvariantCulture, $"{Rows}×{Columns}×{Units}");
}

/// <summary>
/// What one call asks for, as <see cref="OperationProfile"/> counts it: floating-point operations, and floats read and written. A fused operation has the
/// operations of its parts and touches fewer floats, because what passes from part to part need not leave the registers.
/// </summary>
internal readonly record struct OperationWork(string Name, OperationShape Shape, long Flops, long Floats)
{
    internal static OperationWork Affine(OperationShape s) =>
        new(nameof(Affine), s, 2 * s.MultiplyAdds, s.Elements + s.Weights + s.Units + s.Results);

    internal static OperationWork AffineMap(OperationShape s) =>
        new(nameof(AffineMap), s, (2 * s.MultiplyAdds) + s.Results, s.Elements + s.Weights + s.Units + (2 * s.Results));

    internal static OperationWork AffineBackwardInput(OperationShape s) =>
        new(nameof(AffineBackwardInput), s, 2 * s.MultiplyAdds, s.Results + s.Weights + s.Elements);

    internal static OperationWork AffineBackwardInputMap(OperationShape s, bool masked)
    {
        int mask = masked ? 1 : 0;
        return new(nameof(AffineBackwardInputMap), s, (2 * s.MultiplyAdds) + ((2 + mask) * s.Elements), s.Results + s.Weights + ((3 + mask) * s.Elements));
    }

    internal static OperationWork AffineBackwardParameters(OperationShape s) =>
        new(nameof(AffineBackwardParameters), s, (2 * s.MultiplyAdds) + s.Results, s.Elements + s.Results + s.Weights + s.Units);

    internal static OperationWork AffineBackwardUpdate(OperationShape s, in UpdateRule weights, in UpdateRule biases) => new(
        nameof(AffineBackwardUpdate), s,
        AffineBackwardParameters(s).Flops + (s.Weights * FlopsEach(weights)) + (s.Units * FlopsEach(biases)),
        s.Elements + s.Results + (2 * s.Weights * VectorsOf(weights)) + (2 * s.Units * VectorsOf(biases)));

    internal static OperationWork Map(OperationShape s) => new(nameof(Map), s, s.Elements, 2 * s.Elements);

    internal static OperationWork MapBackward(OperationShape s) => new(nameof(MapBackward), s, 2 * s.Elements, 4 * s.Elements);

    internal static OperationWork Softmax(OperationShape s) => new(nameof(Softmax), s, 4 * s.Elements, 2 * s.Elements);

    internal static OperationWork Multiply(OperationShape s) => new(nameof(Multiply), s, s.Elements, 3 * s.Elements);

    internal static OperationWork CostValue(OperationShape s, CostFunction cost) =>
        new(nameof(CostValue), s, s.Elements * FlopsEach(cost), (3 * s.Elements) + s.Rows);

    internal static OperationWork CostError(OperationShape s) => new(nameof(CostError), s, 2 * s.Elements, (3 * s.Elements) + s.Rows);

    internal static OperationWork Output(OperationShape s, CostFunction cost, bool softmax, bool collapses)
    {
        long outputs = softmax ? Softmax(s).Flops : Map(s).Flops, slopes = softmax || collapses ? 0 : MapBackward(s).Flops;
        return new(nameof(Output), s, outputs + CostValue(s, cost).Flops + CostError(s).Flops + slopes, (4 * s.Elements) + s.Rows);
    }

    internal static OperationWork AddScaled(OperationShape s) => new(nameof(AddScaled), s, 2 * s.Elements, 3 * s.Elements);

    internal static OperationWork Scale(OperationShape s) => new(nameof(Scale), s, s.Elements, 2 * s.Elements);

    internal static OperationWork Dot(OperationShape s, bool withItself) => new(nameof(Dot), s, 2 * s.Elements, (withItself ? 1 : 2) * s.Elements);

    internal static OperationWork Update(OperationShape s, in UpdateRule rule) =>
        new(nameof(Update), s, s.Elements * FlopsEach(rule), s.Elements * (1 + (2 * VectorsOf(rule))));

    internal static OperationWork MaxNorm(OperationShape s) => new(nameof(MaxNorm), s, 3 * s.Elements, 2 * s.Elements);

    /// <summary>Vectors that a step reads and writes: w, and what the rule remembers.</summary>
    private static int VectorsOf(in UpdateRule rule) => 1 + (rule.UsesFirst ? 1 : 0) + (rule.UsesSecond ? 1 : 0);

    private static int FlopsEach(CostFunction cost) => cost switch
    {
        CostFunction.Quadratic => 3,        // Σ (a − y)²
        CostFunction.CrossEntropy => 4,     // Σ softplus(z) − y z
        CostFunction.LogLikelihood => 4,    // Σ e^z, Σ y z
        _ => throw new UnreachableException(),
    };

    private static int FlopsEach(in UpdateRule rule)
    {
        int step = rule.Kind switch
        {
            UpdateKind.Descent => 2,        // w − η g
            UpdateKind.Momentum => 4,       // μ v + g; w − η v
            UpdateKind.Nesterov => 6,       // μ v + g; w − η (g + μ v)
            UpdateKind.RmsProp => 9,        // ρ s + (1 − ρ) g²; w − η g / (√s + ε)
            UpdateKind.Adam => 13,          // β₁ m + (1 − β₁) g; β₂ s + (1 − β₂) g²; w − (η/c₁) m / (√(s/c₂) + ε)
            _ => throw new UnreachableException(),
        };
        return step + (rule.L2 != 0 ? 2 : 0) + (rule.WeightDecay != 0 ? 1 : 0) + (rule.Threshold != 0 ? 1 : 0);
    }
}
