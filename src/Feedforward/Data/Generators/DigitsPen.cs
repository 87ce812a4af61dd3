namespace Feedforward;

/// <summary>A point of the line that the pen draws, in pixels, with half the width of the line there; the first point of a stroke lifts the pen.</summary>
internal record struct PenPoint(double X, double Y, double Radius, bool StartsStroke);

/// <summary>Draws strokes into a grey image, with soft edges.</summary>
internal static class DigitsPen
{
    /// <summary>Smooth curve points between two points of a stroke.</summary>
    internal const int Steps = 6;

    /// <summary>
    /// The strokes through the points: a Catmull–Rom spline, cut at the corners. The radius is left at 0. Returns the number of points written.
    /// </summary>
    internal static int Trace(ReadOnlySpan<GlyphPoint> points, Span<PenPoint> line)
    {
        int count = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var to = points[i];
            if (to.StartsStroke)
            {
                line[count++] = new PenPoint(to.X, to.Y, 0, true);
                continue;
            }
            var from = points[i - 1];
            var before = from.StartsStroke || from.Corner ? from : points[i - 2];
            var after = to.Corner || i + 1 == points.Length || points[i + 1].StartsStroke ? to : points[i + 1];
            for (int step = 1; step <= Steps; step++)
            {
                double t = (double)step / Steps;
                line[count++] = new PenPoint(
                    Spline(before.X, from.X, to.X, after.X, t), Spline(before.Y, from.Y, to.Y, after.Y, t), 0, false);
            }
        }
        return count;
    }

    /// <summary>Draws the line into a square image of white on black.</summary>
    internal static void Draw(ReadOnlySpan<PenPoint> line, Span<double> ink, int side)
    {
        for (int i = 1; i < line.Length; i++)
            if (!line[i].StartsStroke) DrawPiece(line[i - 1], line[i], ink, side);
    }

    private static void DrawPiece(in PenPoint from, in PenPoint to, Span<double> ink, int side)
    {
        double reach = Math.Max(from.Radius, to.Radius) + 1;
        int left = Clamp(Math.Min(from.X, to.X) - reach, side), right = Clamp(Math.Max(from.X, to.X) + reach + 1, side);
        int top = Clamp(Math.Min(from.Y, to.Y) - reach, side), bottom = Clamp(Math.Max(from.Y, to.Y) + reach + 1, side);
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double square = (dx * dx) + (dy * dy), inverse = square > 0 ? 1 / square : 0, farthest = reach * reach;
        for (int y = top; y < bottom; y++)
        {
            double py = y - from.Y;
            for (int x = left; x < right; x++)
            {
                double px = x - from.X;
                double along = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                double ex = px - (along * dx), ey = py - (along * dy);
                double distance = (ex * ex) + (ey * ey);
                if (distance > farthest) continue;
                double radius = from.Radius + (along * (to.Radius - from.Radius));
                double cover = (radius + 0.7 - Math.Sqrt(distance)) / 1.4;
                ref double pixel = ref ink[(y * side) + x];
                if (cover > pixel) pixel = Math.Min(cover, 1);
            }
        }
    }

    private static int Clamp(double position, int side) => (int)Math.Clamp(position, 0, side);

    // Catmull–Rom: from b (t = 0) to c (t = 1), with the slopes (c − a)/2 and (d − b)/2.
    private static double Spline(double a, double b, double c, double d, double t) =>
        b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
}
