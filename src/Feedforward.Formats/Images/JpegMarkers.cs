using System.Buffers.Binary;

namespace Feedforward.Formats;

/// <summary>What the markers of a JPEG picture tell, read before its pixels are decoded. Source: ITU-T T.81, annex B.</summary>
/// <param name="Height">Lines as stored.</param>
/// <param name="Width">Pixels of a line as stored.</param>
/// <param name="Orientation">How the camera was held.</param>
internal sealed record JpegMarkers(int Height, int Width, int Orientation)
{
    private const int StartOfScan = 0xDA, EndOfImage = 0xD9, FirstRestart = 0xD0, LastRestart = 0xD7, Temporary = 0x01, Application1 = 0xE1;

    // A scan costs time by the size of the picture and hardly any bytes; pictures have one, or about ten.
    private const long MostScanned = 16L * Raster.MostPixels;

    // A block of 64 pixels takes one bit at least. Where there are fewer, the decoder would make up the rest.
    private const int MostPixelsOfByte = 8 * 64;

    internal static ReadOnlySpan<byte> Start => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    /// <summary>Walks over all markers to the end of the picture.</summary>
    /// <exception cref="DataException">FF2281: too many pixels. FF2284: no end, no frame, or one that is not read.</exception>
    internal static JpegMarkers Read(ReadOnlySpan<byte> file, string path)
    {
        JpegMarkers? frame = null;
        int orientation = 1, scans = 0, at = 2;
        while (Next(file, ref at) is var marker && marker != EndOfImage)
        {
            if (marker < 0) throw Jpeg.Unreadable("FF2284.cut", path, file.Length);
            if (marker is Temporary or (>= FirstRestart and <= LastRestart)) continue;
            var content = Segment(file, at, path);
            if (IsFrame(marker))
            {
                if (frame is not null) throw Jpeg.Unreadable("FF2284.frames", path, at - 2);
                frame = Frame(marker, content, path);
            }
            else if (marker == Application1 && content.StartsWith(Exif))
            {
                orientation = Feedforward.Formats.Orientation.OfTiff(content[Exif.Length..]);
            }
            at += 2 + content.Length;
            if (marker != StartOfScan) continue;
            if (frame is null) throw Jpeg.Unreadable("FF2284.noFrame", path, at);
            if ((long)++scans * frame.Height * frame.Width > MostScanned) throw Jpeg.Unreadable("FF2284.scans", path, scans, frame.Height, frame.Width);
            SkipCoded(file, ref at);
        }
        if (frame is null || scans == 0) throw Jpeg.Unreadable("FF2284.noFrame", path, at);
        return (long)frame.Height * frame.Width <= (long)MostPixelsOfByte * file.Length
            ? frame with { Orientation = orientation }
            : throw Jpeg.Unreadable("FF2284.few", path, file.Length, frame.Height, frame.Width);
    }

    /// <summary>The next marker, and the position after it; −1 at the end of the file.</summary>
    private static int Next(ReadOnlySpan<byte> file, ref int at)
    {
        int found = file[Math.Min(at, file.Length)..].IndexOf((byte)0xFF);
        if (found < 0) return -1;
        at += found;
        while (at < file.Length && file[at] == 0xFF) at++;
        return at < file.Length ? file[at++] : -1;
    }

    /// <summary>Skips the coded pixels, in which 0xFF is followed by 0 or is a restart marker.</summary>
    private static void SkipCoded(ReadOnlySpan<byte> file, ref int at)
    {
        while (file[Math.Min(at, file.Length)..].IndexOf((byte)0xFF) is >= 0 and var found && at + found + 1 < file.Length)
        {
            at += found;
            if (file[at + 1] is not (0 or 0xFF or (>= FirstRestart and <= LastRestart))) return;
            at += file[at + 1] == 0xFF ? 1 : 2;
        }
        at = file.Length;
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, int at, string path)
    {
        if (file.Length - at < 2) throw Jpeg.Unreadable("FF2284.cut", path, file.Length);
        int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        if (length < 2) throw Jpeg.Unreadable("FF2284.length", path, at, length);
        return file.Length - at >= length ? file.Slice(at + 2, length - 2) : throw Jpeg.Unreadable("FF2284.cut", path, file.Length);
    }

    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static JpegMarkers Frame(int marker, ReadOnlySpan<byte> content, string path)
    {
        if (marker > 0xC2) throw Jpeg.Unreadable("FF2284.coding", path, "SOF" + (marker - 0xC0));
        if (content.Length < 6 || content[0] != 8) throw Jpeg.Unreadable("FF2284.bits", path, content.Length < 6 ? 0 : content[0]);
        int height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]);
        return Raster.Fits(height, width) ? new JpegMarkers(height, width, 1) : throw ImageFile.TooLarge(path, height, width);
    }
}
