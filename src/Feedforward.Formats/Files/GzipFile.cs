namespace Feedforward.Formats;

/// <summary>
/// Opens a file for reading, decompressed where its content is gzip, whatever its name. What cannot be opened or read is a
/// <see cref="DataException"/> with a sentence.
/// </summary>
internal static class GzipFile
{
    /// <summary>Opens the file at its first byte; of a file that is not gzip, the stream can seek and knows its length.</summary>
    /// <exception cref="DataException">FF2210 not there, FF2211 a folder, FF2212 not permitted, FF2213 cannot be read.</exception>
    internal static Stream OpenRead(string path)
    {
        if (Directory.Exists(path)) throw Failure("FF2211", path);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
            bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return compressed ? new GuardedGzipStream(file, path) : file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw Explain(failure, path);
        }
    }

    /// <summary>Reads until the buffer is full or the stream ends; returns the bytes read.</summary>
    internal static int Fill(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(failure, path);
        }
    }

    /// <summary>The error of a file with its place.</summary>
    internal static DataException Failure(string code, string path, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(code, arguments) with { Place = path });

    /// <summary>The error that a failure to open or read a file is.</summary>
    internal static DataException Explain(Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => Failure("FF2210", path),
        UnauthorizedAccessException => Failure("FF2212", path),
        _ => Failure("FF2213", path, failure.Message),
    };
}
