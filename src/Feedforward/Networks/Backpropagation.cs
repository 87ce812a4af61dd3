using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// The network's value and its gradient: forward, and the four equations of back-propagation (Nielsen, chapter 2, in row form).
/// N batch rows, in and out widths of a layer, a[0] the input, δ[l] = ∂C/∂z[l]. A layer l maps a[l] to a[l+1].
/// </summary>
public static class Backpropagation
{
    /// <summary>z[l+1] = a[l] W[l] + b[l], a[l+1] = f(z[l+1]) for all layers, from the workspace's batch to its result.</summary>
    public static void Forward(Backend b, Parameters p, Workspace w)
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(w);
        int last = w.Network.Layers.Count - 1;
        for (int l = 0; l <= last; l++) ForwardLayer(b, p, w, l, w.Function(l));
        if (w.Function(last) is null) b.Softmax(w.Inputs(last), w.Outputs(last));
    }

    /// <summary>A layer's weighted inputs and, where there is a function, its outputs.</summary>
    private static void ForwardLayer(Backend b, Parameters p, Workspace w, int l, Activation.Pointwise? f)
    {
        // a[l] ⊙ mask                                                                                                 [N×in]
        if (w.Mask(l) is { } mask) b.Multiply(w.Undropped(l), mask, w.Fed(l));

        // z[l+1] = a[l] W[l] + b[l],  a[l+1] = f(z[l+1])                                                              [N×out]
        if (f is null) b.Affine(w.Fed(l), p.Weights(l), p.Biases(l), w.Inputs(l));
        else b.AffineMap(w.Fed(l), p.Weights(l), p.Biases(l), f.Function, f.Parameter, w.Inputs(l), w.Outputs(l));
    }

    /// <summary>The gradient of the batch's mean cost after <see cref="Forward"/>, without penalty.</summary>
    public static void Backward(Backend b, Cost cost, Parameters p, Workspace w, Parameters gradient)
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(gradient);
        int last = w.Network.Layers.Count - 1;

        // BP1  δ[L] = ∂C/∂a[L] ⊙ f′(z[L])                                                                             [N×K]
        cost.OutputError(b, w.Network.Output, w.Inputs(last), w.Outputs(last), w.Targets, w.RowWeights, w.WeightSum, w.Errors(last));
        for (int l = last; l >= 0; l--)
        {
            if (l > 0) BackwardLayer(b, p, w, l);

            // BP4, BP3  ∂C/∂W[l] = a[l]ᵀ δ[l+1],  ∂C/∂b[l] = Σ rows of δ[l+1]                                         [in×out], [out]
            b.AffineBackwardParameters(w.Fed(l), w.Errors(l), gradient.Weights(l), gradient.Biases(l));
        }
    }

    /// <summary>BP2  δ[l] = (δ[l+1] W[l]ᵀ) ⊙ mask ⊙ f′(z[l])                                                           [N×in]</summary>
    private static void BackwardLayer(Backend b, Parameters p, Workspace w, int l)
    {
        var f = w.Function(l - 1)!;
        b.AffineBackwardInputMap(
            w.Errors(l), p.Weights(l), w.Mask(l), f.Function, f.Parameter, w.Inputs(l - 1), w.Outputs(l - 1), w.Errors(l - 1));
    }

    /// <summary>
    /// One step of descent on the batch: forward, BP1 to BP4, and each layer's gradient is followed as soon as it is known, so that it is kept nowhere.
    /// The same bits as <see cref="Forward"/>, <see cref="CostSum"/>, <see cref="Backward"/> and the optimiser's step one after the other.
    /// </summary>
    /// <returns>Σ wᵢ cᵢ before the step; where it is not finite, no parameter has been touched.</returns>
    internal static double Descend(Backend b, Cost cost, Parameters p, Workspace w, ILayerStep step)
    {
        int last = w.Network.Layers.Count - 1;
        for (int l = 0; l <= last; l++) ForwardLayer(b, p, w, l, l < last ? w.Function(l) : null);

        // BP1, with the output's activation and the cost
        double value = cost.Output(b, w.Function(last), w.Inputs(last), w.Targets, w.RowWeights, w.WeightSum, w.Outputs(last), w.Errors(last));
        if (!double.IsFinite(value)) return value;
        for (int l = last; l >= 0; l--)
        {
            if (l > 0) BackwardLayer(b, p, w, l);                                       // BP2, before W[l] changes

            // BP4, BP3, and W[l], b[l] follow them
            step.Follow(b, l, w.Fed(l), w.Errors(l));
        }
        return value;
    }

    /// <summary>Σ wᵢ cᵢ of the batch after <see cref="Forward"/>, in double precision, without penalty.</summary>
    public static double CostSum(Backend b, Cost cost, Workspace w)
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(w);
        int last = w.Network.Layers.Count - 1;
        return cost.Value(b, w.Inputs(last), w.Outputs(last), w.Targets, w.RowWeights);
    }
}

/// <summary>Moves one layer's parameters along their gradient.</summary>
internal interface ILayerStep
{
    /// <summary>The step of layer l, from what fed it [N×in] and its errors [N×out].</summary>
    void Follow(Backend b, int layer, Matrix fed, Matrix errors);
}
