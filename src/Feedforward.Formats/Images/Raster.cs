namespace Feedforward.Formats;

/// <summary>A picture in memory: <c>[height × width × channels]</c> bytes, 1 channel for grey or 3 for red, green and blue.</summary>
internal sealed record Raster(int Height, int Width, int Channels, byte[] Pixels)
{
    /// <summary>The most pixels that a picture may have: what a small file can announce must fit into memory.</summary>
    internal const int MostPixels = 1 << 24, LongestSide = 1 << 16;

    /// <summary>Whether pixels that let light through were laid on white.</summary>
    internal bool WasTransparent { get; init; }

    /// <summary>Whether a picture of that size is taken.</summary>
    internal static bool Fits(long height, long width) =>
        height is >= 1 and <= LongestSide && width is >= 1 and <= LongestSide && height * width <= MostPixels;

    /// <summary>Whether a pixel has a colour; one whose red, green and blue are equal has none.</summary>
    internal bool HasColor()
    {
        if (Channels == 1) return false;
        for (int i = 0; i < Pixels.Length; i += 3)
            if (Pixels[i] != Pixels[i + 1] || Pixels[i] != Pixels[i + 2]) return true;
        return false;
    }

    /// <summary>The picture in so many channels: grey is repeated; colour becomes its brightness, (299 R + 587 G + 114 B) / 1000, rounded (ITU-R BT.601).</summary>
    internal Raster To(int channels)
    {
        if (channels == Channels) return this;
        var pixels = new byte[Height * Width * channels];
        if (channels == 3)
            for (int i = 0; i < pixels.Length; i++) pixels[i] = Pixels[i / 3];
        else
            for (int i = 0; i < pixels.Length; i++) pixels[i] = Brightness(Pixels.AsSpan(3 * i, 3));
        return this with { Channels = channels, Pixels = pixels };
    }

    private static byte Brightness(ReadOnlySpan<byte> color) => (byte)(((299 * color[0]) + (587 * color[1]) + (114 * color[2]) + 500) / 1000);
}
