using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>Twice as many floats: two lanes side by side, for hardware whose registers hold fewer than sixteen.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Pair<T>(T low, T high) : IVectorLane<Pair<T>>
    where T : struct, IVectorLane<T>
{
    internal readonly T Low = low, High = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Constant(double value) => new(T.Constant(value), T.Constant(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator +(Pair<T> a, Pair<T> b) => new(a.Low + b.Low, a.High + b.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator -(Pair<T> a, Pair<T> b) => new(a.Low - b.Low, a.High - b.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator *(Pair<T> a, Pair<T> b) => new(a.Low * b.Low, a.High * b.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator /(Pair<T> a, Pair<T> b) => new(a.Low / b.Low, a.High / b.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator -(Pair<T> a) => new(-a.Low, -a.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Fma(Pair<T> a, Pair<T> b, Pair<T> c) => new(T.Fma(a.Low, b.Low, c.Low), T.Fma(a.High, b.High, c.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Min(Pair<T> a, Pair<T> b) => new(T.Min(a.Low, b.Low), T.Min(a.High, b.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Max(Pair<T> a, Pair<T> b) => new(T.Max(a.Low, b.Low), T.Max(a.High, b.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Abs(Pair<T> a) => new(T.Abs(a.Low), T.Abs(a.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Sqrt(Pair<T> a) => new(T.Sqrt(a.Low), T.Sqrt(a.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> WhereLess(Pair<T> a, Pair<T> b, Pair<T> then, Pair<T> otherwise) =>
        new(T.WhereLess(a.Low, b.Low, then.Low, otherwise.Low), T.WhereLess(a.High, b.High, then.High, otherwise.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Exp(Pair<T> x) => new(T.Exp(x.Low), T.Exp(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Expm1(Pair<T> x) => new(T.Expm1(x.Low), T.Expm1(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Log(Pair<T> x) => new(T.Log(x.Low), T.Log(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Log1p(Pair<T> x) => new(T.Log1p(x.Low), T.Log1p(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Tanh(Pair<T> x) => new(T.Tanh(x.Low), T.Tanh(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Sigmoid(Pair<T> x) => new(T.Sigmoid(x.Low), T.Sigmoid(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> SoftplusTail(Pair<T> x) => new(T.SoftplusTail(x.Low), T.SoftplusTail(x.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> NormalCdf(Pair<T> x, out Pair<T> density)
    {
        T low = T.NormalCdf(x.Low, out var lowDensity), high = T.NormalCdf(x.High, out var highDensity);
        density = new(lowDensity, highDensity);
        return new(low, high);
    }

    public static int Count => 2 * T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Load(ref readonly float source) =>
        new(T.Load(in source), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pair<T> x, ref float destination)
    {
        T.Store(x.Low, ref destination);
        T.Store(x.High, ref Unsafe.Add(ref destination, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Broadcast(float value) => new(T.Broadcast(value), T.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> FirstColumns(Pair<T> x, int count, Pair<T> otherwise) =>
        new(T.FirstColumns(x.Low, count, otherwise.Low), T.FirstColumns(x.High, count - T.Count, otherwise.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Pair<T> x) => T.Sum(x.Low + x.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Pair<T> x) => T.Greatest(T.Max(x.Low, x.High));
}
