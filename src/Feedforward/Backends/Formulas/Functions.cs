using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// exp, log and their relatives for float lanes: the same bits on every platform and in every width, no overflow on the way, subnormal results
/// rounded once. Polynomial coefficients: minimax fits of our own (iteratively reweighted least squares at Chebyshev nodes, the weight that of
/// the relative error of the result), rounded to float from the lowest power up, the higher ones fitted again after each rounding.
/// </summary>
internal static class Functions
{
    // n·Ln2High is exact for |n| < 2⁹; High + Low is ln 2 to 2⁻⁴⁵.
    private const double Log2E = 1.44269504088896340736, Ln2High = 0.693145752, Ln2Low = 1.42860677e-06;

    /// <summary>eˣ. Within 1 ulp (0.98 over all floats).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exp<T>(T x)
        where T : struct, IFloatLane<T>
    {
        x = T.Max(T.Constant(-104), T.Min(T.Constant(89), x));
        var n = ReduceExp(x, out var r);
        return ExpOfParts(n, r);
    }

    /// <summary>eˣ − 1. Within 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Expm1<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var bounded = T.Max(T.Constant(-20), T.Min(T.Constant(89), x));
        var n = ReduceExp(bounded, out var r);
        // Half of the result first, so that 2ⁿ⁻¹ stays in range up to the largest float.
        var half = T.PowerOfTwo(n - T.Constant(1));
        var y = T.Fma(half, ExpLessOne(r), half - T.Constant(0.5));
        return T.WhereLess(T.Abs(x), T.Constant(1e-10), x, y + y);
    }

    /// <summary>ln x: −∞ at ±0, NaN below. Within 1 ulp (0.88 over all floats).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Log<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var subnormal = T.Constant(FloatBits.SmallestNormal);
        var scaled = T.WhereLess(x, subnormal, x * T.Constant(1 << 25), x);
        var m = T.Split(scaled, out var e);
        e = T.WhereLess(x, subnormal, e - T.Constant(25), e);
        return LogEdges(x, x, LogOfProduct(e, m - T.Constant(1), T.Constant(0)));
    }

    /// <summary>ln(1 + x): −∞ at −1, NaN below. Within 1.2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Log1p<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var one = T.Constant(1);
        var u = one + x;
        // u + lost is 1 + x exactly (Knuth's two-sum).
        var part = u - one;
        var lost = (one - (u - part)) + (x - part);
        var m = T.Split(u, out var e);
        var f = m - one;
        lost *= T.PowerOfTwo(T.Max(T.Constant(-126), -e));
        // ln(1 + f + lost) = ln(1 + f) + lost/(1 + f), and 1 − f is near enough to 1/(1 + f).
        return T.CopySign(LogEdges(u, x, LogOfProduct(e, f, T.Fma(-lost, f, lost))), x);
    }

    /// <summary>tanh x, odd to the bit. Within 2 ulp (1.61 over all floats).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanh<T>(T x)
        where T : struct, IFloatLane<T>
    {
        // tanh |x| = (e²ˣ − 1) / (e²ˣ + 1); from 9.02 on it rounds to 1.
        var y = T.Min(T.Constant(10), T.Abs(x));
        var n = ReduceExp(y + y, out var r);
        var power = T.PowerOfTwo(n);
        var less = T.Fma(power, ExpLessOne(r), power - T.Constant(1));
        return T.CopySign(Quotient(less, T.Constant(2), less), x);
    }

    /// <summary>1 / (1 + e⁻ˣ), from e⁻ˣ or eˣ, whichever is below 1. Within 2 ulp (1.43 seen).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var one = T.Constant(1);
        var e = Exp(-T.Abs(x));
        return Quotient(T.WhereLess(x, T.Constant(0), e, one), one, e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). Within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Softplus<T>(T x)
        where T : struct, IFloatLane<T> =>
        T.Max(T.Constant(0), x) + Log1p(Exp(-T.Abs(x)));

    /// <summary>Φ(x): the tail Φ(−t) = e^(−t²/2)·g(t), where g falls slowly: u times a polynomial in u = 1 / (1 + 5t/16). Within 6 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T NormalCdf<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var one = T.Constant(1);
        var t = T.Min(T.Constant(14.4), T.Abs(x));
        var square = t * t;
        var lost = T.Fma(t, t, -square);
        var n = ReduceExp(square * T.Constant(-0.5), out var r);
        var e = ExpOfParts(n, T.Fma(lost, T.Constant(-0.5), r));
        var u = one / T.Fma(t, T.Constant(0.3125), one);
        var v = u - T.Constant(0.625);
        var g = T.Fma(v, T.Constant(-0.0191709865), T.Constant(-0.0157897044));
        g = T.Fma(v, g, T.Constant(0.0385342613));
        g = T.Fma(v, g, T.Constant(0.0232314896));
        g = T.Fma(v, g, T.Constant(-0.0790534616));
        g = T.Fma(v, g, T.Constant(-0.0601448044));
        g = T.Fma(v, g, T.Constant(0.167918205));
        g = T.Fma(v, g, T.Constant(0.399305969));
        g = T.Fma(v, g, T.Constant(0.425212771));
        g = T.Fma(v, g, T.Constant(0.277217567));
        var tail = e * (u * g);
        return T.WhereLess(x, T.Constant(0), tail, one - tail);
    }

    /// <summary>x = n·ln 2 + r with |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReduceExp<T>(T x, out T r)
        where T : struct, IFloatLane<T>
    {
        var n = T.Fma(x, T.Constant(Log2E), T.Constant(FloatBits.RoundingShift)) - T.Constant(FloatBits.RoundingShift);
        r = T.Fma(n, T.Constant(-Ln2Low), T.Fma(n, T.Constant(-Ln2High), x));
        return n;
    }

    /// <summary>2ⁿ·eʳ for n from −151 to 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpOfParts<T>(T n, T r)
        where T : struct, IFloatLane<T>
    {
        var p = T.Constant(1) + ExpLessOne(r);
        // Two factors: 2ⁿ itself may be out of range where the product is not. Only the second product rounds.
        var half = T.Fma(n, T.Constant(0.5), T.Constant(FloatBits.RoundingShift)) - T.Constant(FloatBits.RoundingShift);
        return p * T.PowerOfTwo(half) * T.PowerOfTwo(n - half);
    }

    /// <summary>eʳ − 1 for |r| ≤ ½ ln 2 (fit: 2⁻³³ of eʳ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpLessOne<T>(T r)
        where T : struct, IFloatLane<T>
    {
        var q = T.Fma(r, T.Constant(0.000197403191), T.Constant(0.00139350875));
        q = T.Fma(r, q, T.Constant(0.00833357032));
        q = T.Fma(r, q, T.Constant(0.041666463));
        q = T.Fma(r, q, T.Constant(0.166666657));
        q = T.Fma(r, q, T.Constant(0.5));
        return T.Fma(r * r, q, r);
    }

    /// <summary>ln(2ᵉ·(1 + f)) + tail for 1 + f in [√½, √2) and a small tail (fit: 2⁻²⁷ of ln(1 + f)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogOfProduct<T>(T e, T f, T tail)
        where T : struct, IFloatLane<T>
    {
        var p = T.Fma(f, T.Constant(-0.076363951), T.Constant(0.127621979));
        p = T.Fma(f, p, T.Constant(-0.131596133));
        p = T.Fma(f, p, T.Constant(0.142015815));
        p = T.Fma(f, p, T.Constant(-0.166234091));
        p = T.Fma(f, p, T.Constant(0.200012416));
        p = T.Fma(f, p, T.Constant(-0.250008196));
        p = T.Fma(f, p, T.Constant(0.333333313));
        p = T.Fma(f, p, T.Constant(-0.5));
        // e·Ln2High is exact, and so is what its sum with f loses (Dekker's fast two-sum).
        var large = e * T.Constant(Ln2High);
        var sum = large + f;
        var lost = (large - sum) + f;
        return sum + T.Fma(f * f, p, T.Fma(e, T.Constant(Ln2Low), lost + tail));
    }

    /// <summary>numerator / (whole + part), nearly as if nothing were rounded but the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quotient<T>(T numerator, T whole, T part)
        where T : struct, IFloatLane<T>
    {
        var sum = whole + part;
        var lost = part - (sum - whole);
        var inverse = T.Constant(1) / sum;
        var q = numerator * inverse;
        var rest = T.Fma(-q, lost, T.Fma(-q, sum, numerator));
        return T.Fma(rest, inverse, q);
    }

    /// <summary>y where x is a positive number, else ln x: −∞ at 0, NaN below and at NaN, ∞ at ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogEdges<T>(T x, T original, T y)
        where T : struct, IFloatLane<T>
    {
        var infinity = T.Constant(double.PositiveInfinity);
        var edge = T.WhereLess(x, T.Constant(0), T.Constant(double.NaN), T.WhereLess(x, infinity, -infinity, original));
        return T.WhereLess(T.Constant(0), x, T.WhereLess(x, infinity, y, edge), edge);
    }
}
