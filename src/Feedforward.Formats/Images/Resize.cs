namespace Feedforward.Formats;

/// <summary>
/// Brings pictures to another size, along each axis on its own: area averaging where it shrinks, linear interpolation between the centres of
/// pixels where it grows. In whole numbers, rounded once: the same bytes on every machine. The picture is stretched, its proportions are not kept.
/// </summary>
internal static class Resize
{
    /// <summary>The picture in that size.</summary>
    internal static Raster To(Raster raster, int height, int width)
    {
        if ((raster.Height, raster.Width) == (height, width)) return raster;
        Axis across = new(raster.Width, width), down = new(raster.Height, height);
        var lines = new Lines(raster, across);
        var pixels = new byte[height * width * raster.Channels];
        var sums = new long[width * raster.Channels];
        long whole = across.Whole * down.Whole;
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            foreach (var (from, weight) in down.Parts(y))
            {
                long[] line = lines[from];
                for (int i = 0; i < sums.Length; i++) sums[i] += weight * line[i];
            }
            for (int i = 0; i < sums.Length; i++) pixels[(y * sums.Length) + i] = (byte)((sums[i] + (whole / 2)) / whole);
        }
        return raster with { Height = height, Width = width, Pixels = pixels };
    }

    /// <summary>The lines of a picture, resized across, times <see cref="Axis.Whole"/>; those asked for last are kept.</summary>
    private sealed class Lines(Raster raster, Axis across)
    {
        private readonly (int Y, long[] Line)[] _kept = [(-1, []), (-1, [])];

        // Lines are asked for in rising order, two at a time at most.
        internal long[] this[int y] => (_kept[y % 2].Y == y ? _kept[y % 2] : _kept[y % 2] = (y, Make(y))).Line;

        private long[] Make(int y)
        {
            int channels = raster.Channels;
            var from = raster.Pixels.AsSpan(y * raster.Width * channels);
            var line = new long[across.To * channels];
            for (int x = 0; x < across.To; x++)
                foreach (var (at, weight) in across.Parts(x))
                    for (int c = 0; c < channels; c++) line[(x * channels) + c] += weight * from[(at * channels) + c];
            return line;
        }
    }

    /// <summary>What the pixels along one axis are made of: pixels of the original, with weights that sum to <see cref="Whole"/>.</summary>
    internal sealed class Axis
    {
        private readonly (int From, long Weight)[][] _parts;

        internal Axis(int from, int to)
        {
            To = to;
            Whole = from == to ? 1 : from > to ? from : 2L * to;
            _parts = [.. Enumerable.Range(0, to).Select(i => from == to ? [(i, 1)] : from > to ? Area(i, from, to) : Linear(i, from, to))];
        }

        internal int To { get; }

        internal long Whole { get; }

        internal ReadOnlySpan<(int From, long Weight)> Parts(int i) => _parts[i];

        /// <summary>Pixel i covers [i·from, (i+1)·from), pixel j of the original [j·to, (j+1)·to): the weight is what they share.</summary>
        private static (int From, long Weight)[] Area(int i, long from, long to)
        {
            long start = i * from, end = start + from;
            int first = (int)(start / to), last = (int)((end - 1) / to);
            var parts = new (int, long)[last - first + 1];
            for (int j = first; j <= last; j++) parts[j - first] = (j, Math.Min(end, (j + 1) * to) - Math.Max(start, j * to));
            return parts;
        }

        /// <summary>The centre of pixel i lies at ((2i+1)·from − to) / 2·to of the original; beyond the outer centres, their pixels go on.</summary>
        private static (int From, long Weight)[] Linear(int i, long from, long to)
        {
            long center = Math.Clamp((((2L * i) + 1) * from) - to, 0, 2 * to * (from - 1));
            int first = (int)(center / (2 * to));
            long rest = center % (2 * to);
            return rest == 0 ? [(first, 2 * to)] : [(first, (2 * to) - rest), (first + 1, rest)];
        }
    }
}
