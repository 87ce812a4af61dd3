namespace Feedforward.Backends;

// What a back end implements. Each method only computes: the public method of the same name has looked at the shapes.
public abstract partial class Backend
{
    /// <summary>See <see cref="Affine"/>.</summary>
    protected abstract void AffineCore(Matrix a, LaneMatrix weights, Matrix biases, Matrix z);

    /// <summary>See <see cref="AffineBackwardInput"/>.</summary>
    protected abstract void AffineBackwardInputCore(Matrix delta, LaneMatrix weights, Matrix result);

    /// <summary>See <see cref="AffineBackwardParameters"/>.</summary>
    protected abstract void AffineBackwardParametersCore(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases);

    /// <summary>See <see cref="Map"/>.</summary>
    protected abstract void MapCore(Elementwise function, float parameter, Matrix z, Matrix a);

    /// <summary>See <see cref="MapBackward"/>.</summary>
    protected abstract void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta);

    /// <summary>See <see cref="Softmax"/>.</summary>
    protected abstract void SoftmaxCore(Matrix z, Matrix a);

    /// <summary>See <see cref="Multiply"/>.</summary>
    protected abstract void MultiplyCore(Matrix x, Matrix factor, Matrix result);

    /// <summary>See <see cref="CostValue"/>.</summary>
    protected abstract double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights);

    /// <summary>See <see cref="CostError"/>.</summary>
    protected abstract void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta);

    /// <summary>See <see cref="AddScaled"/>.</summary>
    protected abstract void AddScaledCore(Matrix x, float alpha, Matrix y);

    /// <summary>See <see cref="Scale"/>.</summary>
    protected abstract void ScaleCore(float alpha, Matrix x);

    /// <summary>See <see cref="Dot"/>.</summary>
    protected abstract double DotCore(Matrix x, Matrix y);

    /// <summary>See <see cref="Update"/>.</summary>
    protected abstract void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters);

    /// <summary>See <see cref="MaxNorm"/>.</summary>
    protected abstract void MaxNormCore(float limit, LaneMatrix weights);
}
