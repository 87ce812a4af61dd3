namespace Feedforward.Backends;

/// <summary>
/// Functions in double precision from our own arithmetic (+, −, ·, /, √ and bits), so that initialisers, generators and schedules give the
/// same bits on every platform. No fused multiply-add, no mathematics library.
/// </summary>
internal static class DoubleFunctions
{
    // High parts end in zeros, so that their products with small integers are exact.
    private const double Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPiHigh = 1.57079632673412561417, HalfPiMiddle = 6.07710050630396597660e-11, HalfPiLow = 2.02226624879595063154e-21;

    private static readonly double[] s_inverseFactorials = InverseFactorials();

    /// <summary>eˣ.</summary>
    internal static double Exp(double x)
    {
        if (!(x > -746))
            return double.IsNaN(x) ? x : 0;
        if (x > 710)
            return double.PositiveInfinity;
        double n = Math.Round(x * 1.44269504088896340736);
        double r = (x - (n * Ln2High)) - (n * Ln2Low);
        double p = 0;
        for (int k = 13; k >= 2; k--)
            p = (p * r) + s_inverseFactorials[k];
        int half = (int)n / 2;
        return (1 + (r + (r * r * p))) * PowerOfTwo(half) * PowerOfTwo((int)n - half);
    }

    /// <summary>ln x: −∞ at 0, NaN below.</summary>
    internal static double Log(double x)
    {
        if (!(x > 0))
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsInfinity(x))
            return x;
        int e = 0;
        if (x < 2.2250738585072014e-308)
            (x, e) = (x * 18014398509481984, -54);
        long bits = BitConverter.DoubleToInt64Bits(x);
        // The exponent that leaves a mantissa in [√½, √2).
        long steps = (bits - 0x3FE6A09E667F3BCD) >> 52;
        e += (int)steps;
        double f = BitConverter.Int64BitsToDouble(bits - (steps << 52)) - 1;
        // ln(1 + f) = 2 artanh s with s = f / (2 + f), and 2s = f − s·f.
        double s = f / (2 + f), square = s * s, series = 0;
        for (int k = 23; k >= 3; k -= 2)
            series = (series * square) + (2.0 / k);
        return (e * Ln2High) + (f - ((s * (f - (square * series))) - (e * Ln2Low)));
    }

    /// <summary>sin x for |x| up to a million.</summary>
    internal static double Sin(double x) => Circular(x, 0);

    /// <summary>cos x for |x| up to a million.</summary>
    internal static double Cos(double x) => Circular(x, 1);

    /// <summary>1 − erf x, with full relative accuracy in the tail.</summary>
    internal static double Erfc(double x)
    {
        const double inverseRootOfPi = 0.56418958354775628695;
        double t = Math.Abs(x);
        if (double.IsNaN(x))
            return x;
        if (t < 1.25)
        {
            // erf x = 2/√π · e^(−x²) · Σ 2ᵏ x^(2k+1) / (2k+1)!!, whose terms are all positive.
            double term = t, sum = t;
            for (int k = 1; term > sum * 1e-17; k++)
                sum += term *= 2 * t * t / ((2 * k) + 1);
            double erf = 2 * inverseRootOfPi * Exp(-t * t) * sum;
            return x < 0 ? 1 + erf : 1 - erf;
        }
        if (t > 28)
            return x < 0 ? 2 : 0;
        // e^(−x²)/√π / (x + ½/(x + 1/(x + 1½/(x + …)))), from the inside out.
        double fraction = t;
        for (int k = 200; k > 0; k--)
            fraction = t + (0.5 * k / fraction);
        double tail = inverseRootOfPi * Exp(-t * t) / fraction;
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>
    /// The x at which the standard normal distribution function is p, for p in (0, 1); −∞ at 0, ∞ at 1.
    /// Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
    /// </summary>
    internal static double NormalQuantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * Ratio(r, CentreNumerator, CentreDenominator);
        }
        double tail = q < 0 ? p : 1 - p;
        if (!(tail > 0))
            return tail == 0 ? (q < 0 ? double.NegativeInfinity : double.PositiveInfinity) : double.NaN;
        double root = Math.Sqrt(-Log(tail));
        double x = root <= 5 ? Ratio(root - 1.6, MiddleNumerator, MiddleDenominator) : Ratio(root - 5, FarNumerator, FarDenominator);
        return q < 0 ? -x : x;
    }

    private static ReadOnlySpan<double> CentreNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static ReadOnlySpan<double> CentreDenominator =>
    [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    private static double Ratio(double x, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        double above = 0, below = 0;
        for (int k = numerator.Length - 1; k >= 0; k--)
            (above, below) = ((above * x) + numerator[k], (below * x) + denominator[k]);
        return above / below;
    }

    /// <summary>sin(x + quarter·π/2), by the Taylor series of the sine or cosine of what is left after whole quarter turns.</summary>
    private static double Circular(double x, int quarter)
    {
        double n = Math.Round(x * 0.63661977236758134308);
        double r = ((x - (n * HalfPiHigh)) - (n * HalfPiMiddle)) - (n * HalfPiLow), square = r * r;
        int turn = (int)((long)n + quarter) & 3;
        double series = 0;
        for (int k = (turn & 1) == 0 ? 17 : 16; k > 1; k -= 2)
            series = s_inverseFactorials[k] - (series * square);
        double y = (turn & 1) == 0 ? r - (r * square * series) : 1 - (square * series);
        return turn < 2 ? y : -y;
    }

    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);

    private static double[] InverseFactorials()
    {
        double[] inverse = new double[20];
        double factorial = 1;
        for (int k = 0; k < inverse.Length; k++)
            inverse[k] = 1 / (factorial *= Math.Max(1, k));
        return inverse;
    }
}
