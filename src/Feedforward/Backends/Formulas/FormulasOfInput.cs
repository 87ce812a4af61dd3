using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

internal readonly struct GeluFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => Finite.Of(z) * T.NormalCdf(z, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T>
    {
        var distribution = T.NormalCdf(z, out var density);
        return T.Fma(Finite.Of(z), density, distribution);
    }
}

internal readonly struct SiLUFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T> => Finite.Of(z) * T.Sigmoid(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T>
    {
        var s = T.Sigmoid(z);
        return T.Fma(Finite.Of(z) * s, T.Sigmoid(-z), s);
    }
}

/// <summary>tanh(ln(1 + eᶻ)) as a quotient in w = e^−|z|, which neither overflows nor cancels.</summary>
internal readonly struct MishFormula : IElementwiseFormula
{
    public static bool SlopeNeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Value<T>(T z, T parameter)
        where T : struct, ILane<T>
    {
        Parts(z, out var numerator, out var denominator, out _);
        return Finite.Of(z) * (numerator / denominator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T>
    {
        Parts(z, out var numerator, out var denominator, out var w);
        // tanh + z·(1 − tanh²)·σ(z), where (1 − tanh²)·σ(z) = 4·k·(1 + w)/denominator² with k = w on the left, w² on the right.
        var k = T.WhereLess(z, T.Constant(0), w, w * w);
        var bend = T.Constant(4) * k * (T.Constant(1) + w) / (denominator * denominator);
        return T.Fma(Finite.Of(z), bend, numerator / denominator);
    }

    /// <summary>tanh(ln(1 + eᶻ)) = (e²ᶻ + 2eᶻ) / (e²ᶻ + 2eᶻ + 2), on the right divided through by e²ᶻ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Parts<T>(T z, out T numerator, out T denominator, out T w)
        where T : struct, ILane<T>
    {
        T zero = T.Constant(0), one = T.Constant(1), two = T.Constant(2);
        w = T.Exp(-T.Abs(z));
        var square = w * w;
        numerator = T.WhereLess(z, zero, T.Fma(two, w, square), T.Fma(two, w, one));
        denominator = numerator + T.WhereLess(z, zero, two, square + square);
    }
}

/// <summary>Keeps ±∞ out of products whose other factor is 0: ∞·0 has no value, but the functions have a limit.</summary>
internal static class Finite
{
    /// <summary>z, or the largest float of its sign if it is beyond; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Of<T>(T z)
        where T : struct, ILane<T> => T.Max(T.Constant(float.MinValue), T.Min(T.Constant(float.MaxValue), z));
}
