using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// exp, log and their relatives for float lanes: the same bits on every platform and in every width, no overflow on the way, subnormal results
/// rounded once. docs/benchmarks/ulp.md has the errors over all floats. exp, log, log1p, tanh and sigmoid never fall from one float to the next.
/// Polynomial coefficients: minimax fits of our own (iteratively reweighted least squares at Chebyshev nodes, the weight that of
/// the relative error of the result), rounded to float from the lowest power up, the higher ones fitted again after each rounding.
/// </summary>
internal static class Functions
{
    /// <summary>From here down eˣ rounds to 0.</summary>
    private const double LeastExponent = -104;

    // n·Ln2High is exact for |n| < 2⁹; High + Low is ln 2 to 2⁻⁴⁵.
    private const double Log2E = 1.44269504088896340736, Ln2High = 0.693145752, Ln2Low = 1.42860677e-06;

    /// <summary>eˣ. Within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exp<T>(T x)
        where T : struct, IFloatLane<T> => ExpWithin(T.Max(T.Constant(LeastExponent), T.Min(T.Constant(89), x)));

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

    /// <summary>ln x: −∞ at ±0, NaN below. Within 1 ulp.</summary>
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

    /// <summary>ln(1 + x): −∞ at −1, NaN below. Within 1 ulp.</summary>
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
        // ln(1 + f + lost) = ln(1 + f) + lost/(1 + f), and 1 − f + 0.9f² is near enough to 1/(1 + f).
        lost *= T.Fma(f, T.Fma(f, T.Constant(0.9), T.Constant(-1)), one);
        return T.CopySign(LogEdges(u, x, LogOfProduct(e, f, lost)), x);
    }

    /// <summary>tanh x, odd to the bit. Within 2 ulp.</summary>
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

    /// <summary>1 / (1 + e⁻ˣ), as c / (c + c·e⁻ˣ) with c = 2⁻⁶⁴, whose terms stay in range. Within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid<T>(T x)
        where T : struct, IFloatLane<T>
    {
        // Beyond these it is 1 and 0.
        var n = ReduceExp(T.Max(T.Constant(-30), T.Min(T.Constant(104), -x)), out var r);
        var c = T.Constant(1 / 18446744073709551616.0);
        var power = T.PowerOfTwo(n - T.Constant(64));
        // c + power·(1 + (eʳ − 1)) with one rounding that counts: what the first sum loses goes to the smaller term (Dekker's fast two-sum).
        T large = T.Max(c, power), small = T.Min(c, power), sum = large + small;
        var lost = small - (sum - large);
        return c / (sum + T.Fma(power, ExpLessOne(r), lost));
    }

    /// <summary>ln(1 + e^−|x|), by which softplus exceeds max(x, 0). Within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SoftplusTail<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var e = ExpWithin(T.Max(T.Constant(LeastExponent), -T.Abs(x)));
        // ln(1 + e) for e in [0, 1] (fit: 2⁻²⁷).
        var p = T.Fma(e, T.Constant(-0.0033065395), T.Constant(0.0201503336));
        p = T.Fma(e, p, T.Constant(-0.0575615279));
        p = T.Fma(e, p, T.Constant(0.10670013));
        p = T.Fma(e, p, T.Constant(-0.153490975));
        p = T.Fma(e, p, T.Constant(0.196931928));
        p = T.Fma(e, p, T.Constant(-0.24958156));
        p = T.Fma(e, p, T.Constant(0.333304703));
        p = T.Fma(e, p, T.Constant(-0.499999315));
        return T.Fma(e * e, p, e);
    }

    /// <summary>
    /// Φ(x) and its density φ(x). The tail is Φ(−t) = e^(−t²/2)·g(t), where g falls slowly: a quotient of polynomials (fit: 2⁻²⁵·⁷ of g) without a
    /// negative coefficient, so that nothing cancels. Φ is within 6 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T NormalCdf<T>(T x, out T density)
        where T : struct, IFloatLane<T>
    {
        var one = T.Constant(1);
        var t = T.Min(T.Constant(14.4), T.Abs(x));
        var square = t * t;
        var lost = T.Fma(t, t, -square);
        var n = ReduceExp(square * T.Constant(-0.5), out var r);
        var e = ExpOfRest(T.Fma(lost, T.Constant(-0.5), r));
        density = T.Scale(e * T.Constant(0.39894228040143267794), n);
        var above = T.Fma(t, T.Constant(0.00411627395), T.Constant(0.0406333767));
        above = T.Fma(t, above, T.Constant(0.183237121));
        above = T.Fma(t, above, T.Constant(0.438299716));
        above = T.Fma(t, above, T.Constant(0.5));
        var below = T.Fma(t, T.Constant(0.010317849), T.Constant(0.101859212));
        below = T.Fma(t, below, T.Constant(0.469475627));
        below = T.Fma(t, below, T.Constant(1.20251453));
        below = T.Fma(t, below, T.Constant(1.67448437));
        below = T.Fma(t, below, one);
        var tail = T.Scale(e * (above / below), n);
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

    /// <summary>eˣ for x from −104 to 89.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpWithin<T>(T x)
        where T : struct, IFloatLane<T>
    {
        var n = ReduceExp(x, out var r);
        return T.Scale(ExpOfRest(r), n);
    }

    /// <summary>eʳ for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpOfRest<T>(T r)
        where T : struct, IFloatLane<T>
    {
        // What 1 + r loses is added to the smaller term.
        T one = T.Constant(1), sum = one + r, lost = r - (sum - one);
        return sum + T.Fma(r * r, ExpCurve(r), lost);
    }

    /// <summary>eʳ − 1 for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpLessOne<T>(T r)
        where T : struct, IFloatLane<T> => T.Fma(r * r, ExpCurve(r), r);

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2 (fit: 2⁻²⁸ of eʳ, by fpminimax of Sollya).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpCurve<T>(T r)
        where T : struct, IFloatLane<T>
    {
        var q = T.Fma(r, T.Constant(0.00137824577), T.Constant(0.00836866908));
        q = T.Fma(r, q, T.Constant(0.0416688956));
        q = T.Fma(r, q, T.Constant(0.166665211));
        return T.Fma(r, q, T.Constant(0.499999911));
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
        var positive = T.WhereLess(T.Constant(0), x, y, T.WhereLess(x, T.Constant(0), T.Constant(double.NaN), -infinity));
        return T.WhereLess(x, infinity, positive, original);
    }
}
