namespace Feedforward.Backends;

/// <summary>The forms of an optimiser's step on one parameter w with gradient g.</summary>
public enum UpdateKind
{
    /// <summary>w ← w − η g.</summary>
    Descent,

    /// <summary>v ← μ v + g; w ← w − η v.</summary>
    Momentum,

    /// <summary>v ← μ v + g; w ← w − η (g + μ v).</summary>
    Nesterov,

    /// <summary>s ← ρ s + (1 − ρ) g²; w ← w − η g / (√s + ε).</summary>
    RmsProp,

    /// <summary>w ← (1 − η λ) w; m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; w ← w − (η/c₁) m / (√(s/c₂) + ε), cᵢ = 1 − βᵢᵗ.</summary>
    Adam,
}

/// <summary>One step's numbers, the same for a whole stretch of parameters.</summary>
/// <param name="Kind">The form.</param>
/// <param name="LearningRate">η of this step.</param>
/// <param name="Decay1">μ, or β₁.</param>
/// <param name="Decay2">ρ, or β₂.</param>
/// <param name="Epsilon">ε, outside the root.</param>
/// <param name="Correction1">c₁ = 1 − β₁ᵗ.</param>
/// <param name="Correction2">c₂ = 1 − β₂ᵗ.</param>
/// <param name="WeightDecay">λ of the decoupled decay.</param>
/// <param name="L2">λ₂ of the coupled penalty: g ← g + λ₂ w before the step.</param>
/// <param name="Threshold">How far the proximal step of L1 moves w towards 0 after the step: η λ₁.</param>
public readonly record struct UpdateRule(
    UpdateKind Kind,
    float LearningRate,
    float Decay1 = 0,
    float Decay2 = 0,
    float Epsilon = 0,
    float Correction1 = 1,
    float Correction2 = 1,
    float WeightDecay = 0,
    float L2 = 0,
    float Threshold = 0)
{
    /// <summary>Whether the form keeps v or m.</summary>
    public bool UsesFirst => Kind is UpdateKind.Momentum or UpdateKind.Nesterov or UpdateKind.Adam;

    /// <summary>Whether the form keeps s.</summary>
    public bool UsesSecond => Kind is UpdateKind.RmsProp or UpdateKind.Adam;
}

/// <summary>A block of parameters with what its rule remembers of it; all of one shape. First holds v or m, second s, as far as the rule has them.</summary>
/// <param name="Parameters">w.</param>
/// <param name="First">v or m, or <c>default</c>.</param>
/// <param name="Second">s, or <c>default</c>.</param>
public readonly record struct UpdatedBlock(LaneMatrix Parameters, LaneMatrix First, LaneMatrix Second);
