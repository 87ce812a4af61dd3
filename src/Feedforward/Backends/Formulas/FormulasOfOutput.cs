using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal readonly struct IdentityFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => T.Constant(1);
}

internal readonly struct SigmoidFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.Sigmoid(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => a * (T.Constant(1) - a);
}

internal readonly struct TanhFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.Tanh(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => T.Fma(-a, a, T.Constant(1));
}

/// <summary>a is 0 or NaN where it is not positive, so a itself is the slope there.</summary>
internal readonly struct ReLUFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.Max(T.Constant(0), z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => T.WhereLess(T.Constant(0), a, T.Constant(1), a);
}

/// <summary>The parameter is the slope on the left, at least 0.</summary>
internal readonly struct LeakyReLUFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.WhereLess(T.Constant(0), z, z, parameter * z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T>
    {
        var zero = T.Constant(0);
        return T.WhereLess(zero, a, T.Constant(1), T.WhereLess(a, T.Constant(1), parameter, a));
    }
}

/// <summary>The parameter is α, at least 0; on the left the slope is αeᶻ = a + α.</summary>
internal readonly struct EluFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.WhereLess(T.Constant(0), z, z, parameter * T.Expm1(z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => T.WhereLess(T.Constant(0), a, T.Constant(1), a + parameter);
}

internal readonly struct SeluFormula : IElementwiseFormula
{
    private const double Alpha = 1.6732632423543772, Scale = 1.0507009873554805;

    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T>
    {
        var scale = T.Constant(Scale);
        return T.WhereLess(T.Constant(0), z, scale * z, T.Constant(Scale * Alpha) * T.Expm1(z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => T.WhereLess(T.Constant(0), a, T.Constant(Scale), a + T.Constant(Scale * Alpha));
}

internal readonly struct SoftplusFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => T.Max(T.Constant(0), z) + T.SoftplusTail(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T> => -T.Expm1(-a);
}
