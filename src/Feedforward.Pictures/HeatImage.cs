namespace Feedforward.Pictures;

/// <summary>How numbers become colours.</summary>
public enum HeatKind
{
    /// <summary>Blue above the middle, orange below it, clear at it.</summary>
    Signed,

    /// <summary>An image: black at 0, white at the top.</summary>
    Light,
}

/// <summary>Numbers as a small image: one that fits into a neuron of a diagram, or into a cell of a table.</summary>
public static class HeatImage
{
    // One pair for both themes: an image cannot follow the page's colours. Opacity carries the size of the number.
    private static readonly (byte R, byte G, byte B) Plus = (52, 118, 208), Minus = (222, 118, 34);

    /// <summary>Pixels across one cell where cells below the middle are dotted.</summary>
    private const int Dotted = 3;

    /// <summary>The numbers as a data URI, row after row.</summary>
    /// <param name="values">The numbers; what is not finite stays clear.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="kind">How they become colours.</param>
    /// <param name="top">The distance from the middle, or from 0, that gets the full colour; null takes the largest there is.</param>
    /// <param name="middle">The number that is neither blue nor orange.</param>
    /// <param name="dots">Whether cells below the middle have a dot in them, so that no colour is needed to tell them.</param>
    public static string Of(ReadOnlySpan<float> values, int columns, HeatKind kind = HeatKind.Signed, double? top = null, double middle = 0, bool dots = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        double full = top ?? Largest(values, kind == HeatKind.Signed ? middle : 0);
        int rows = values.Length / columns, cell = dots && kind == HeatKind.Signed ? Dotted : 1;
        var pixels = new byte[4 * rows * columns * cell * cell];
        for (int i = 0; i < rows * columns; i++)
        {
            uint color = kind == HeatKind.Signed ? Signed(values[i] - middle, full) : Light(values[i], full);
            for (int v = 0; v < cell; v++)
                for (int u = 0; u < cell; u++)
                {
                    bool clear = cell > 1 && values[i] < middle && u == cell / 2 && v == cell / 2;
                    int at = ((i / columns * cell) + v) * columns * cell;
                    BitConverter.TryWriteBytes(pixels.AsSpan(4 * (at + (i % columns * cell) + u)), clear ? 0 : color);
                }
        }
        return PngImage.DataUri(pixels, rows * cell, columns * cell);
    }

    /// <summary>The largest distance from the middle; 1 where there is none.</summary>
    public static double Largest(ReadOnlySpan<float> values, double middle = 0)
    {
        double largest = 0;
        foreach (float value in values)
            if (float.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value - middle));
        return largest > 0 ? largest : 1;
    }

    private static uint Signed(double value, double full)
    {
        if (double.IsNaN(value)) return 0;
        var (r, g, b) = value < 0 ? Minus : Plus;
        return Pixel(r, g, b, (byte)Math.Round(255 * Math.Clamp(Math.Abs(value) / full, 0, 1)));
    }

    private static uint Light(double value, double full)
    {
        byte grey = double.IsNaN(value) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp(value / full, 0, 1));
        return Pixel(grey, grey, grey, 255);
    }

    private static uint Pixel(byte r, byte g, byte b, byte opacity)
    {
        ReadOnlySpan<byte> bytes = [r, g, b, opacity];
        return BitConverter.ToUInt32(bytes);
    }
}
