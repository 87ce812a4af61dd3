using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>An optimiser's arithmetic on one lane, written once for every lane; the formulas are at <see cref="UpdateKind"/>.</summary>
internal interface IUpdateFormula
{
    /// <summary>Whether the form keeps v or m.</summary>
    static abstract bool UsesFirst { get; }

    /// <summary>Whether the form keeps s.</summary>
    static abstract bool UsesSecond { get; }

    /// <summary>One step: g the gradient, m and s the rule's own numbers (as far as it has them), w the parameter.</summary>
    static abstract void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>;
}

/// <summary>A rule's numbers in every lane, made once for a whole stretch of parameters.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct UpdateNumbers<T>(in UpdateRule rule)
    where T : struct, ILane<T>
{
    internal readonly T Rate = T.Constant(-rule.LearningRate), Penalty = T.Constant(rule.L2), Threshold = T.Constant(rule.Threshold);
    internal readonly T Decay1 = T.Constant(rule.Decay1), Rest1 = T.Constant(1 - rule.Decay1);
    internal readonly T Decay2 = T.Constant(rule.Decay2), Rest2 = T.Constant(1 - rule.Decay2), Epsilon = T.Constant(rule.Epsilon);
    internal readonly T CorrectedRate = T.Constant(-rule.LearningRate / rule.Correction1), Inverse2 = T.Constant(1 / rule.Correction2);
    internal readonly T WeightDecay = T.Constant(-rule.LearningRate * rule.WeightDecay);
    internal readonly bool HasPenalty = rule.L2 != 0, HasThreshold = rule.Threshold != 0, HasWeightDecay = rule.WeightDecay != 0;
}

internal readonly struct DescentFormula : IUpdateFormula
{
    public static bool UsesFirst => false;

    public static bool UsesSecond => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T> => w = T.Fma(rule.Rate, g, w);
}

internal readonly struct MomentumFormula : IUpdateFormula
{
    public static bool UsesFirst => true;

    public static bool UsesSecond => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>
    {
        m = T.Fma(rule.Decay1, m, g);
        w = T.Fma(rule.Rate, m, w);
    }
}

internal readonly struct NesterovFormula : IUpdateFormula
{
    public static bool UsesFirst => true;

    public static bool UsesSecond => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>
    {
        m = T.Fma(rule.Decay1, m, g);
        w = T.Fma(rule.Rate, T.Fma(rule.Decay1, m, g), w);
    }
}

internal readonly struct RmsPropFormula : IUpdateFormula
{
    public static bool UsesFirst => false;

    public static bool UsesSecond => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>
    {
        s = T.Fma(rule.Decay2, s, rule.Rest2 * (g * g));
        w = T.Fma(rule.Rate, g / (T.Sqrt(s) + rule.Epsilon), w);
    }
}

internal readonly struct AdamFormula : IUpdateFormula
{
    public static bool UsesFirst => true;

    public static bool UsesSecond => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>
    {
        if (rule.HasWeightDecay) w = T.Fma(rule.WeightDecay, w, w);
        m = T.Fma(rule.Decay1, m, rule.Rest1 * g);
        s = T.Fma(rule.Decay2, s, rule.Rest2 * (g * g));
        w = T.Fma(rule.CorrectedRate, m / (T.Sqrt(s * rule.Inverse2) + rule.Epsilon), w);
    }
}

/// <summary>What is to be done with an optimiser's formula: <see cref="UpdateFormulas.Dispatch{TAction}"/> calls it with the formula as a type.</summary>
internal interface IUpdateAction
{
    void Invoke<TFormula>()
        where TFormula : struct, IUpdateFormula;
}

/// <summary>From a member of <see cref="UpdateKind"/> to its formula, and what surrounds each step.</summary>
internal static class UpdateFormulas
{
    /// <summary>Runs the action with the formula of <paramref name="kind"/> as its type argument, so that its loop is compiled for that formula.</summary>
    internal static void Dispatch<TAction>(UpdateKind kind, ref TAction action)
        where TAction : struct, IUpdateAction, allows ref struct
    {
        switch (kind)
        {
            case UpdateKind.Descent: action.Invoke<DescentFormula>(); break;
            case UpdateKind.Momentum: action.Invoke<MomentumFormula>(); break;
            case UpdateKind.Nesterov: action.Invoke<NesterovFormula>(); break;
            case UpdateKind.RmsProp: action.Invoke<RmsPropFormula>(); break;
            case UpdateKind.Adam: action.Invoke<AdamFormula>(); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>A whole step: L2 joins the gradient, the rule's step, the proximal step of L1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step<TFormula, T>(in UpdateNumbers<T> rule, T g, ref T m, ref T s, ref T w)
        where TFormula : struct, IUpdateFormula
        where T : struct, ILane<T>
    {
        if (rule.HasPenalty) g = T.Fma(rule.Penalty, w, g);
        TFormula.Step(rule, g, ref m, ref s, ref w);
        if (rule.HasThreshold) w = SoftThreshold(w, rule.Threshold);
    }

    /// <summary>sign(x)·max(|x| − t, 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SoftThreshold<T>(T x, T t)
        where T : struct, ILane<T> =>
        T.WhereLess(t, x, x - t, T.WhereLess(x, -t, x + t, T.Abs(x) * T.Constant(0)));

    /// <summary>limit / √squares where the norm exceeds the limit, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T MaxNormFactor<T>(T squares, T limit)
        where T : struct, ILane<T>
    {
        T norm = T.Sqrt(squares);
        return T.WhereLess(limit, norm, limit / norm, T.Constant(1));
    }
}
