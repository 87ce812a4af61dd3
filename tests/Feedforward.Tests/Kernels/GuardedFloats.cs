using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Feedforward.Backends;

namespace Feedforward.Tests.Kernels;

/// <summary>On which end of the readable memory something lies flush: one float further is a page that nobody may touch.</summary>
internal enum Flush
{
    Left,
    Right,
}

/// <summary>
/// Floats between two pages that nobody may touch: whoever reads or writes beyond either end is stopped by the processor, and the test run with it.
/// The pages lie inside a buffer that never moves, so that matrices can be laid on this memory as on any other.
/// </summary>
internal sealed unsafe partial class GuardedFloats : IDisposable
{
    /// <summary>A NaN that no arithmetic makes: it tells what has not been written, and spoils every result that it gets into.</summary>
    internal const int Poison = 0x7FABCDEF;

    private const int NoAccess = 0, ReadAndWrite = 3;
    private static readonly int Page = Environment.SystemPageSize / sizeof(float);

    private readonly FloatBuffer _buffer;
    private readonly int _first;

    /// <summary>Room for a number of floats, rounded up to whole pages.</summary>
    internal GuardedFloats(int floats)
    {
        Length = (floats + Page - 1) / Page * Page;
        _buffer = new FloatBuffer(Length + (4 * Page));
        // The first guard is a whole page behind the array's head, which the garbage collector looks at.
        nuint page = (nuint)Page * sizeof(float), address = (nuint)Unsafe.AsPointer(ref _buffer.At(0));
        _first = (int)((((address + (2 * page) - 1) / page * page) - address) / sizeof(float)) + Page;
        Protect(NoAccess);
    }

    /// <summary>Such memory can be had where pages can be protected.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    internal int Length { get; }

    /// <summary>All floats between the guards.</summary>
    internal Span<float> All => _buffer.Span.Slice(_first, Length);

    /// <summary>Their bits.</summary>
    internal Span<int> Bits => MemoryMarshal.Cast<float, int>(All);

    internal void Spoil() => Bits.Fill(Poison);

    /// <summary>The place of the first of some floats that lie at an end, or a little away from it.</summary>
    internal int Place(int floats, Flush flush, int distance = 0) => flush == Flush.Left ? distance : Length - floats - distance;

    internal Span<float> Floats(int floats, Flush flush, int distance = 0) => All.Slice(Place(floats, flush, distance), floats);

    internal Matrix Matrix(int rows, int columns, Flush flush) =>
        new(_buffer, _first + Place(rows * FloatBuffer.Padded(columns), flush), rows, columns);

    internal LaneMatrix Lanes(int rows, int columns, Flush flush) =>
        new(_buffer, _first + Place(rows * FloatBuffer.Padded(columns), flush), rows, columns);

    /// <summary>The bytes of one float at a place, which may be in a guard.</summary>
    internal ReadOnlySpan<byte> BytesFrom(int place) => new(Unsafe.AsPointer(ref _buffer.At(_first + place)), sizeof(float));

    public void Dispose() => Protect(ReadAndWrite);

    private void Protect(int access)
    {
        foreach (int guard in new[] { _first - Page, _first + Length })
            if (MemoryProtect(Unsafe.AsPointer(ref _buffer.At(guard)), (nuint)Page * sizeof(float), access) != 0)
                throw new InvalidOperationException($"mprotect: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MemoryProtect(void* address, nuint length, int access);
}
