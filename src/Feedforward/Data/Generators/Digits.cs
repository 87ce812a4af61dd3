namespace Feedforward;

/// <summary>
/// Draws digits that look written by hand. Image i is a pure function of (seed, i), made of + − × ÷ and √ only: the same bits on every machine,
/// in any order and on any number of threads.
/// </summary>
internal static class Digits
{
    /// <summary>Lines of an image, and pixels of a line.</summary>
    internal const int Side = 28;

    private const int LabelStream = (int)GeneratorStream.DigitLabels, DrawStream = (int)GeneratorStream.DigitImages;

    // Random numbers of an image; those for the pixels come last.
    private const int NumbersPerImage = 2048, PixelNumbers = 1024;

    private const int MaxLine = 160, Patch = 4;

    /// <summary>The digit of an image: each run of ten images holds each digit once.</summary>
    internal static int Label(ulong seed, long image)
    {
        var stream = new RandomStream(seed, Purpose.Generator, LabelStream);
        Span<int> order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        long run = image / 10;
        for (int i = 9; i > 0; i--)
        {
            int j = stream.Below((run * 16) + i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order[(int)(image % 10)];
    }

    /// <summary>Draws an image of a digit, white on black.</summary>
    internal static void Draw(ulong seed, long image, int digit, Span<byte> pixels)
    {
        var stream = new RandomStream(seed, Purpose.Generator, DrawStream);
        var draws = new Draws(stream, image * NumbersPerImage);
        Span<PenPoint> line = stackalloc PenPoint[MaxLine];
        line = line[..Write(DigitsGlyphs.Of(digit), ref draws, line)];
        Bend(line, ref draws);
        Lean(line, ref draws);
        Place(line, ref draws);
        Press(line, ref draws);
        Span<double> ink = stackalloc double[Side * Side];
        ink.Clear();
        DigitsPen.Draw(line, ink, Side);
        Develop(ink, ref draws, new Draws(stream, (image * NumbersPerImage) + PixelNumbers), pixels);
    }

    /// <summary>One of the ways of writing the digit, each of its points a little off.</summary>
    private static int Write(GlyphPoint[][] styles, ref Draws draws, Span<PenPoint> line)
    {
        var style = styles[(int)(draws.Uniform() * styles.Length)];
        Span<GlyphPoint> points = stackalloc GlyphPoint[style.Length];
        double off = draws.Between(1.5, 5.5);
        for (int i = 0; i < style.Length; i++)
            points[i] = style[i] with { X = style[i].X + (off * draws.Bell()), Y = style[i].Y + (off * draws.Bell()) };
        return DigitsPen.Trace(points, line);
    }

    /// <summary>Elastic distortion: moves each point by a random field that varies smoothly over the image, a cubic Bézier patch.</summary>
    private static void Bend(Span<PenPoint> line, ref Draws draws)
    {
        Span<double> field = stackalloc double[2 * Patch * Patch], across = stackalloc double[Patch], down = stackalloc double[Patch];
        double strength = draws.Between(8, 40);
        foreach (ref double value in field) value = strength * draws.Bell();
        foreach (ref var point in line)
        {
            Bernstein((point.X + 75) / 150, across);
            Bernstein((point.Y + 120) / 240, down);
            for (int i = 0; i < Patch * Patch; i++)
            {
                double weight = across[i % Patch] * down[i / Patch];
                point.X += weight * field[i];
                point.Y += weight * field[(Patch * Patch) + i];
            }
        }
    }

    private static void Bernstein(double t, Span<double> weights)
    {
        t = Math.Clamp(t, 0, 1);
        double rest = 1 - t;
        weights[0] = rest * rest * rest;
        weights[1] = 3 * rest * rest * t;
        weights[2] = 3 * rest * t * t;
        weights[3] = t * t * t;
    }

    /// <summary>Width, slant and rotation of the whole digit.</summary>
    private static void Lean(Span<PenPoint> line, ref Draws draws)
    {
        double width = draws.Between(0.8, 1.5), slant = 0.1 + (0.23 * draws.Bell()), half = 0.06 * draws.Bell();
        // The rational parametrisation of the circle: half is the tangent of half the angle.
        double cosine = (1 - (half * half)) / (1 + (half * half)), sine = 2 * half / (1 + (half * half));
        foreach (ref var point in line)
        {
            double x = (width * point.X) - (slant * point.Y), y = point.Y;
            point.X = (cosine * x) - (sine * y);
            point.Y = (sine * x) + (cosine * y);
        }
    }

    /// <summary>Scales the digit into a box of about 20 pixels and puts the centre of its strokes near the centre of the image.</summary>
    private static void Place(Span<PenPoint> line, ref Draws draws)
    {
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue, sumX = 0, sumY = 0;
        foreach (var point in line)
        {
            (left, right) = (Math.Min(left, point.X), Math.Max(right, point.X));
            (top, bottom) = (Math.Min(top, point.Y), Math.Max(bottom, point.Y));
            (sumX, sumY) = (sumX + point.X, sumY + point.Y);
        }
        double scale = draws.Between(15.5, 20) / Math.Max(right - left, bottom - top);
        double x = Shift(scale * left, scale * sumX / line.Length, scale * right, draws.Bell());
        double y = Shift(scale * top, scale * sumY / line.Length, scale * bottom, draws.Bell());
        foreach (ref var point in line) (point.X, point.Y) = (x + (scale * point.X), y + (scale * point.Y));
    }

    /// <summary>How far to move a digit so that its middle comes near the middle of the image, and its ends stay away from the rim.</summary>
    private static double Shift(double low, double middle, double high, double random)
    {
        const double center = (Side - 1) / 2.0, rim = 3;
        return Math.Clamp(center + (0.7 * random) - middle, rim - low, Side - 1 - rim - high);
    }

    /// <summary>The width of the line: a pen of some thickness, pressed now more and now less.</summary>
    private static void Press(Span<PenPoint> line, ref Draws draws)
    {
        double thickness = draws.Between(0.6, 1.8), pressure = draws.Between(0, 0.35);
        double from = draws.Bell(), to = draws.Bell();
        const int stretch = 3 * DigitsPen.Steps;
        for (int i = 0; i < line.Length; i++)
        {
            if (i > 0 && i % stretch == 0) (from, to) = (to, draws.Bell());
            double along = (double)(i % stretch) / stretch;
            line[i].Radius = thickness * Math.Max(0.3, 1 + (pressure * (from + (along * (to - from)))));
        }
    }

    /// <summary>Ink to bytes: grain in the ink, and now and then a speck beside it.</summary>
    private static void Develop(ReadOnlySpan<double> ink, ref Draws draws, Draws pixelDraws, Span<byte> pixels)
    {
        double white = draws.Between(225, 255), grain = draws.Between(0, 0.2), specks = Math.Max(0, draws.Between(-0.004, 0.002));
        for (int i = 0; i < pixels.Length; i++)
        {
            double random = pixelDraws.Uniform();
            double light = ink[i] * (1 - (grain * random));
            if (random < specks) light = Math.Max(light, 0.5);
            pixels[i] = (byte)((white * light) + 0.5);
        }
    }
}
