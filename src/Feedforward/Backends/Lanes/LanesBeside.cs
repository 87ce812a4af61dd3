using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// The columns that a kernel of products takes at once: one to four lanes, each contiguous, from one to the next a step that depends on how the matrix is stored.
/// </summary>
internal interface IColumns<T>
    where T : struct, IColumns<T>
{
    static abstract T operator +(T a, T b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    static abstract T Load(ref readonly float source, nint laneStep);

    static abstract void Store(T x, ref float destination, nint laneStep);

    /// <summary>The same float in every column.</summary>
    static abstract T Broadcast(float value);
}

/// <summary>One lane.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct One<T>(T lane) : IColumns<One<T>>
    where T : struct, IVectorLane<T>
{
    internal readonly T Lane = lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One<T> operator +(One<T> a, One<T> b) => new(a.Lane + b.Lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One<T> Fma(One<T> a, One<T> b, One<T> c) => new(T.Fma(a.Lane, b.Lane, c.Lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One<T> Load(ref readonly float source, nint laneStep) => new(T.Load(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(One<T> x, ref float destination, nint laneStep) => T.Store(x.Lane, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One<T> Broadcast(float value) => new(T.Broadcast(value));
}

/// <summary>Two lanes.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Two<T>(T left, T right) : IColumns<Two<T>>
    where T : struct, IVectorLane<T>
{
    internal readonly T Left = left, Right = right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<T> operator +(Two<T> a, Two<T> b) => new(a.Left + b.Left, a.Right + b.Right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<T> Fma(Two<T> a, Two<T> b, Two<T> c) => new(T.Fma(a.Left, b.Left, c.Left), T.Fma(a.Right, b.Right, c.Right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<T> Load(ref readonly float source, nint laneStep) => new(T.Load(in source), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), laneStep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Two<T> x, ref float destination, nint laneStep)
    {
        T.Store(x.Left, ref destination);
        T.Store(x.Right, ref Unsafe.Add(ref destination, laneStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<T> Broadcast(float value)
    {
        var same = T.Broadcast(value);
        return new(same, same);
    }
}

/// <summary>Three lanes: eight rows of them, their columns and one broadcast take 28 of 32 registers.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Three<T>(T left, T middle, T right) : IColumns<Three<T>>
    where T : struct, IVectorLane<T>
{
    internal readonly T Left = left, Middle = middle, Right = right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Three<T> operator +(Three<T> a, Three<T> b) => new(a.Left + b.Left, a.Middle + b.Middle, a.Right + b.Right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Three<T> Fma(Three<T> a, Three<T> b, Three<T> c) =>
        new(T.Fma(a.Left, b.Left, c.Left), T.Fma(a.Middle, b.Middle, c.Middle), T.Fma(a.Right, b.Right, c.Right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Three<T> Load(ref readonly float source, nint laneStep) =>
        new(T.Load(in source), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), laneStep)), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), 2 * laneStep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Three<T> x, ref float destination, nint laneStep)
    {
        T.Store(x.Left, ref destination);
        T.Store(x.Middle, ref Unsafe.Add(ref destination, laneStep));
        T.Store(x.Right, ref Unsafe.Add(ref destination, 2 * laneStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Three<T> Broadcast(float value)
    {
        var same = T.Broadcast(value);
        return new(same, same, same);
    }
}

/// <summary>Four lanes: five rows of them, their columns and one broadcast take 25 of 32 registers.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Four<T>(T a, T b, T c, T d) : IColumns<Four<T>>
    where T : struct, IVectorLane<T>
{
    internal readonly T A = a, B = b, C = c, D = d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<T> operator +(Four<T> x, Four<T> y) => new(x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<T> Fma(Four<T> x, Four<T> y, Four<T> z) => new(T.Fma(x.A, y.A, z.A), T.Fma(x.B, y.B, z.B), T.Fma(x.C, y.C, z.C), T.Fma(x.D, y.D, z.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<T> Load(ref readonly float source, nint laneStep)
    {
        ref float first = ref Unsafe.AsRef(in source);
        return new(T.Load(in first), T.Load(in Unsafe.Add(ref first, laneStep)), T.Load(in Unsafe.Add(ref first, 2 * laneStep)), T.Load(in Unsafe.Add(ref first, 3 * laneStep)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Four<T> x, ref float destination, nint laneStep)
    {
        T.Store(x.A, ref destination);
        T.Store(x.B, ref Unsafe.Add(ref destination, laneStep));
        T.Store(x.C, ref Unsafe.Add(ref destination, 2 * laneStep));
        T.Store(x.D, ref Unsafe.Add(ref destination, 3 * laneStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<T> Broadcast(float value)
    {
        var same = T.Broadcast(value);
        return new(same, same, same, same);
    }
}
