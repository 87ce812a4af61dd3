using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// What is added to the mean cost to keep weights small: λ₂·½‖w‖² + λ₁·‖w‖₁ over the weights; biases are never penalised.
/// L2 acts through the gradient (λ₂ w), L1 as a proximal step after the optimiser's, so that weights become exactly 0.
/// </summary>
public record Penalty
{
    private protected Penalty(float l1, float l2)
    {
        L1Strength = Check.Range("l1", l1, l1 >= 0 && float.IsFinite(l1), "a finite number ≥ 0");
        L2Strength = Check.Range("l2", l2, l2 >= 0 && float.IsFinite(l2), "a finite number ≥ 0");
    }

    /// <summary>No penalty.</summary>
    public static Penalty None { get; } = new(0, 0);

    /// <summary>λ₁ of λ₁·‖w‖₁.</summary>
    public float L1Strength { get; }

    /// <summary>λ₂ of λ₂·½‖w‖².</summary>
    public float L2Strength { get; }

    /// <summary>Both penalties together.</summary>
    public static Penalty Both(float l1, float l2) => new(l1, l2);

    /// <summary>The penalty of a network's weights, in double precision.</summary>
    public double Value(Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double value = 0;
        foreach (var run in Decayed(parameters))
        {
            double squares = 0, magnitudes = 0;
            foreach (float w in parameters.Run(run).Span)
            {
                squares += (double)w * w;
                magnitudes += Math.Abs(w);
            }
            value += run.DecayFactor * ((0.5 * L2Strength * squares) + (L1Strength * magnitudes));
        }
        return value;
    }

    /// <summary>gradient ← gradient + λ₂ w on the weights.</summary>
    internal void AddGradient(Backend backend, Parameters parameters, Parameters gradient)
    {
        if (L2Strength == 0) return;
        foreach (var run in Decayed(parameters))
            backend.AddScaled(parameters.Run(run), L2Strength * run.DecayFactor, gradient.Run(run));
    }

    private static IEnumerable<ParameterRun> Decayed(Parameters parameters) => parameters.Layout.Runs.Where(run => run.DecayFactor != 0);
}

/// <summary>L2 regularisation: adds λ·½‖w‖² to the mean cost (T11).</summary>
/// <param name="Strength">λ, at least 0.</param>
public sealed record L2(float Strength) : Penalty(0, Strength)
{
    /// <summary>The strength from Nielsen's λ, which he divides by the number of training rows n: λ/n.</summary>
    public static L2 FromNielsen(float lambda, int rows) =>
        new(lambda / Check.Range("rows", rows, rows >= 1, "≥ 1"));
}

/// <summary>L1 regularisation: adds λ·‖w‖₁ to the mean cost (T12); small weights become exactly 0.</summary>
/// <param name="Strength">λ, at least 0.</param>
public sealed record L1(float Strength) : Penalty(Strength, 0);
