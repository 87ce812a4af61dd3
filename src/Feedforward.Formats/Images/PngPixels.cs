using System.IO.Compression;

namespace Feedforward.Formats;

/// <summary>
/// Inflates the pixel data of a PNG picture line by line and takes the filters back. What comes out must be as long as the header says, neither
/// shorter nor longer. Source: W3C, Portable Network Graphics (third edition), 9 and 10.
/// </summary>
internal sealed class PngPixels(PngHeader header, IReadOnlyList<ReadOnlyMemory<byte>> data, string path)
{
    /// <summary>Deflate makes at most so many bytes of one: two bits at least stand for 258 bytes (RFC 1951).</summary>
    private const int BestRatio = 8 / 2 * 258;

    private readonly long _expected = header.InflatedBytes;
    private long _inflated;

    /// <summary>The pixels, as the lines turn them into bytes.</summary>
    /// <exception cref="DataException">FF2283: too few, too many or damaged data, or an unknown filter.</exception>
    internal Raster Read(PngLines lines)
    {
        long compressed = data.Sum(part => (long)part.Length);
        if (compressed * BestRatio < _expected) throw PngReader.Damaged("FF2283.few", path, compressed * BestRatio, _expected);
        var pixels = new byte[(long)header.Height * header.Width * lines.Channels];
        using var inflated = new ZLibStream(new JoinedStream(data), CompressionMode.Decompress);
        foreach (var pass in header.Passes()) Read(pass, inflated, lines, pixels);
        byte[] more = new byte[1];
        if (Inflate(inflated, more) > 0) throw PngReader.Damaged("FF2283.many", path, _expected);
        return new Raster(header.Height, header.Width, lines.Channels, pixels) { WasTransparent = lines.WasTransparent };
    }

    private void Read(PngPass pass, ZLibStream inflated, PngLines lines, byte[] pixels)
    {
        int length = header.LineBytes(pass.Width), step = header.FilterStep;
        // Before each line stand bytes that are zero, for the filters to look left at.
        byte[] line = new byte[step + length], above = new byte[step + length];
        byte[] filter = new byte[1];
        for (int y = 0; y < pass.Height; y++)
        {
            RequireAll(inflated, filter);
            RequireAll(inflated, line.AsSpan(step));
            if (!Unfilter(filter[0], step, line, above)) throw PngReader.Damaged("FF2283.filter", path, filter[0], pass.Y + (y * pass.StepY));
            int first = ((pass.Y + (y * pass.StepY)) * header.Width) + pass.X;
            lines.Convert(line.AsSpan(step), pass.Width, pixels.AsSpan(first * lines.Channels), pass.StepX);
            (line, above) = (above, line);
        }
    }

    private void RequireAll(ZLibStream inflated, Span<byte> buffer)
    {
        if (Inflate(inflated, buffer) < buffer.Length) throw PngReader.Damaged("FF2283.few", path, _inflated, _expected);
    }

    private int Inflate(ZLibStream inflated, Span<byte> buffer)
    {
        try
        {
            int read = inflated.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            _inflated += read;
            return read;
        }
        // A stream that asks for a dictionary is an IOException, other damage an InvalidDataException.
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw PngReader.Damaged("FF2283.inflate", path, _inflated, _expected);
        }
    }

    private static bool Unfilter(byte filter, int step, byte[] line, byte[] above)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (int i = step; i < line.Length; i++) line[i] += line[i - step];
                return true;
            case 2:
                for (int i = step; i < line.Length; i++) line[i] += above[i];
                return true;
            case 3:
                for (int i = step; i < line.Length; i++) line[i] += (byte)((line[i - step] + above[i]) / 2);
                return true;
            case 4:
                for (int i = step; i < line.Length; i++) line[i] += Paeth(line[i - step], above[i], above[i - step]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Of left, above and above-left the one nearest to left + above − above-left.</summary>
    private static byte Paeth(int left, int above, int corner)
    {
        int fromLeft = Math.Abs(above - corner), fromAbove = Math.Abs(left - corner), fromCorner = Math.Abs(left + above - (2 * corner));
        return (byte)(fromLeft <= fromAbove && fromLeft <= fromCorner ? left : fromAbove <= fromCorner ? above : corner);
    }
}
