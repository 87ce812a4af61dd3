namespace Feedforward.Formats;

/// <summary>
/// Turns the samples of a line into bytes of grey, or of red, green and blue. Samples of other depths are scaled to 0 … 255 and rounded. Pixels that
/// let light through are laid on white, as drawings are on paper: on black, dark strokes would vanish. Gamma and colour profiles are not looked at.
/// </summary>
internal sealed class PngLines
{
    private const int White = 255;

    private readonly PngHeader _header;
    private readonly byte[]? _palette;
    private readonly int[]? _clear;
    private readonly string _path;
    private readonly int _largest;

    internal PngLines(PngHeader header, byte[]? palette, byte[]? transparency, string path)
    {
        (_header, _path, _largest) = (header, path, (1 << header.Depth) - 1);
        if (header.Color == PngColor.Palette)
            _palette = OnWhite(palette!, transparency);
        else if (transparency is not null)
            _clear = [.. Enumerable.Range(0, header.Samples).Select(i => ((transparency[2 * i] << 8) | transparency[(2 * i) + 1]) & _largest)];
    }

    /// <summary>1 for grey, 3 for colours.</summary>
    internal int Channels => _header.IsGrey ? 1 : 3;

    /// <summary>Whether a pixel let light through.</summary>
    internal bool WasTransparent { get; private set; }

    /// <summary>Writes the pixels of a line, one every so many pixels.</summary>
    /// <exception cref="DataException">FF2283: a pixel of a colour that the palette does not have.</exception>
    internal void Convert(ReadOnlySpan<byte> line, int width, Span<byte> pixels, int stepX)
    {
        int channels = Channels;
        if (_header.Depth == 8 && _header.Samples == channels && _palette is null && _clear is null && stepX == 1)
        {
            line[..(width * channels)].CopyTo(pixels);
            return;
        }
        for (int x = 0; x < width; x++) Convert(line, x, pixels.Slice(x * stepX * channels, channels));
    }

    private void Convert(ReadOnlySpan<byte> line, int x, Span<byte> pixel)
    {
        int first = x * _header.Samples;
        if (_palette is not null)
        {
            int index = Sample(line, first);
            if (3 * index >= _palette.Length) throw PngReader.Damaged("FF2283.index", _path, index, _palette.Length / 3);
            _palette.AsSpan(3 * index, 3).CopyTo(pixel);
            return;
        }
        int alpha = Alpha(line, first, pixel.Length);
        WasTransparent |= alpha < _largest;
        for (int i = 0; i < pixel.Length; i++) pixel[i] = OnWhite(Sample(line, first + i), alpha, _largest);
    }

    /// <summary>How opaque the pixel is: 0 … the largest sample.</summary>
    private int Alpha(ReadOnlySpan<byte> line, int first, int colors)
    {
        if (_header.HasAlpha) return Sample(line, first + colors);
        if (_clear is null) return _largest;
        for (int i = 0; i < colors; i++)
            if (Sample(line, first + i) != _clear[i]) return _largest;
        return 0;
    }

    private int Sample(ReadOnlySpan<byte> line, int i) => _header.Depth switch
    {
        8 => line[i],
        16 => (line[2 * i] << 8) | line[(2 * i) + 1],
        var depth => (line[i * depth / 8] >> (8 - depth - (i * depth % 8))) & _largest,
    };

    /// <summary>alpha · value + (1 − alpha) · white in 0 … 255, rounded.</summary>
    private static byte OnWhite(int value, int alpha, int largest)
    {
        long scale = (long)largest * largest;
        long light = ((long)value * alpha) + ((long)largest * (largest - alpha));
        return (byte)(((2 * White * light) + scale) / (2 * scale));
    }

    private byte[] OnWhite(byte[] palette, byte[]? transparency)
    {
        byte[] colors = [.. palette];
        for (int i = 0; i < (transparency?.Length ?? 0) * 3; i++) colors[i] = OnWhite(colors[i], transparency![i / 3], 255);
        WasTransparent = transparency?.Any(alpha => alpha < 255) ?? false;
        return colors;
    }
}
