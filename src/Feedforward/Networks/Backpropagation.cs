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
        for (int l = 0; l < w.Network.Layers.Count; l++)
        {
            if (w.Mask(l) is { } mask) b.Multiply(w.Undropped(l), mask, w.Fed(l));      // a[l] ⊙ mask                 [N×in]
            b.Affine(w.Fed(l), p.Weights(l), p.Biases(l), w.Inputs(l));                 // a[l] W[l] + b[l]            [N×out]
            if (w.Network.Layers[l].Activation is Activation.Pointwise f)
                b.Map(f.Function, f.Parameter, w.Inputs(l), w.Outputs(l));              // f(z[l+1])                   [N×out]
            else
                b.Softmax(w.Inputs(l), w.Outputs(l));
        }
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
            // BP4, BP3  ∂C/∂W[l] = a[l]ᵀ δ[l+1],  ∂C/∂b[l] = Σ rows of δ[l+1]                                         [in×out], [out]
            b.AffineBackwardParameters(w.Fed(l), w.Errors(l), gradient.Weights(l), gradient.Biases(l));
            if (l == 0) break;

            // BP2  δ[l] = (δ[l+1] W[l]ᵀ) ⊙ mask ⊙ f′(z[l])                                                            [N×in]
            b.AffineBackwardInput(w.Errors(l), p.Weights(l), w.Errors(l - 1));
            if (w.Mask(l) is { } mask) b.Multiply(w.Errors(l - 1), mask, w.Errors(l - 1));
            if (w.Network.Layers[l - 1].Activation is Activation.Pointwise f)
                b.MapBackward(f.Function, f.Parameter, w.Inputs(l - 1), w.Outputs(l - 1), w.Errors(l - 1));
        }
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
