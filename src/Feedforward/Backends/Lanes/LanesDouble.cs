namespace Feedforward.Backends;

/// <summary>One double, for the gradient check only: training never runs on it, so it may use the platform's mathematics library.</summary>
internal readonly struct Double64(double value) : ILane<Double64>
{
    internal readonly double Value = value;

    public static Double64 Constant(double value) => new(value);

    public static Double64 operator +(Double64 a, Double64 b) => new(a.Value + b.Value);

    public static Double64 operator -(Double64 a, Double64 b) => new(a.Value - b.Value);

    public static Double64 operator *(Double64 a, Double64 b) => new(a.Value * b.Value);

    public static Double64 operator /(Double64 a, Double64 b) => new(a.Value / b.Value);

    public static Double64 operator -(Double64 a) => new(-a.Value);

    public static Double64 Fma(Double64 a, Double64 b, Double64 c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    public static Double64 Min(Double64 a, Double64 b) => a.Value < b.Value ? a : b;

    public static Double64 Max(Double64 a, Double64 b) => a.Value > b.Value ? a : b;

    public static Double64 Abs(Double64 a) => new(Math.Abs(a.Value));

    public static Double64 Sqrt(Double64 a) => new(Math.Sqrt(a.Value));

    public static Double64 WhereLess(Double64 a, Double64 b, Double64 then, Double64 otherwise) => a.Value < b.Value ? then : otherwise;

    public static Double64 Exp(Double64 x) => new(Math.Exp(x.Value));

    /// <summary>2·e^(x/2)·sinh(x/2), which has no cancellation.</summary>
    public static Double64 Expm1(Double64 x) =>
        new(Math.Abs(x.Value) < 1 ? 2 * Math.Exp(x.Value / 2) * Math.Sinh(x.Value / 2) : Math.Exp(x.Value) - 1);

    public static Double64 Log(Double64 x) => new(Math.Log(x.Value));

    /// <summary>2·artanh(x / (2 + x)), which has no cancellation.</summary>
    public static Double64 Log1p(Double64 x) =>
        new(Math.Abs(x.Value) < 0.5 ? 2 * Math.Atanh(x.Value / (2 + x.Value)) : Math.Log(1 + x.Value));

    public static Double64 Tanh(Double64 x) => new(Math.Tanh(x.Value));

    public static Double64 Sigmoid(Double64 x) => new(1 / (1 + Math.Exp(-x.Value)));

    public static Double64 SoftplusTail(Double64 x) => Log1p(Exp(-Abs(x)));

    public static Double64 NormalCdf(Double64 x, out Double64 density)
    {
        density = new(Math.Exp(x.Value * x.Value * -0.5) * 0.39894228040143267794);
        return new(0.5 * DoubleFunctions.Erfc(x.Value * -0.70710678118654752440));
    }
}
