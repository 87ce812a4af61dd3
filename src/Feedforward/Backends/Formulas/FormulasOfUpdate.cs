using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>The optimisers' arithmetic on one lane; the formulas are at <see cref="UpdateKind"/>.</summary>
internal static class UpdateFormulas
{
    /// <summary>One step: g the gradient, m and s the rule's own numbers (as far as it has them), w the parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step<T>(in UpdateRule rule, T g, ref T m, ref T s, ref T w)
        where T : struct, ILane<T>
    {
        T rate = T.Constant(-rule.LearningRate), one = T.Constant(1);
        T decay1 = T.Constant(rule.Decay1), decay2 = T.Constant(rule.Decay2), epsilon = T.Constant(rule.Epsilon);
        switch (rule.Kind)
        {
            case UpdateKind.Descent:
                w = T.Fma(rate, g, w);
                break;
            case UpdateKind.Momentum:
                m = T.Fma(decay1, m, g);
                w = T.Fma(rate, m, w);
                break;
            case UpdateKind.Nesterov:
                m = T.Fma(decay1, m, g);
                w = T.Fma(rate, T.Fma(decay1, m, g), w);
                break;
            case UpdateKind.RmsProp:
                s = T.Fma(decay2, s, (one - decay2) * (g * g));
                w = T.Fma(rate, g / (T.Sqrt(s) + epsilon), w);
                break;
            case UpdateKind.Adam:
                if (rule.WeightDecay != 0) w = T.Fma(T.Constant(-rule.LearningRate * rule.WeightDecay), w, w);
                m = T.Fma(decay1, m, (one - decay1) * g);
                s = T.Fma(decay2, s, (one - decay2) * (g * g));
                w = T.Fma(T.Constant(-rule.LearningRate / rule.Correction1), m / (T.Sqrt(s / T.Constant(rule.Correction2)) + epsilon), w);
                break;
        }
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
