using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Transposing weights for BP2, whose vectors run along the inputs.</summary>
internal static class Panel
{
    private const int Lane = LaneMatrix.LaneWidth;

    /// <summary>panel[j, i] = matrix[first + i, j] for sixteen rows of the matrix (those behind its last row are 0) and all its columns, padding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(LaneMatrix matrix, int first, ref float panel)
    {
        int rows = Math.Min(Lane, matrix.Rows - first), whole = rows / 4 * 4;
        for (int lane = 0; lane < matrix.Columns; lane += Lane)
        {
            int columns = Math.Min(Lane, matrix.Columns - lane);
            ref float from = ref matrix.At(first, lane);
            ref float to = ref Unsafe.Add(ref panel, lane * Lane);
            for (int i = 0; i < whole; i += 4)
                FourRows(ref Unsafe.Add(ref from, i * Lane), columns, ref Unsafe.Add(ref to, i));
            for (int i = whole; i < Lane; i++)
                for (int j = 0; j < columns; j++) Unsafe.Add(ref to, (j * Lane) + i) = i < rows ? Unsafe.Add(ref from, (i * Lane) + j) : 0;
        }
    }

    /// <summary>Four rows of a lane become four neighbouring columns of the panel, four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(ref float from, int columns, ref float to)
    {
        int j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            var a = Vector128.LoadUnsafe(ref from);
            var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, Lane));
            var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * Lane));
            var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * Lane));
            Vector128<float> abLow = Low(a, b), abHigh = High(a, b), cdLow = Low(c, d), cdHigh = High(c, d);
            LowPairs(abLow, cdLow).StoreUnsafe(ref to);
            HighPairs(abLow, cdLow).StoreUnsafe(ref Unsafe.Add(ref to, Lane));
            LowPairs(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 2 * Lane));
            HighPairs(abHigh, cdHigh).StoreUnsafe(ref Unsafe.Add(ref to, 3 * Lane));
            from = ref Unsafe.Add(ref from, 4);
            to = ref Unsafe.Add(ref to, 4 * Lane);
        }
        for (; j < columns; j++)
        {
            for (int i = 0; i < 4; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i * Lane);
            from = ref Unsafe.Add(ref from, 1);
            to = ref Unsafe.Add(ref to, Lane);
        }
    }

    /// <summary>a₀ b₀ a₁ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    /// <summary>a₀ a₁ b₀ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LowPairs(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.MoveLowToHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a.AsDouble(), b.AsDouble()).AsSingle()
        : Vector128.Create(a[0], a[1], b[0], b[1]);

    /// <summary>a₂ a₃ b₂ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> HighPairs(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.MoveHighToLow(b, a)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a.AsDouble(), b.AsDouble()).AsSingle()
        : Vector128.Create(a[2], a[3], b[2], b[3]);
}
