using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Eight floats in a 256-bit register: half of a <see cref="Lane256"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Register256(Vector256<float> value) : IFloatLane<Register256>, IVectorLane<Register256>
{
    internal readonly Vector256<float> Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Constant(double value) => new(Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator +(Register256 a, Register256 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator -(Register256 a, Register256 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator *(Register256 a, Register256 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator /(Register256 a, Register256 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 operator -(Register256 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Fma(Register256 a, Register256 b, Register256 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Min(Register256 a, Register256 b) =>
        Avx.IsSupported ? new(Avx.Min(a.Value, b.Value)) : WhereLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Max(Register256 a, Register256 b) =>
        Avx.IsSupported ? new(Avx.Max(a.Value, b.Value)) : WhereLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Abs(Register256 a) => new(Vector256.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Sqrt(Register256 a) => new(Vector256.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 WhereLess(Register256 a, Register256 b, Register256 then, Register256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 CopySign(Register256 x, Register256 sign) => new(Vector256.CopySign(x.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 PowerOfTwo(Register256 n) =>
        new(((n.Value + Vector256.Create(FloatBits.BiasedShift)).AsInt32() << FloatBits.MantissaBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Scale(Register256 x, Register256 n)
    {
        // Two factors: 2ⁿ itself may be out of range where the product is not. Only the second product rounds.
        var sum = (n.Value + Vector256.Create(FloatBits.TwiceBiasedShift)).AsInt32();
        var half = sum >> 1;
        return new(x.Value * (half << FloatBits.MantissaBits).AsSingle() * ((sum - half) << FloatBits.MantissaBits).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Split(Register256 x, out Register256 exponent)
    {
        var bits = x.Value.AsInt32();
        var e = (bits - Vector256.Create(FloatBits.RootOfHalf)) >> FloatBits.MantissaBits;
        exponent = new(Vector256.ConvertToSingle(e));
        return new((bits - (e << FloatBits.MantissaBits)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Exp(Register256 x) => Functions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Expm1(Register256 x) => Functions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Log(Register256 x) => Functions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Log1p(Register256 x) => Functions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Tanh(Register256 x) => Functions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Sigmoid(Register256 x) => Functions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 SoftplusTail(Register256 x) => Functions.SoftplusTail(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 NormalCdf(Register256 x, out Register256 density) => Functions.NormalCdf(x, out density);

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register256 x, ref float destination) => x.Value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 FirstColumns(Register256 x, int count, Register256 otherwise) => new(Vector256.ConditionalSelect(
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), x.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Register256 x) => Register128.Sum(new(x.Value.GetLower() + x.Value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Register256 x) =>
        Register128.Greatest(Register128.Max(new(x.Value.GetLower()), new(x.Value.GetUpper())));
}
