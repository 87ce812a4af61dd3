using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// How parameters follow the gradient. A rule is a value: its vectors and counters live in an <see cref="OptimizerState"/>.
/// A closed family: see <see cref="Names"/>.
/// </summary>
public abstract record Optimizer
{
    private protected Optimizer(float learningRate) =>
        LearningRate = Check.Range("learning rate", learningRate, learningRate > 0 && float.IsFinite(learningRate), "a finite number > 0");

    /// <summary>η, before the schedule.</summary>
    public float LearningRate { get; private init; }

    /// <summary>How it is written on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The names of all members.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "rmsprop", "adam", "adamw", "lbfgs"];

    /// <summary>The step's numbers, at the learning rate of this step.</summary>
    internal abstract UpdateRule Rule(float learningRate, OptimizerState state);

    /// <summary>One line with all numbers: <c>adam lr 0.001 beta1 0.9 beta2 0.999 epsilon 1E-08</c>.</summary>
    public sealed override string ToString() => Line(CultureInfo.InvariantCulture);

    private protected abstract string Line(IFormatProvider culture);

    /// <summary>The line without the learning rate, the one number that may change in the middle of a training.</summary>
    internal string WithoutRate => (this with { LearningRate = 1 }).ToString().Replace(" lr 1", "", StringComparison.Ordinal);

    /// <summary>The decoupled weight decay, 0 where there is none.</summary>
    internal virtual float Decay => 0;
}

/// <summary>Stochastic gradient descent (T8): w ← w − η g; with momentum μ: v ← μ v + g, w ← w − η v; Nesterov: w ← w − η (g + μ v).</summary>
/// <param name="LearningRate">η &gt; 0.</param>
public sealed record Sgd(float LearningRate = 0.1f) : Optimizer(LearningRate)
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <summary>μ in [0, 1).</summary>
    /// <exception cref="OptionException">Not in [0, 1).</exception>
    public float Momentum { get; init => field = Check.Range("momentum", value, value is >= 0 and < 1, "0 ≤ momentum < 1"); }

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; }

    private protected override string Line(IFormatProvider culture) => string.Create(
        culture, $"sgd lr {LearningRate}{(Momentum == 0 ? "" : string.Create(culture, $" momentum {Momentum}"))}{(Nesterov ? " nesterov" : "")}");

    internal override UpdateRule Rule(float learningRate, OptimizerState state) =>
        new(Momentum == 0 ? UpdateKind.Descent : Nesterov ? UpdateKind.Nesterov : UpdateKind.Momentum, learningRate, Decay1: Momentum);
}

/// <summary>RMSProp (Tieleman, Hinton 2012): s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε).</summary>
/// <param name="LearningRate">η &gt; 0.</param>
/// <param name="Rho">ρ in [0, 1).</param>
/// <param name="Epsilon">ε &gt; 0.</param>
public sealed record RmsProp(float LearningRate = 0.001f, float Rho = 0.9f, float Epsilon = 1e-8f) : Optimizer(LearningRate)
{
    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <summary>ρ.</summary>
    public float Rho { get; } = Check.Range("rho", Rho, Rho is >= 0 and < 1, "0 ≤ rho < 1");

    /// <summary>ε.</summary>
    public float Epsilon { get; } = Check.Range("epsilon", Epsilon, Epsilon > 0 && float.IsFinite(Epsilon), "a finite number > 0");

    private protected override string Line(IFormatProvider culture) =>
        string.Create(culture, $"rmsprop lr {LearningRate} rho {Rho} epsilon {Epsilon}");

    internal override UpdateRule Rule(float learningRate, OptimizerState state) =>
        new(UpdateKind.RmsProp, learningRate, Decay2: Rho, Epsilon: Epsilon);
}

/// <summary>Adam (Kingma, Ba 2015, algorithm 1): m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², w ← w − η m̂ / (√ŝ + ε).</summary>
/// <param name="LearningRate">η &gt; 0.</param>
/// <param name="Beta1">β₁ in [0, 1).</param>
/// <param name="Beta2">β₂ in [0, 1).</param>
/// <param name="Epsilon">ε &gt; 0.</param>
public record Adam(float LearningRate = 0.001f, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f) : Optimizer(LearningRate)
{
    /// <inheritdoc/>
    public override string Name => "adam";

    /// <summary>β₁.</summary>
    public float Beta1 { get; } = Check.Range("beta1", Beta1, Beta1 is >= 0 and < 1, "0 ≤ beta1 < 1");

    /// <summary>β₂.</summary>
    public float Beta2 { get; } = Check.Range("beta2", Beta2, Beta2 is >= 0 and < 1, "0 ≤ beta2 < 1");

    /// <summary>ε.</summary>
    public float Epsilon { get; } = Check.Range("epsilon", Epsilon, Epsilon > 0 && float.IsFinite(Epsilon), "a finite number > 0");

    private protected override string Line(IFormatProvider culture) =>
        string.Create(culture, $"{Name} lr {LearningRate} beta1 {Beta1} beta2 {Beta2} epsilon {Epsilon}");

    internal sealed override UpdateRule Rule(float learningRate, OptimizerState state)
    {
        var (power1, power2) = state.AdvanceBetas(Beta1, Beta2);
        return new UpdateRule(UpdateKind.Adam, learningRate, Beta1, Beta2, Epsilon, (float)(1 - power1), (float)(1 - power2), Decay);
    }
}

/// <summary>Adam with decoupled weight decay (Loshchilov, Hutter 2019, algorithm 2): first w ← (1 − η λ) w on the weights, then Adam's step.</summary>
/// <param name="LearningRate">η &gt; 0.</param>
/// <param name="WeightDecay">λ ≥ 0.</param>
public sealed record AdamW(float LearningRate = 0.001f, float WeightDecay = 0.01f) : Adam(LearningRate)
{
    /// <inheritdoc/>
    public override string Name => "adamw";

    /// <summary>λ.</summary>
    public float WeightDecay { get; } = Check.Range("weight decay", WeightDecay, WeightDecay >= 0 && float.IsFinite(WeightDecay), "a finite number ≥ 0");

    private protected override string Line(IFormatProvider culture) => string.Create(culture, $"{base.Line(culture)} decay {WeightDecay}");

    internal override float Decay => WeightDecay;
}

/// <summary>
/// Limited-memory BFGS for small data (Nocedal, Wright 2006, algorithm 7.5) with the bisecting line search for the weak Wolfe conditions
/// of Lewis and Overton (2013):
/// every epoch is one iteration over all rows.
/// </summary>
/// <param name="History">Pairs of steps and gradient changes that are kept.</param>
/// <param name="MaxEvaluations">Evaluations of cost and gradient after which it stops.</param>
public sealed record Lbfgs(int History = 10, int MaxEvaluations = 15_000) : Optimizer(1)
{
    /// <inheritdoc/>
    public override string Name => "lbfgs";

    /// <summary>Pairs kept.</summary>
    public int History { get; } = Check.Range("history", History, History is >= 1 and <= 100, "1 ≤ history ≤ 100");

    /// <summary>Evaluations after which it stops.</summary>
    public int MaxEvaluations { get; } = Check.Range("max evaluations", MaxEvaluations, MaxEvaluations >= 1, "≥ 1");

    private protected override string Line(IFormatProvider culture) => string.Create(culture, $"lbfgs history {History} evaluations {MaxEvaluations}");

    internal override UpdateRule Rule(float learningRate, OptimizerState state) =>
        throw new NotSupportedException("L-BFGS chooses its steps by a line search.");
}
