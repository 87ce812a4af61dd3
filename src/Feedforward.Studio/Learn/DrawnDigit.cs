namespace Feedforward.Studio.Learn;

/// <summary>
/// A digit drawn by hand, made like those of MNIST: cropped, scaled so that its longer side is 20 pixels, and laid into 28×28 with its centre of mass in the middle.
/// </summary>
public static class DrawnDigit
{
    /// <summary>Pixels along each side of the image.</summary>
    public const int Side = 28;

    /// <summary>Pixels along the digit's longer side.</summary>
    public const int Box = 20;

    /// <summary>Ink below this counts as none: the edge of a stroke.</summary>
    private const byte Ink = 16;

    /// <summary>The image as a network reads it: 784 numbers from 0 to 1; all 0 where nothing is drawn.</summary>
    /// <param name="grey">28×28 bytes: 0 where there is no ink, 255 where it is thick.</param>
    public static float[] Centred(ReadOnlySpan<byte> grey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.Length, Side * Side);
        var image = new float[Side * Side];
        if (Bounds(grey) is not { } bounds) return image;
        double scale = Box / (double)Math.Max(bounds.Width, bounds.Height);
        int width = Math.Max(1, (int)Math.Round(bounds.Width * scale)), height = Math.Max(1, (int)Math.Round(bounds.Height * scale));
        var digit = Scaled(grey, bounds, width, height);
        var (x, y) = CentreOfMass(digit, width);
        int left = Offset(x, width), top = Offset(y, height);
        for (int v = 0; v < height; v++) digit.AsSpan(v * width, width).CopyTo(image.AsSpan(((top + v) * Side) + left, width));
        return image;
    }

    /// <summary>Where the digit begins so that its centre of mass is in the middle, as far as it stays inside.</summary>
    private static int Offset(double centre, int length) => (int)Math.Clamp(Math.Round((Side / 2.0) - centre), 0, Side - length);

    private static (int Left, int Top, int Width, int Height)? Bounds(ReadOnlySpan<byte> grey)
    {
        int left = Side, top = Side, right = -1, bottom = -1;
        for (int i = 0; i < grey.Length; i++)
            if (grey[i] >= Ink)
            {
                (left, right) = (Math.Min(left, i % Side), Math.Max(right, i % Side));
                (top, bottom) = (Math.Min(top, i / Side), Math.Max(bottom, i / Side));
            }
        return right < 0 ? null : (left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>Each new pixel is the mean over the area that it covers.</summary>
    private static float[] Scaled(ReadOnlySpan<byte> grey, (int Left, int Top, int Width, int Height) from, int width, int height)
    {
        const int samples = 4;
        var digit = new float[width * height];
        for (int v = 0; v < height * samples; v++)
            for (int u = 0; u < width * samples; u++)
            {
                double x = from.Left + ((u + 0.5) * from.Width / (width * samples)) - 0.5, y = from.Top + ((v + 0.5) * from.Height / (height * samples)) - 0.5;
                digit[(v / samples * width) + (u / samples)] += Between(grey, x, y) / (255f * samples * samples);
            }
        return digit;
    }

    private static float Between(ReadOnlySpan<byte> grey, double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        float u = (float)(x - left), v = (float)(y - top);
        return ((1 - v) * (((1 - u) * At(grey, left, top)) + (u * At(grey, left + 1, top)))) + (v * (((1 - u) * At(grey, left, top + 1)) + (u * At(grey, left + 1, top + 1))));
    }

    private static float At(ReadOnlySpan<byte> grey, int x, int y) => x < 0 || y < 0 || x >= Side || y >= Side ? 0 : grey[(y * Side) + x];

    private static (double X, double Y) CentreOfMass(float[] digit, int width)
    {
        double mass = 0, x = 0, y = 0;
        for (int i = 0; i < digit.Length; i++)
            (mass, x, y) = (mass + digit[i], x + (digit[i] * ((i % width) + 0.5)), y + (digit[i] * ((i / width) + 0.5)));
        return (x / mass, y / mass);
    }
}
