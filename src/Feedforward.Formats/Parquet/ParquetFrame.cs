using System.Buffers.Binary;

namespace Feedforward.Formats;

/// <summary>
/// The frame of a Parquet file: <c>PAR1</c>, groups of rows, a footer that describes them, its length in four bytes, <c>PAR1</c>. Source: Apache Parquet,
/// "File Format".
/// </summary>
internal static class ParquetFrame
{
    private const int SignBytes = 4, EndBytes = 8, FrameBytes = SignBytes + EndBytes;

    /// <summary>Where the footer begins, and how many bytes it has; the stream is at its beginning before and after.</summary>
    /// <exception cref="DataException">FF2060: the file has no such frame.</exception>
    internal static (long Begin, long Length) Footer(Stream stream, CsvErrors errors)
    {
        if (stream.Length <= FrameBytes) throw Damaged(errors, "FF2060.short", stream.Length, FrameBytes + 1);
        Span<byte> end = stackalloc byte[EndBytes];
        stream.Position = stream.Length - EndBytes;
        GzipFile.Fill(stream, end, errors.Path);
        stream.Position = 0;
        if (!end[SignBytes..].SequenceEqual("PAR1"u8)) throw Damaged(errors, "FF2060.end", Convert.ToHexString(end[SignBytes..]));
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end), most = stream.Length - FrameBytes;
        if (length == 0 || length > most) throw Damaged(errors, "FF2060.length", stream.Length - EndBytes, length, most);
        return (stream.Length - EndBytes - length, length);
    }

    /// <summary>The error of a damaged file.</summary>
    internal static DataException Damaged(CsvErrors errors, string key, params ReadOnlySpan<object?> arguments) =>
        errors.At(null, null, "FF2060", Errors.Text(key, arguments));

    /// <summary>
    /// What the package reads. What is wrong with a file it tells by exceptions of any kind, in words for its programmers: each becomes the error that the
    /// file is damaged there.
    /// </summary>
    internal static T Guarded<T>(CsvErrors errors, Func<T> read, string key, params object?[] arguments)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is not DataException)
        {
            throw Damaged(errors, key, arguments);
        }
    }
}
