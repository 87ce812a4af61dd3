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
        var file = Open(path);
        try
        {
            bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return compressed ? new GuardedGzipStream(file, path) : file;
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            file.Dispose();
            throw Explain(failure, path);
        }
    }

    /// <summary>Opens the file as it is.</summary>
    /// <exception cref="DataException">FF2210 not there, FF2211 a folder, FF2212 not permitted, FF2213 cannot be read.</exception>
    internal static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw Failure("FF2211", path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw Explain(failure, path);
        }
    }

    /// <summary>What a stream that cannot go back holds, taken into memory.</summary>
    /// <exception cref="DataException">FF2045: more than an array can hold.</exception>
    internal static MemoryStream Gather(Stream stream, string path)
    {
        byte[] bytes = new byte[1 << 16];
        int filled = 0;
        while (true)
        {
            filled += Fill(stream, bytes.AsSpan(filled), path);
            if (filled < bytes.Length) return new MemoryStream(bytes, 0, filled, writable: false);
            if (filled == Array.MaxLength) throw Failure("FF2045", path, Array.MaxLength);
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, 2L * filled));
        }
    }

    /// <summary>Reads until the buffer is full or the stream ends; returns the bytes read.</summary>
    internal static int Fill(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw Explain(failure, path);
        }
    }

    /// <summary>The error of a file with its place.</summary>
    internal static DataException Failure(string code, string path, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(code, arguments) with { Place = Evidence.Path(path) });

    private static bool IsOfFile(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The error that a failure to open or read a file is.</summary>
    internal static DataException Explain(Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => Failure("FF2210", path),
        UnauthorizedAccessException => Failure("FF2212", path),
        _ => Failure("FF2213", path, failure.Message),
    };
}
