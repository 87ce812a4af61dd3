using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>Where sums go: c[r, j] lies at r·Row + j within a lane, the next lane Lane further.</summary>
internal readonly record struct Target(nint Row, nint Lane);

/// <summary>What becomes of a finished sum at its place c.</summary>
internal interface ITileStore
{
    void Store<T>(T sum, ref float c, nint laneStep)
        where T : struct, IColumns<T>;
}

/// <summary>c = sum.</summary>
internal readonly struct Put : ITileStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T sum, ref float c, nint laneStep)
        where T : struct, IColumns<T> => T.Store(sum, ref c, laneStep);
}

/// <summary>c = c + sum: a block of rows joins the block before it.</summary>
internal readonly struct AddTo : ITileStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T sum, ref float c, nint laneStep)
        where T : struct, IColumns<T> => T.Store(T.Load(in c, laneStep) + sum, ref c, laneStep);
}

/// <summary>c = c − η·sum: the sum is a gradient, and gradient descent follows it at once (<see cref="UpdateKind.Descent"/>).</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct Descend(float learningRate) : ITileStore
{
    private readonly float _rate = -learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T sum, ref float c, nint laneStep)
        where T : struct, IColumns<T> => T.Store(T.Fma(T.Broadcast(_rate), sum, T.Load(in c, laneStep)), ref c, laneStep);
}

/// <summary>c = c − η·(sum + λ·c): the same with an L2 penalty.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct DescendDecayed(float learningRate, float penalty) : ITileStore
{
    private readonly float _rate = -learningRate, _penalty = penalty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(T sum, ref float c, nint laneStep)
        where T : struct, IColumns<T>
    {
        var w = T.Load(in c, laneStep);
        T.Store(T.Fma(T.Broadcast(_rate), T.Fma(T.Broadcast(_penalty), w, sum), w), ref c, laneStep);
    }
}
