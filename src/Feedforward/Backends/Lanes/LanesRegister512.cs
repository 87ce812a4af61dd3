using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Sixteen floats in a 512-bit register: the <see cref="Lane512"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Register512(Vector512<float> value) : IFloatLane<Register512>, IVectorLane<Register512>
{
    internal readonly Vector512<float> Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Constant(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 operator +(Register512 a, Register512 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 operator -(Register512 a, Register512 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 operator *(Register512 a, Register512 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 operator /(Register512 a, Register512 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 operator -(Register512 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Fma(Register512 a, Register512 b, Register512 c) => new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Min(Register512 a, Register512 b) =>
        Avx512F.IsSupported ? new(Avx512F.Min(a.Value, b.Value)) : WhereLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Max(Register512 a, Register512 b) =>
        Avx512F.IsSupported ? new(Avx512F.Max(a.Value, b.Value)) : WhereLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Abs(Register512 a) => new(Vector512.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Sqrt(Register512 a) => new(Vector512.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 WhereLess(Register512 a, Register512 b, Register512 then, Register512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 CopySign(Register512 x, Register512 sign) => new(Vector512.CopySign(x.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 PowerOfTwo(Register512 n) =>
        new(((n.Value + Vector512.Create(FloatBits.BiasedShift)).AsInt32() << FloatBits.MantissaBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Scale(Register512 x, Register512 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(x.Value, n.Value));
        // Two factors: 2ⁿ itself may be out of range where the product is not. Only the second product rounds.
        var sum = (n.Value + Vector512.Create(FloatBits.TwiceBiasedShift)).AsInt32();
        var half = sum >> 1;
        return new(x.Value * (half << FloatBits.MantissaBits).AsSingle() * ((sum - half) << FloatBits.MantissaBits).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Split(Register512 x, out Register512 exponent)
    {
        var bits = x.Value.AsInt32();
        var e = (bits - Vector512.Create(FloatBits.RootOfHalf)) >> FloatBits.MantissaBits;
        exponent = new(Vector512.ConvertToSingle(e));
        return new((bits - (e << FloatBits.MantissaBits)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Exp(Register512 x) => Functions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Expm1(Register512 x) => Functions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Log(Register512 x) => Functions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Log1p(Register512 x) => Functions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Tanh(Register512 x) => Functions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Sigmoid(Register512 x) => Functions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 SoftplusTail(Register512 x) => Functions.SoftplusTail(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 NormalCdf(Register512 x, out Register512 density) => Functions.NormalCdf(x, out density);

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register512 x, ref float destination) => x.Value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register512 FirstColumns(Register512 x, int count, Register512 otherwise) => new(Vector512.ConditionalSelect(
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), x.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Register512 x) => Register256.Sum(new(x.Value.GetLower() + x.Value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Register512 x) =>
        Register256.Greatest(Register256.Max(new(x.Value.GetLower()), new(x.Value.GetUpper())));
}
