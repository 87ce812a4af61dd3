using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>One float: the reference that every other lane equals bit for bit.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Scalar(float value) : IFloatLane<Scalar>
{
    internal readonly float Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Constant(double value) => new((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator +(Scalar a, Scalar b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator -(Scalar a, Scalar b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator *(Scalar a, Scalar b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator /(Scalar a, Scalar b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator -(Scalar a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Fma(Scalar a, Scalar b, Scalar c) => new(FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Min(Scalar a, Scalar b) => a.Value < b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Max(Scalar a, Scalar b) => a.Value > b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Abs(Scalar a) => new(MathF.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Sqrt(Scalar a) => new(MathF.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar WhereLess(Scalar a, Scalar b, Scalar then, Scalar otherwise) => a.Value < b.Value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar CopySign(Scalar x, Scalar sign) => new(MathF.CopySign(x.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar PowerOfTwo(Scalar n) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(n.Value + FloatBits.BiasedShift) << FloatBits.MantissaBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Scale(Scalar x, Scalar n)
    {
        // Two factors: 2ⁿ itself may be out of range where the product is not. Only the second product rounds.
        int sum = BitConverter.SingleToInt32Bits(n.Value + FloatBits.TwiceBiasedShift), half = sum >> 1;
        return new(x.Value * BitConverter.Int32BitsToSingle(half << FloatBits.MantissaBits) * BitConverter.Int32BitsToSingle((sum - half) << FloatBits.MantissaBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Split(Scalar x, out Scalar exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(x.Value);
        int e = (bits - FloatBits.RootOfHalf) >> FloatBits.MantissaBits;
        exponent = new(e);
        return new(BitConverter.Int32BitsToSingle(bits - (e << FloatBits.MantissaBits)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Exp(Scalar x) => Functions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Expm1(Scalar x) => Functions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Log(Scalar x) => Functions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Log1p(Scalar x) => Functions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Tanh(Scalar x) => Functions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar Sigmoid(Scalar x) => Functions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar SoftplusTail(Scalar x) => Functions.SoftplusTail(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar NormalCdf(Scalar x, out Scalar density) => Functions.NormalCdf(x, out density);

    /// <summary>a·b + c, rounded once, by the hardware where it can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float FusedMultiplyAdd(float a, float b, float c) =>
        System.Runtime.Intrinsics.X86.Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : SoftwareFusedMultiplyAdd(a, b, c);

    /// <summary>
    /// a·b + c, rounded once, without the instruction. The product of two floats is exact in double. Its sum with c is rounded to odd
    /// (of the two doubles around it, the one whose last bit is 1), which keeps the second rounding, to float, from being misled
    /// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
    /// </summary>
    internal static float SoftwareFusedMultiplyAdd(float a, float b, float c)
    {
        double product = (double)a * b, sum = product + c;
        double part = sum - product, error = (product - (sum - part)) + (c - part);
        long bits = BitConverter.DoubleToInt64Bits(sum);
        if ((bits & 1) == 0 && (error > 0 || error < 0))
            sum = BitConverter.Int64BitsToDouble(error > 0 == sum > 0 ? bits + 1 : bits - 1);
        return (float)sum;
    }
}

/// <summary>The layout of a 32-bit float.</summary>
internal static class FloatBits
{
    internal const int MantissaBits = 23;

    /// <summary>The bits of √½ rounded down.</summary>
    internal const int RootOfHalf = 0x3F3504F3;

    /// <summary>1.5·2²³: adding it to a float below 2²² puts the nearest integer, ties to even, into the low bits.</summary>
    internal const float RoundingShift = 12582912;

    /// <summary>With it the low bits hold the integer plus the bias of the exponent.</summary>
    internal const float BiasedShift = RoundingShift + 127;

    /// <summary>With it the low bits hold the integer plus twice the bias.</summary>
    internal const float TwiceBiasedShift = RoundingShift + 254;

    internal const float SmallestNormal = 1.17549435E-38f;
}
