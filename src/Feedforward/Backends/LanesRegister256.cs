using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Eight floats in a 256-bit register: half of a <see cref="Lane256"/>.</summary>
internal readonly struct Register256(Vector256<float> value) : IFloatLane<Register256>, IVectorLane<Register256>
{
    internal readonly Vector256<float> Value = value;

    public static Register256 Constant(double value) => new(Vector256.Create((float)value));

    public static Register256 operator +(Register256 a, Register256 b) => new(a.Value + b.Value);

    public static Register256 operator -(Register256 a, Register256 b) => new(a.Value - b.Value);

    public static Register256 operator *(Register256 a, Register256 b) => new(a.Value * b.Value);

    public static Register256 operator /(Register256 a, Register256 b) => new(a.Value / b.Value);

    public static Register256 operator -(Register256 a) => new(-a.Value);

    public static Register256 Fma(Register256 a, Register256 b, Register256 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    public static Register256 Min(Register256 a, Register256 b) =>
        Avx.IsSupported ? new(Avx.Min(a.Value, b.Value)) : WhereLess(a, b, a, b);

    public static Register256 Max(Register256 a, Register256 b) =>
        Avx.IsSupported ? new(Avx.Max(a.Value, b.Value)) : WhereLess(b, a, a, b);

    public static Register256 Abs(Register256 a) => new(Vector256.Abs(a.Value));

    public static Register256 Sqrt(Register256 a) => new(Vector256.Sqrt(a.Value));

    public static Register256 WhereLess(Register256 a, Register256 b, Register256 then, Register256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), then.Value, otherwise.Value));

    public static Register256 CopySign(Register256 x, Register256 sign) => new(Vector256.CopySign(x.Value, sign.Value));

    public static Register256 PowerOfTwo(Register256 n) =>
        new(((n.Value + Vector256.Create(FloatBits.BiasedShift)).AsInt32() << FloatBits.MantissaBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register256 Split(Register256 x, out Register256 exponent)
    {
        var bits = x.Value.AsInt32();
        var e = (bits - Vector256.Create(FloatBits.RootOfHalf)) >> FloatBits.MantissaBits;
        exponent = new(Vector256.ConvertToSingle(e));
        return new((bits - (e << FloatBits.MantissaBits)).AsSingle());
    }

    public static Register256 Exp(Register256 x) => Functions.Exp(x);

    public static Register256 Expm1(Register256 x) => Functions.Expm1(x);

    public static Register256 Log(Register256 x) => Functions.Log(x);

    public static Register256 Log1p(Register256 x) => Functions.Log1p(x);

    public static Register256 Tanh(Register256 x) => Functions.Tanh(x);

    public static Register256 Sigmoid(Register256 x) => Functions.Sigmoid(x);

    public static Register256 Softplus(Register256 x) => Functions.Softplus(x);

    public static Register256 NormalCdf(Register256 x) => Functions.NormalCdf(x);

    public static int Count => 8;

    public static Register256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    public static void Store(Register256 x, ref float destination) => x.Value.StoreUnsafe(ref destination);

    public static Register256 Broadcast(float value) => new(Vector256.Create(value));

    public static Register256 FirstColumns(Register256 x, int count, Register256 otherwise) => new(Vector256.ConditionalSelect(
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), x.Value, otherwise.Value));

    public static float Sum(Register256 x) => Register128.Sum(new(x.Value.GetLower() + x.Value.GetUpper()));

    public static float Greatest(Register256 x) =>
        Register128.Greatest(Register128.Max(new(x.Value.GetLower()), new(x.Value.GetUpper())));
}
