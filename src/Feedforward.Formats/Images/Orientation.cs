using System.Buffers.Binary;

namespace Feedforward.Formats;

/// <summary>
/// How a camera was held, as Exif says it: 1 upright, 2 mirrored left to right, 3 turned by 180°, 4 mirrored top to bottom, 5 transposed, 6 to be
/// turned clockwise, 7 transposed across the other diagonal, 8 to be turned counter-clockwise. Source: CIPA DC-008 (Exif), tag 0x0112.
/// </summary>
internal static class Orientation
{
    private const int Upright = 1, Tag = 0x0112, Short = 3, EntryBytes = 12;

    /// <summary>Whether height and width change places.</summary>
    internal static bool Swaps(int orientation) => orientation >= 5;

    /// <summary>The orientation that a TIFF header and its first directory tell; upright where they do not.</summary>
    internal static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return Upright;
        bool little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8)) return Upright;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return Upright;
        var entries = tiff[((int)directory + 2)..];
        int count = Math.Min(Number(tiff[(int)directory..], little), entries.Length / EntryBytes);
        for (int i = 0; i < count; i++)
        {
            var entry = entries.Slice(i * EntryBytes, EntryBytes);
            if (Number(entry, little) == Tag && Number(entry[2..], little) == Short && Number(entry[8..], little) is >= 1 and <= 8 and var found) return found;
        }
        return Upright;
    }

    /// <summary>The picture upright.</summary>
    internal static Raster Apply(int orientation, Raster raster)
    {
        if (orientation == Upright) return raster;
        bool swaps = Swaps(orientation);
        int height = swaps ? raster.Width : raster.Height, width = swaps ? raster.Height : raster.Width, channels = raster.Channels;
        var pixels = new byte[raster.Pixels.Length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                var (fromY, fromX) = Origin(orientation, y, x, raster.Height - 1, raster.Width - 1);
                raster.Pixels.AsSpan(((fromY * raster.Width) + fromX) * channels, channels).CopyTo(pixels.AsSpan(((y * width) + x) * channels));
            }
        return raster with { Height = height, Width = width, Pixels = pixels };
    }

    /// <summary>Where the pixel of the upright picture lies in the file's picture.</summary>
    private static (int Y, int X) Origin(int orientation, int y, int x, int bottom, int right) => orientation switch
    {
        2 => (y, right - x),
        3 => (bottom - y, right - x),
        4 => (bottom - y, x),
        5 => (x, y),
        6 => (bottom - x, y),
        7 => (bottom - x, right - y),
        8 => (x, right - y),
        _ => (y, x),
    };

    private static int Number(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
