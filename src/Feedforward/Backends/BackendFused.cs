namespace Feedforward.Backends;

// Operations that are others in a row. Each equals its composition bit for bit: that is what the default does; a back end that computes them in one pass is faster.
public abstract partial class Backend
{
    /// <summary>z = a W + b, then f(z): <see cref="Affine"/> and <see cref="Map"/>; a [N×in], W [in×out], b [1×out], z and result [N×out].</summary>
    public void AffineMap(Matrix a, LaneMatrix weights, Matrix biases, Elementwise function, float parameter, Matrix z, Matrix result)
    {
        Shape(a, z.Rows, weights.Rows);
        Shape(biases, 1, weights.Columns);
        Shape(z, a.Rows, weights.Columns);
        Shape(result, a.Rows, weights.Columns);
        AffineMapCore(a, weights, biases, function, parameter, z, result);
    }

    /// <summary>
    /// BP2: (δ Wᵀ) ⊙ mask ⊙ f′: <see cref="AffineBackwardInput"/>, <see cref="Multiply"/> where there is a mask, <see cref="MapBackward"/>;
    /// δ [N×out], W [in×out], z, a = f(z), mask and result [N×in].
    /// </summary>
    public void AffineBackwardInputMap(Matrix delta, LaneMatrix weights, Matrix? mask, Elementwise function, float parameter, Matrix z, Matrix a, Matrix result)
    {
        Shape(delta, result.Rows, weights.Columns);
        Shape(result, delta.Rows, weights.Rows);
        Shape(z, result.Rows, result.Columns);
        Shape(a, result.Rows, result.Columns);
        if (mask is { } factors) Shape(factors, result.Rows, result.Columns);
        AffineBackwardInputMapCore(delta, weights, mask ?? default, function, parameter, z, a, result);
    }

    /// <summary>
    /// BP4, BP3 and one optimiser step on W and b: <see cref="AffineBackwardParameters"/>, then <see cref="Update"/> of both; a [N×in], δ [N×out],
    /// the blocks [in×out] and [1×out]. The gradient is kept nowhere.
    /// </summary>
    public void AffineBackwardUpdate(
        Matrix a, Matrix delta, in UpdateRule weightRule, in UpdateRule biasRule, in UpdatedBlock weights, in UpdatedBlock biases)
    {
        Shape(a, delta.Rows, weights.Parameters.Rows);
        Shape(delta, a.Rows, weights.Parameters.Columns);
        Shape(biases.Parameters.Flat, 1, delta.Stride);
        ShapeOfState(weightRule, weights);
        ShapeOfState(biasRule, biases);
        AffineBackwardUpdateCore(a, delta, weightRule, biasRule, weights, biases);
    }

    /// <summary>
    /// The last layer in training: a = f(z), or softmax where there is no function; Σ wᵢ cᵢ; BP1, δ = (a − y)·wᵢ/Σw, ⊙ f′ unless that is already in it.
    /// <see cref="Map"/> or <see cref="Softmax"/>, <see cref="CostValue"/>, <see cref="CostError"/>, <see cref="MapBackward"/>; all [N×K], row weights [1×N].
    /// </summary>
    /// <returns>Σ wᵢ cᵢ.</returns>
    public double Output(
        CostFunction cost, Elementwise? function, float parameter, bool collapses, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta)
    {
        Shape(z, targets.Rows, targets.Columns);
        Shape(a, targets.Rows, targets.Columns);
        Shape(delta, targets.Rows, targets.Columns);
        Shape(rowWeights, 1, targets.Rows);
        return OutputCore(cost, function, parameter, collapses, z, targets, rowWeights, weightSum, a, delta);
    }

    /// <summary>See <see cref="AffineMap"/>.</summary>
    protected virtual void AffineMapCore(Matrix a, LaneMatrix weights, Matrix biases, Elementwise function, float parameter, Matrix z, Matrix result)
    {
        AffineCore(a, weights, biases, z);
        MapCore(function, parameter, z, result);
    }

    /// <summary>See <see cref="AffineBackwardInputMap"/>; the mask may be <c>default</c>.</summary>
    protected virtual void AffineBackwardInputMapCore(
        Matrix delta, LaneMatrix weights, Matrix mask, Elementwise function, float parameter, Matrix z, Matrix a, Matrix result)
    {
        AffineBackwardInputCore(delta, weights, result);
        if (mask.Exists) MultiplyCore(result, mask, result);
        MapBackwardCore(function, parameter, z, a, result);
    }

    /// <summary>See <see cref="AffineBackwardUpdate"/>.</summary>
    protected virtual void AffineBackwardUpdateCore(
        Matrix a, Matrix delta, in UpdateRule weightRule, in UpdateRule biasRule, in UpdatedBlock weights, in UpdatedBlock biases)
    {
        var weightGradient = new LaneMatrix(a.Columns, delta.Columns);
        var biasGradient = new Matrix(1, delta.Columns);
        AffineBackwardParametersCore(a, delta, weightGradient, biasGradient);
        UpdateCore(weightRule, weightGradient.Flat, weights.First.Flat, weights.Second.Flat, weights.Parameters.Flat);
        UpdateCore(biasRule, new Matrix(biasGradient.Buffer, 0, 1, biasGradient.Stride), biases.First.Flat, biases.Second.Flat, biases.Parameters.Flat);
    }

    /// <summary>See <see cref="Output"/>.</summary>
    protected virtual double OutputCore(
        CostFunction cost, Elementwise? function, float parameter, bool collapses, Matrix z, Matrix targets, Matrix rowWeights, double weightSum, Matrix a, Matrix delta)
    {
        if (function is { } f) MapCore(f, parameter, z, a);
        else SoftmaxCore(z, a);
        double value = CostValueCore(cost, z, a, targets, rowWeights);
        CostErrorCore(a, targets, rowWeights, weightSum, delta);
        if (function is { } g && !collapses) MapBackwardCore(g, parameter, z, a, delta);
        return value;
    }

    private static void ShapeOfState(in UpdateRule rule, in UpdatedBlock block)
    {
        if (rule.UsesFirst) Shape(block.First, block.Parameters.Rows, block.Parameters.Columns);
        if (rule.UsesSecond) Shape(block.Second, block.Parameters.Rows, block.Parameters.Columns);
    }
}
