using Feedforward.Backends;

namespace Feedforward.Studio.Learn.Labs;

/// <summary>What people forget when they write back-propagation.</summary>
public enum PlantedFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The slope f′(z), in BP1 and BP2.</summary>
    Slope,

    /// <summary>The transpose of W, in BP2.</summary>
    Transpose,

    /// <summary>The 1/n of the mean over rows, in BP1.</summary>
    Mean,
}

/// <summary>
/// The reference back end with one operation computed wrongly, so that the library's own back-propagation goes wrong, and its own gradient check has
/// something to find.
/// </summary>
/// <param name="fault">What is forgotten.</param>
public sealed class FaultyBackend(PlantedFault fault) : Backend
{
    private readonly ReferenceBackend _right = new();

    /// <inheritdoc/>
    public override string Name => "faulty";

    /// <summary>
    /// Without the transpose the numbers of W [in×out] are read as if they lay there as [out×in]. For as many inputs as outputs that is δ W in place of
    /// δ Wᵀ; for one output it is no fault at all.
    /// </summary>
    protected override void AffineBackwardInputCore(Matrix delta, LaneMatrix weights, Matrix result)
    {
        if (fault == PlantedFault.Transpose)
        {
            var numbers = weights.ToArray();
            var misread = new LaneMatrix(weights.Rows, weights.Columns);
            for (int k = 0; k < weights.Rows; k++)
                for (int j = 0; j < weights.Columns; j++) misread[k, j] = numbers[(j * weights.Rows) + k];
            weights = misread;
        }
        _right.AffineBackwardInput(delta, weights, result);
    }

    /// <inheritdoc/>
    protected override void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta)
    {
        if (fault != PlantedFault.Slope) _right.MapBackward(function, parameter, z, a, delta);
    }

    /// <inheritdoc/>
    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta) =>
        _right.CostError(a, targets, rowWeights, fault == PlantedFault.Mean ? 1 : weightSum, delta);

    /// <inheritdoc/>
    protected override void AffineCore(Matrix a, LaneMatrix weights, Matrix biases, Matrix z) => _right.Affine(a, weights, biases, z);

    /// <inheritdoc/>
    protected override void AffineBackwardParametersCore(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases) =>
        _right.AffineBackwardParameters(a, delta, weights, biases);

    /// <inheritdoc/>
    protected override void MapCore(Elementwise function, float parameter, Matrix z, Matrix a) => _right.Map(function, parameter, z, a);

    /// <inheritdoc/>
    protected override void SoftmaxCore(Matrix z, Matrix a) => _right.Softmax(z, a);

    /// <inheritdoc/>
    protected override void MultiplyCore(Matrix x, Matrix factor, Matrix result) => _right.Multiply(x, factor, result);

    /// <inheritdoc/>
    protected override double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights) =>
        _right.CostValue(cost, z, a, targets, rowWeights);

    /// <inheritdoc/>
    protected override void AddScaledCore(Matrix x, float alpha, Matrix y) => _right.AddScaled(x, alpha, y);

    /// <inheritdoc/>
    protected override void ScaleCore(float alpha, Matrix x) => _right.Scale(alpha, x);

    /// <inheritdoc/>
    protected override double DotCore(Matrix x, Matrix y) => _right.Dot(x, y);

    /// <inheritdoc/>
    protected override void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters) =>
        _right.Update(rule, gradient, first, second, parameters);

    /// <inheritdoc/>
    protected override void MaxNormCore(float limit, LaneMatrix weights) => _right.MaxNorm(limit, weights);
}
