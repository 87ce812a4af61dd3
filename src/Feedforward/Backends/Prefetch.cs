using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Feedforward.Backends;

/// <summary>Asks the processor to bring memory near that will be read soon, where it can be asked.</summary>
internal static class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>Asks for all of a span; changes nothing.</summary>
    internal static unsafe void Of<T>(ReadOnlySpan<T> soon)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        // An address that the garbage collector changes meanwhile is only a wrong hint.
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(soon));
        for (int i = 0; i < soon.Length * sizeof(T); i += CacheLine) Sse.Prefetch1(first + i);
    }
}
