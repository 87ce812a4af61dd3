using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// The micro-kernels of products: a few rows of c, one to four lanes (<typeparamref name="T"/>) wide, one tile of rows under the other. The sums live in
/// registers, t runs in order and every step is fused, so each element has the bits of the plain loop. Nothing is called while the sums live:
/// a call would write all of them to the stack in each iteration.
/// </summary>
[SkipLocalsInit]
internal static class Tile<T>
    where T : struct, IColumns<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Eight<TStore, TTerms>(scoped in Product p, ref float c, Target to, int tiles, TStore store)
        where TStore : struct, ITileStore
        where TTerms : struct, ITerms
    {
        nint ar = p.ARow, ar2 = 2 * ar, ar3 = 3 * ar, at = p.ATerm, bt = p.BTerm, bl = p.BLane, cr = to.Row, cl = to.Lane;
        ref float a = ref Unsafe.AsRef(in p.A);
        for (; tiles > 0; tiles--)
        {
            T s0 = T.Load(in p.Init, LaneMatrix.LaneWidth), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            ref float x = ref a;
            ref float x4 = ref At(ref a, 4 * ar);
            ref float y = ref Unsafe.AsRef(in p.B);
            for (int t = 0; t < p.Terms; t++)
            {
                if (TTerms.AreListed)
                {
                    nint term = Unsafe.Add(ref Unsafe.AsRef(in p.List), t);
                    x = ref At(ref a, term * at);
                    x4 = ref At(ref x, 4 * ar);
                    y = ref At(ref Unsafe.AsRef(in p.B), term * bt);
                }
                var b = T.Load(in y, bl);
                s0 = T.Fma(T.Broadcast(x), b, s0);
                s1 = T.Fma(T.Broadcast(At(ref x, ar)), b, s1);
                s2 = T.Fma(T.Broadcast(At(ref x, ar2)), b, s2);
                s3 = T.Fma(T.Broadcast(At(ref x, ar3)), b, s3);
                s4 = T.Fma(T.Broadcast(x4), b, s4);
                s5 = T.Fma(T.Broadcast(At(ref x4, ar)), b, s5);
                s6 = T.Fma(T.Broadcast(At(ref x4, ar2)), b, s6);
                s7 = T.Fma(T.Broadcast(At(ref x4, ar3)), b, s7);
                if (TTerms.AreListed) continue;
                x = ref At(ref x, at);
                x4 = ref At(ref x4, at);
                y = ref At(ref y, bt);
            }
            store.Store(s0, ref c, cl);
            store.Store(s1, ref At(ref c, cr), cl);
            store.Store(s2, ref At(ref c, 2 * cr), cl);
            store.Store(s3, ref At(ref c, 3 * cr), cl);
            c = ref At(ref c, 4 * cr);
            store.Store(s4, ref c, cl);
            store.Store(s5, ref At(ref c, cr), cl);
            store.Store(s6, ref At(ref c, 2 * cr), cl);
            store.Store(s7, ref At(ref c, 3 * cr), cl);
            c = ref At(ref c, 4 * cr);
            a = ref At(ref a, 8 * ar);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Five<TStore, TTerms>(scoped in Product p, ref float c, Target to, int tiles, TStore store)
        where TStore : struct, ITileStore
        where TTerms : struct, ITerms
    {
        nint ar = p.ARow, ar2 = 2 * ar, ar3 = 3 * ar, ar4 = 4 * ar, at = p.ATerm, bt = p.BTerm, bl = p.BLane, cr = to.Row, cl = to.Lane;
        ref float a = ref Unsafe.AsRef(in p.A);
        for (; tiles > 0; tiles--)
        {
            T s0 = T.Load(in p.Init, LaneMatrix.LaneWidth), s1 = s0, s2 = s0, s3 = s0, s4 = s0;
            ref float x = ref a;
            ref float y = ref Unsafe.AsRef(in p.B);
            for (int t = 0; t < p.Terms; t++)
            {
                if (TTerms.AreListed)
                {
                    nint term = Unsafe.Add(ref Unsafe.AsRef(in p.List), t);
                    x = ref At(ref a, term * at);
                    y = ref At(ref Unsafe.AsRef(in p.B), term * bt);
                }
                var b = T.Load(in y, bl);
                s0 = T.Fma(T.Broadcast(x), b, s0);
                s1 = T.Fma(T.Broadcast(At(ref x, ar)), b, s1);
                s2 = T.Fma(T.Broadcast(At(ref x, ar2)), b, s2);
                s3 = T.Fma(T.Broadcast(At(ref x, ar3)), b, s3);
                s4 = T.Fma(T.Broadcast(At(ref x, ar4)), b, s4);
                if (TTerms.AreListed) continue;
                x = ref At(ref x, at);
                y = ref At(ref y, bt);
            }
            store.Store(s0, ref c, cl);
            store.Store(s1, ref At(ref c, cr), cl);
            store.Store(s2, ref At(ref c, 2 * cr), cl);
            store.Store(s3, ref At(ref c, 3 * cr), cl);
            store.Store(s4, ref At(ref c, 4 * cr), cl);
            c = ref At(ref c, 5 * cr);
            a = ref At(ref a, 5 * ar);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Two<TStore, TTerms>(scoped in Product p, ref float c, Target to, int tiles, TStore store)
        where TStore : struct, ITileStore
        where TTerms : struct, ITerms
    {
        nint ar = p.ARow, at = p.ATerm, bt = p.BTerm, bl = p.BLane, cr = to.Row, cl = to.Lane;
        ref float a = ref Unsafe.AsRef(in p.A);
        for (; tiles > 0; tiles--)
        {
            T s0 = T.Load(in p.Init, LaneMatrix.LaneWidth), s1 = s0;
            ref float x = ref a;
            ref float y = ref Unsafe.AsRef(in p.B);
            for (int t = 0; t < p.Terms; t++)
            {
                if (TTerms.AreListed)
                {
                    nint term = Unsafe.Add(ref Unsafe.AsRef(in p.List), t);
                    x = ref At(ref a, term * at);
                    y = ref At(ref Unsafe.AsRef(in p.B), term * bt);
                }
                var b = T.Load(in y, bl);
                s0 = T.Fma(T.Broadcast(x), b, s0);
                s1 = T.Fma(T.Broadcast(At(ref x, ar)), b, s1);
                if (TTerms.AreListed) continue;
                x = ref At(ref x, at);
                y = ref At(ref y, bt);
            }
            store.Store(s0, ref c, cl);
            store.Store(s1, ref At(ref c, cr), cl);
            c = ref At(ref c, 2 * cr);
            a = ref At(ref a, 2 * ar);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void One<TStore, TTerms>(scoped in Product p, ref float c, Target to, TStore store)
        where TStore : struct, ITileStore
        where TTerms : struct, ITerms
    {
        nint at = p.ATerm, bt = p.BTerm, bl = p.BLane;
        var s = T.Load(in p.Init, LaneMatrix.LaneWidth);
        ref float x = ref Unsafe.AsRef(in p.A);
        ref float y = ref Unsafe.AsRef(in p.B);
        for (int t = 0; t < p.Terms; t++)
        {
            if (TTerms.AreListed)
            {
                nint term = Unsafe.Add(ref Unsafe.AsRef(in p.List), t);
                x = ref At(ref Unsafe.AsRef(in p.A), term * at);
                y = ref At(ref Unsafe.AsRef(in p.B), term * bt);
            }
            s = T.Fma(T.Broadcast(x), T.Load(in y, bl), s);
            if (TTerms.AreListed) continue;
            x = ref At(ref x, at);
            y = ref At(ref y, bt);
        }
        store.Store(s, ref c, to.Lane);
    }

    /// <summary>
    /// c[r, j] for any number of rows with exactly ten terms, all of b in registers: the weight gradient of a batch of ten, the book's.
    /// A tile's ten iterations would cost as much in mispredicted ends as in products. The sums start from +0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TenTerms<TStore>(scoped in Product p, ref float c, Target to, int rows, TStore store)
        where TStore : struct, ITileStore
    {
        nint bt = p.BTerm, bl = p.BLane, cr = to.Row, cl = to.Lane, at = p.ATerm, at2 = 2 * at, at3 = 3 * at, at4 = 4 * at, ar = p.ARow;
        ref float y = ref Unsafe.AsRef(in p.B);
        T b0 = T.Load(in y, bl), b1 = T.Load(in At(ref y, bt), bl), b2 = T.Load(in At(ref y, 2 * bt), bl), b3 = T.Load(in At(ref y, 3 * bt), bl), b4 = T.Load(in At(ref y, 4 * bt), bl);
        y = ref At(ref y, 5 * bt);
        T b5 = T.Load(in y, bl), b6 = T.Load(in At(ref y, bt), bl), b7 = T.Load(in At(ref y, 2 * bt), bl), b8 = T.Load(in At(ref y, 3 * bt), bl), b9 = T.Load(in At(ref y, 4 * bt), bl);
        ref float x = ref Unsafe.AsRef(in p.A);
        ref float x5 = ref At(ref x, 5 * at);
        for (; rows > 0; rows--)
        {
            var s = T.Fma(T.Broadcast(x), b0, default);
            s = T.Fma(T.Broadcast(At(ref x, at)), b1, s);
            s = T.Fma(T.Broadcast(At(ref x, at2)), b2, s);
            s = T.Fma(T.Broadcast(At(ref x, at3)), b3, s);
            s = T.Fma(T.Broadcast(At(ref x, at4)), b4, s);
            s = T.Fma(T.Broadcast(x5), b5, s);
            s = T.Fma(T.Broadcast(At(ref x5, at)), b6, s);
            s = T.Fma(T.Broadcast(At(ref x5, at2)), b7, s);
            s = T.Fma(T.Broadcast(At(ref x5, at3)), b8, s);
            s = T.Fma(T.Broadcast(At(ref x5, at4)), b9, s);
            store.Store(s, ref c, cl);
            c = ref At(ref c, cr);
            x = ref At(ref x, ar);
            x5 = ref At(ref x5, ar);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float origin, nint offset) => ref Unsafe.Add(ref origin, offset);
}
