using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>The costs of one output: written once for every lane.</summary>
internal static class CostFormulas
{
    /// <summary>½(a − y)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Quadratic<T>(T a, T y)
        where T : struct, ILane<T> => T.Constant(0.5) * (a - y) * (a - y);

    /// <summary>
    /// −y·ln a − (1 − y)·ln(1 − a) for a = σ(z), from z: max(z, 0) − z·y + ln(1 + e^−|z|), finite for every finite z and y in [0, 1].
    /// Its derivative with respect to z is a − y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T CrossEntropy<T>(T z, T y)
        where T : struct, ILane<T> => T.Fma(-z, y, T.Max(T.Constant(0), z)) + T.SoftplusTail(z);
}
