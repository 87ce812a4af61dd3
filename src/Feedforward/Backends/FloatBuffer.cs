using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Feedforward.Backends;

/// <summary>
/// A contiguous run of floats that begins at a 64-byte boundary and never moves: the memory behind matrices and parameters.
/// </summary>
public sealed class FloatBuffer
{
    /// <summary>Floats in 64 bytes: rows and blocks are padded to multiples of it.</summary>
    public const int Alignment = 16;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> floats, all 0.</summary>
    /// <exception cref="OutOfMemoryException">The machine has not that much memory.</exception>
    public unsafe FloatBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _array = GC.AllocateArray<float>(checked(length + Alignment - 1), pinned: true);
        fixed (float* first = _array)
            _start = (int)((64 - ((nuint)first & 63)) & 63) / sizeof(float);
        Length = length;
    }

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>A float, for kernels: the place is not checked.</summary>
    internal ref float At(int place) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start + place);

    /// <summary>The least multiple of <see cref="Alignment"/> that is not below <paramref name="count"/>.</summary>
    public static int Padded(int count) => checked(count + Alignment - 1) / Alignment * Alignment;

    /// <summary>Copies all floats from a buffer of the same length.</summary>
    public void CopyFrom(FloatBuffer source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Span.CopyTo(Span);
    }
}
