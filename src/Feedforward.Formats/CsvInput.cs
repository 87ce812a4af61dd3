using System.IO.Compression;

namespace Feedforward.Formats;

/// <summary>Opens what a CSV reader reads: UTF-8 bytes without a byte order mark, whatever the file holds.</summary>
internal static class CsvInput
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="OptionException">FF1210, FF1211.</exception>
    internal static Stream Open(string path)
    {
        if (!File.Exists(path))
            throw Errors.Option(Directory.Exists(path) ? "FF1212" : "FF1210", path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Errors.Option("FF1211", path, e.Message);
        }
    }

    /// <summary>The text of a stream: decompressed where it is gzip, without its byte order mark.</summary>
    internal static Stream Decode(Stream stream)
    {
        var start = new PeekStream(stream);
        if (start.StartsWith([0x1F, 0x8B]))
            start = new PeekStream(new GZipStream(start, CompressionMode.Decompress));
        if (start.StartsWith([0xEF, 0xBB, 0xBF]))
            start.Skip(3);
        return start;
    }
}
