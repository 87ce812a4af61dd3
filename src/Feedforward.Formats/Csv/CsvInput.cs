using System.Text;

namespace Feedforward.Formats;

/// <summary>Turns what a CSV reader is given into UTF-8 bytes.</summary>
internal static class CsvInput
{
    /// <summary>The text of a stream: decompressed where it is gzip, UTF-16 with a byte order mark turned into UTF-8.</summary>
    /// <exception cref="DataException">FF2011: UTF-32.</exception>
    internal static Stream Decode(Stream stream, CsvErrors errors)
    {
        var start = new PeekStream(stream, errors.Path);
        if (start.StartsWith([0x1F, 0x8B]))
            start = new PeekStream(new GuardedGzipStream(start, errors.Path), errors.Path);
        if (start.StartsWith([0xFF, 0xFE, 0, 0]) || start.StartsWith([0, 0, 0xFE, 0xFF]))
            throw errors.At(1, null, "FF2011.utf32", errors.Source);
        bool little = start.StartsWith([0xFF, 0xFE]), big = start.StartsWith([0xFE, 0xFF]);
        return little || big ? Utf16(start, big) : start;
    }

    /// <summary>The byte order mark comes out as that of UTF-8.</summary>
    private static Stream Utf16(PeekStream stream, bool bigEndian)
    {
        return Encoding.CreateTranscodingStream(stream, new UnicodeEncoding(bigEndian, false, throwOnInvalidBytes: true), new UTF8Encoding(false));
    }
}
