using System.Buffers.Binary;

namespace Feedforward.Formats;

/// <summary>How a pixel of a PNG picture is written; the numbers are the format's own.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>The first chunk of a PNG picture, IHDR, checked. Source: W3C, Portable Network Graphics (third edition), 11.2.1.</summary>
/// <param name="Width">Pixels of a line.</param>
/// <param name="Height">Lines.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Color">What the samples of a pixel are.</param>
/// <param name="IsInterlaced">Whether the pixels come in the seven passes of Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColor Color, bool IsInterlaced)
{
    internal const int Bytes = 13;

    // First line and column, and the steps, of each pass.
    private static readonly (int Y, int X, int StepY, int StepX)[] Adam7 =
        [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)];

    private static readonly (int Y, int X, int StepY, int StepX)[] Whole = [(0, 0, 1, 1)];

    /// <summary>Samples of a pixel.</summary>
    internal int Samples => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GreyAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    internal bool IsGrey => Color is PngColor.Grey or PngColor.GreyAlpha;

    internal bool HasAlpha => Color is PngColor.GreyAlpha or PngColor.RgbAlpha;

    /// <summary>The distance, in bytes, of a byte and the one that filters call left of it.</summary>
    internal int FilterStep => Math.Max(1, Samples * Depth / 8);

    /// <summary>The bytes of the pixel data when inflated, filter types included.</summary>
    internal long InflatedBytes => Passes().Sum(pass => (long)pass.Height * (1 + LineBytes(pass.Width)));

    /// <summary>Bytes of so many pixels that follow each other in a line, without the filter type.</summary>
    internal int LineBytes(int pixels) => (int)((((long)pixels * Samples * Depth) + 7) / 8);

    /// <summary>The passes that have pixels.</summary>
    internal IEnumerable<PngPass> Passes() =>
        from p in IsInterlaced ? Adam7 : Whole
        let pass = new PngPass(p.Y, p.X, p.StepY, p.StepX, (Height - p.Y + p.StepY - 1) / p.StepY, (Width - p.X + p.StepX - 1) / p.StepX)
        where pass.Height > 0 && pass.Width > 0
        select pass;

    /// <summary>Reads the content of the chunk.</summary>
    /// <exception cref="DataException">FF2281: too many pixels. FF2283: a field that cannot be.</exception>
    internal static PngHeader Read(ReadOnlySpan<byte> content, string path)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content), height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        int depth = content[8];
        var color = (PngColor)content[9];
        if (width is 0 or > int.MaxValue) throw Wrong("width", width, "1 … 2147483647");
        if (height is 0 or > int.MaxValue) throw Wrong("height", height, "1 … 2147483647");
        if (!Enum.IsDefined(color)) throw Wrong("colour type", content[9], "0, 2, 3, 4, 6");
        string depths = Depths(color);
        if (!depths.Split(", ").Contains(depth.ToString(System.Globalization.CultureInfo.InvariantCulture))) throw Wrong("bit depth", depth, depths);
        if (content[10] != 0) throw Wrong("compression method", content[10], "0");
        if (content[11] != 0) throw Wrong("filter method", content[11], "0");
        if (content[12] > 1) throw Wrong("interlace method", content[12], "0, 1");
        if (!Raster.Fits(height, width)) throw ImageFile.TooLarge(path, height, width);
        return new PngHeader((int)width, (int)height, depth, color, content[12] == 1);

        DataException Wrong(string field, long found, string expected) => PngReader.Damaged("FF2283.header", path, field, found, expected);
    }

    private static string Depths(PngColor color) => color switch
    {
        PngColor.Grey => "1, 2, 4, 8, 16",
        PngColor.Palette => "1, 2, 4, 8",
        _ => "8, 16",
    };
}

/// <summary>A pass of Adam7, or the whole picture as one: its first line and column, the steps to the next, and how many there are.</summary>
internal readonly record struct PngPass(int Y, int X, int StepY, int StepX, int Height, int Width);
