using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// The micro-kernels of all three products of back-propagation: c[r, j] = init[j] + Σ over t of a[r, t]·b[t, j], t in order, fused, for a tile of
/// rows r and 16-column lanes j. The element a[r, t] lies at a + r·ar + t·at, so one kernel serves a W, δ Wᵀ (W transposed first) and aᵀ δ.
/// Nothing is called while the accumulators live: they stay in registers.
/// </summary>
internal static class Tile<T>
    where T : struct, IVectorLane<T>
{
    /// <summary>4 rows × 2 lanes: eight accumulators, for the widest registers.</summary>
    internal static void FourByTwo(
        ref readonly float a, nint ar, nint at, ref readonly float b, nint bt, int count, ref readonly float init, ref float c, nint cr)
    {
        T s00 = T.Load(in init), s01 = T.Load(in At(in init, 16));
        T s10 = s00, s11 = s01, s20 = s00, s21 = s01, s30 = s00, s31 = s01;
        ref float x = ref Unsafe.AsRef(in a);
        ref float y = ref Unsafe.AsRef(in b);
        for (int t = 0; t < count; t++)
        {
            T b0 = T.Load(in y), b1 = T.Load(in At(in y, 16));
            T a0 = T.Broadcast(x), a1 = T.Broadcast(At(in x, ar)), a2 = T.Broadcast(At(in x, 2 * ar)), a3 = T.Broadcast(At(in x, 3 * ar));
            s00 = T.Fma(a0, b0, s00);
            s01 = T.Fma(a0, b1, s01);
            s10 = T.Fma(a1, b0, s10);
            s11 = T.Fma(a1, b1, s11);
            s20 = T.Fma(a2, b0, s20);
            s21 = T.Fma(a2, b1, s21);
            s30 = T.Fma(a3, b0, s30);
            s31 = T.Fma(a3, b1, s31);
            x = ref At(in x, at);
            y = ref At(in y, bt);
        }
        T.Store(s00, ref c);
        T.Store(s01, ref At(in c, 16));
        T.Store(s10, ref At(in c, cr));
        T.Store(s11, ref At(in c, cr + 16));
        T.Store(s20, ref At(in c, 2 * cr));
        T.Store(s21, ref At(in c, (2 * cr) + 16));
        T.Store(s30, ref At(in c, 3 * cr));
        T.Store(s31, ref At(in c, (3 * cr) + 16));
    }

    /// <summary>4 rows × 1 lane.</summary>
    internal static void FourByOne(
        ref readonly float a, nint ar, nint at, ref readonly float b, nint bt, int count, ref readonly float init, ref float c, nint cr)
    {
        T s0 = T.Load(in init), s1 = s0, s2 = s0, s3 = s0;
        ref float x = ref Unsafe.AsRef(in a);
        ref float y = ref Unsafe.AsRef(in b);
        for (int t = 0; t < count; t++)
        {
            T b0 = T.Load(in y);
            s0 = T.Fma(T.Broadcast(x), b0, s0);
            s1 = T.Fma(T.Broadcast(At(in x, ar)), b0, s1);
            s2 = T.Fma(T.Broadcast(At(in x, 2 * ar)), b0, s2);
            s3 = T.Fma(T.Broadcast(At(in x, 3 * ar)), b0, s3);
            x = ref At(in x, at);
            y = ref At(in y, bt);
        }
        T.Store(s0, ref c);
        T.Store(s1, ref At(in c, cr));
        T.Store(s2, ref At(in c, 2 * cr));
        T.Store(s3, ref At(in c, 3 * cr));
    }

    /// <summary>1 row × 4 lanes.</summary>
    internal static void OneByFour(ref readonly float a, nint at, ref readonly float b, nint bt, int count, ref readonly float init, ref float c)
    {
        T s0 = T.Load(in init), s1 = T.Load(in At(in init, 16)), s2 = T.Load(in At(in init, 32)), s3 = T.Load(in At(in init, 48));
        ref float x = ref Unsafe.AsRef(in a);
        ref float y = ref Unsafe.AsRef(in b);
        for (int t = 0; t < count; t++)
        {
            T a0 = T.Broadcast(x);
            s0 = T.Fma(a0, T.Load(in y), s0);
            s1 = T.Fma(a0, T.Load(in At(in y, 16)), s1);
            s2 = T.Fma(a0, T.Load(in At(in y, 32)), s2);
            s3 = T.Fma(a0, T.Load(in At(in y, 48)), s3);
            x = ref At(in x, at);
            y = ref At(in y, bt);
        }
        T.Store(s0, ref c);
        T.Store(s1, ref At(in c, 16));
        T.Store(s2, ref At(in c, 32));
        T.Store(s3, ref At(in c, 48));
    }

    /// <summary>1 row × 1 lane.</summary>
    internal static void OneByOne(ref readonly float a, nint at, ref readonly float b, nint bt, int count, ref readonly float init, ref float c)
    {
        T s = T.Load(in init);
        ref float x = ref Unsafe.AsRef(in a);
        ref float y = ref Unsafe.AsRef(in b);
        for (int t = 0; t < count; t++)
        {
            s = T.Fma(T.Broadcast(x), T.Load(in y), s);
            x = ref At(in x, at);
            y = ref At(in y, bt);
        }
        T.Store(s, ref c);
    }

    /// <summary>All of c, tile by tile: rows × width floats, the width a multiple of 16.</summary>
    internal static void Product(
        ref readonly float a, nint ar, nint at, ref readonly float b, nint bt, int count, ref readonly float init, ref float c, nint cr, int rows, int width)
    {
        bool wide = typeof(T) == typeof(Lane512);
        int r = 0;
        for (; r + 4 <= rows; r += 4)
        {
            ref float x = ref At(in a, r * ar);
            ref float z = ref At(in c, r * cr);
            int j = 0;
            if (wide)
                for (; j + 32 <= width; j += 32) FourByTwo(in x, ar, at, in At(in b, j), bt, count, in At(in init, j), ref At(in z, j), cr);
            for (; j < width; j += 16) FourByOne(in x, ar, at, in At(in b, j), bt, count, in At(in init, j), ref At(in z, j), cr);
        }
        for (; r < rows; r++)
        {
            ref float x = ref At(in a, r * ar);
            ref float z = ref At(in c, r * cr);
            int j = 0;
            for (; j + 64 <= width; j += 64) OneByFour(in x, at, in At(in b, j), bt, count, in At(in init, j), ref At(in z, j));
            for (; j < width; j += 16) OneByOne(in x, at, in At(in b, j), bt, count, in At(in init, j), ref At(in z, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref readonly float origin, nint offset) => ref Unsafe.Add(ref Unsafe.AsRef(in origin), offset);
}
