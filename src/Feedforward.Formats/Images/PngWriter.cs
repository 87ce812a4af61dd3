using System.Buffers.Binary;
using System.IO.Compression;

namespace Feedforward.Formats;

/// <summary>Writes PNG pictures of 8 bits, grey or in colour, without filters: IHDR, one IDAT, IEND.</summary>
internal static class PngWriter
{
    internal static void Write(ReadOnlySpan<byte> pixels, int height, int width, int channels, Stream stream)
    {
        Span<byte> header = stackalloc byte[PngHeader.Bytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, (byte)(channels == 1 ? PngColor.Grey : PngColor.Rgb));
        stream.Write(PngReader.Signature);
        WriteChunk("IHDR"u8, header, stream);
        WriteChunk("IDAT"u8, Deflate(pixels, width * channels), stream);
        WriteChunk("IEND"u8, [], stream);
    }

    internal static void WriteChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, Stream stream)
    {
        byte[] chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Of(chunk.AsSpan(4, 4 + content.Length)));
        stream.Write(chunk);
    }

    private static byte[] Deflate(ReadOnlySpan<byte> pixels, int lineBytes)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal))
            for (int at = 0; at < pixels.Length; at += lineBytes)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(at, lineBytes));
            }
        return deflated.ToArray();
    }
}
