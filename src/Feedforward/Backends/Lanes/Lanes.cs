global using Lane128 = Feedforward.Backends.Pair<Feedforward.Backends.Pair<Feedforward.Backends.Register128>>;
global using Lane256 = Feedforward.Backends.Pair<Feedforward.Backends.Register256>;
global using Lane512 = Feedforward.Backends.Register512;

namespace Feedforward.Backends;

/// <summary>
/// A number type that a formula runs on: one float (the reference), sixteen floats at a time, or one double (the gradient check).
/// A formula is written once over it. Every operation of a float lane is exact or rounded once as IEEE 754 says, so one float and sixteen give
/// the same bits whatever the width of the hardware's vectors. NaN goes through every operation except where a summary says otherwise.
/// Every member of a lane is marked for inlining, constructors too: the compiler's inlining budget grows only along unbroken chains of marked
/// methods, and one unmarked link turns each operation of a long formula into a call (seen: ten times slower).
/// </summary>
internal interface ILane<T>
    where T : struct, ILane<T>
{
    static abstract T Constant(double value);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator -(T a);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>a &lt; b ? a : b: where either is NaN, and for two zeros, the result is b. Put the number that may be NaN second.</summary>
    static abstract T Min(T a, T b);

    /// <summary>a &gt; b ? a : b: where either is NaN, and for two zeros, the result is b. Put the number that may be NaN second.</summary>
    static abstract T Max(T a, T b);

    static abstract T Abs(T a);

    static abstract T Sqrt(T a);

    /// <summary>a &lt; b ? then : otherwise; where a or b is NaN, otherwise.</summary>
    static abstract T WhereLess(T a, T b, T then, T otherwise);

    static abstract T Exp(T x);

    /// <summary>eˣ − 1, also where x is small.</summary>
    static abstract T Expm1(T x);

    static abstract T Log(T x);

    /// <summary>ln(1 + x), also where x is small.</summary>
    static abstract T Log1p(T x);

    static abstract T Tanh(T x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    static abstract T Sigmoid(T x);

    /// <summary>ln(1 + e^−|x|), by which softplus exceeds max(x, 0).</summary>
    static abstract T SoftplusTail(T x);

    /// <summary>Φ(x) = ½(1 + erf(x/√2)), the standard normal distribution function, with full relative accuracy in the left tail, and its density φ(x).</summary>
    static abstract T NormalCdf(T x, out T density);
}

/// <summary>What the polynomials of <see cref="Functions"/> need besides: one float, or one register of floats.</summary>
internal interface IFloatLane<T> : ILane<T>
    where T : struct, IFloatLane<T>
{
    /// <summary>x with the sign of <paramref name="sign"/>.</summary>
    static abstract T CopySign(T x, T sign);

    /// <summary>2ⁿ for an integer n from −126 to 127; undefined elsewhere.</summary>
    static abstract T PowerOfTwo(T n);

    /// <summary>x·2ⁿ, rounded once, for an integer n from −151 to 128 and x between 2⁻⁴⁰ and 2⁴⁰; NaN where x is NaN.</summary>
    static abstract T Scale(T x, T n);

    /// <summary>Splits a positive normal x into m·2ᵉ with m in [√½, √2); any other x gives numbers without meaning.</summary>
    static abstract T Split(T x, out T exponent);
}

/// <summary>
/// Several floats side by side: lane i is column i. Kernels run on sixteen of them whatever the hardware's width
/// (<see cref="Lane128"/>, <see cref="Lane256"/>, <see cref="Lane512"/>).
/// </summary>
internal interface IVectorLane<T> : ILane<T>
    where T : struct, IVectorLane<T>
{
    /// <summary>How many floats.</summary>
    static abstract int Count { get; }

    static abstract T Load(ref readonly float source);

    static abstract void Store(T x, ref float destination);

    /// <summary>The same float in every lane.</summary>
    static abstract T Broadcast(float value);

    /// <summary>x in the lanes below <paramref name="count"/>, <paramref name="otherwise"/> in the others.</summary>
    static abstract T FirstColumns(T x, int count, T otherwise);

    /// <summary>The sum of all lanes by the fixed tree of <see cref="LaneSums.Tree"/>: halves are added until one lane is left.</summary>
    static abstract float Sum(T x);

    /// <summary>The greatest lane, by <see cref="ILane{T}.Max"/> in the same tree; a NaN lane may be passed over.</summary>
    static abstract float Greatest(T x);
}
