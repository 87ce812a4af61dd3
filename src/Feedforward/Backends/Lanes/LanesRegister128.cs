using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Four floats in a 128-bit register: a quarter of a <see cref="Lane128"/>.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Register128(Vector128<float> value) : IFloatLane<Register128>, IVectorLane<Register128>
{
    internal readonly Vector128<float> Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Constant(double value) => new(Vector128.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator +(Register128 a, Register128 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator -(Register128 a, Register128 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator *(Register128 a, Register128 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator /(Register128 a, Register128 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 operator -(Register128 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Fma(Register128 a, Register128 b, Register128 c) => new(Vector128.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Min(Register128 a, Register128 b) =>
        Sse.IsSupported ? new(Sse.Min(a.Value, b.Value)) : WhereLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Max(Register128 a, Register128 b) =>
        Sse.IsSupported ? new(Sse.Max(a.Value, b.Value)) : WhereLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Abs(Register128 a) => new(Vector128.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Sqrt(Register128 a) => new(Vector128.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 WhereLess(Register128 a, Register128 b, Register128 then, Register128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.Value, b.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 CopySign(Register128 x, Register128 sign) => new(Vector128.CopySign(x.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 PowerOfTwo(Register128 n) =>
        new(((n.Value + Vector128.Create(FloatBits.BiasedShift)).AsInt32() << FloatBits.MantissaBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Scale(Register128 x, Register128 n)
    {
        // Two factors: 2ⁿ itself may be out of range where the product is not. Only the second product rounds.
        var sum = (n.Value + Vector128.Create(FloatBits.TwiceBiasedShift)).AsInt32();
        var half = sum >> 1;
        return new(x.Value * (half << FloatBits.MantissaBits).AsSingle() * ((sum - half) << FloatBits.MantissaBits).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Split(Register128 x, out Register128 exponent)
    {
        var bits = x.Value.AsInt32();
        var e = (bits - Vector128.Create(FloatBits.RootOfHalf)) >> FloatBits.MantissaBits;
        exponent = new(Vector128.ConvertToSingle(e));
        return new((bits - (e << FloatBits.MantissaBits)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Exp(Register128 x) => Functions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Expm1(Register128 x) => Functions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Log(Register128 x) => Functions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Log1p(Register128 x) => Functions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Tanh(Register128 x) => Functions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Sigmoid(Register128 x) => Functions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 SoftplusTail(Register128 x) => Functions.SoftplusTail(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 NormalCdf(Register128 x, out Register128 density) => Functions.NormalCdf(x, out density);

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register128 x, ref float destination) => x.Value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register128 FirstColumns(Register128 x, int count, Register128 otherwise) => new(Vector128.ConditionalSelect(
        Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle(), x.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Register128 x)
    {
        var two = x.Value + Vector128.Shuffle(x.Value, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Register128 x)
    {
        var two = Max(x, new(Vector128.Shuffle(x.Value, Vector128.Create(2, 3, 2, 3)))).Value;
        return two[0] > two[1] ? two[0] : two[1];
    }
}
