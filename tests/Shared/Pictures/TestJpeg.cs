using System.Numerics;

namespace Feedforward.Tests;

/// <summary>
/// Writes JPEG pictures, baseline or progressive, with quantisation by 1 so that little is lost, from ITU-T T.81: the discrete cosine transform as a
/// double sum, and Huffman tables that hold every symbol, in codes of nearly the same length.
/// </summary>
internal static class TestJpeg
{
    private static readonly int[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>The file. Channels: 1 grey, 3 red, green, blue.</summary>
    internal static byte[] Encode(byte[] pixels, int height, int width, int channels, bool progressive = false, byte[]? exif = null)
    {
        var file = new List<byte>([0xFF, 0xD8]);
        if (exif is not null) Segment(file, 0xE1, [.. "Exif\0\0"u8, .. exif]);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        byte[] components = [.. Enumerable.Range(1, channels).SelectMany(c => new byte[] { (byte)c, 0x11, 0 })];
        Segment(file, (byte)(progressive ? 0xC2 : 0xC0), [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)channels, .. components]);
        // DC: 12 codes of 8 bits. AC: 250 codes of 12 bits, and 6 of 13.
        Segment(file, 0xC4, [0x00, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        byte[] ac = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Segment(file, 0xC4, [0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 250, 6, 0, 0, 0, .. ac]);
        int[][][] blocks = [.. Enumerable.Range(0, channels).Select(c => Blocks(pixels, height, width, channels, c))];
        int[] all = [.. Enumerable.Range(0, channels)];
        if (!progressive) Scan(file, blocks, all, 0, 63);
        else
        {
            Scan(file, blocks, all, 0, 0);
            foreach (int c in all) Scan(file, blocks, [c], 1, 63);
        }
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    /// <summary>Exif data that tell an orientation and nothing else.</summary>
    internal static byte[] Exif(int orientation, bool little) => little
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static void Segment(List<byte> file, byte marker, byte[] content) =>
        file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);

    private static void Scan(List<byte> file, int[][][] blocks, int[] components, int first, int last)
    {
        Segment(file, 0xDA, [(byte)components.Length, .. components.SelectMany(c => new byte[] { (byte)(c + 1), 0 }), (byte)first, (byte)last, 0]);
        var bits = new BitWriter(file);
        int[] before = new int[components.Length];
        for (int b = 0; b < blocks[0].Length; b++)
            for (int i = 0; i < components.Length; i++)
            {
                int[] block = blocks[components[i]][b];
                if (first == 0)
                {
                    bits.Number(block[0] - before[i], size => (size, 8));
                    before[i] = block[0];
                }
                if (last > 0) WriteAc(block, bits);
            }
        bits.Fill();
    }

    private static void WriteAc(int[] block, BitWriter bits)
    {
        int zeros = 0;
        for (int k = 1; k < 64; k++)
        {
            if (block[k] == 0)
            {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) bits.Symbol(0xF0);
            int run = zeros;
            bits.Number(block[k], size => BitWriter.Code((run << 4) | size));
            zeros = 0;
        }
        if (zeros > 0) bits.Symbol(0);
    }

    /// <summary>The blocks of a channel, transformed, in the order of the zigzag.</summary>
    private static int[][] Blocks(byte[] pixels, int height, int width, int channels, int channel)
    {
        var blocks = new List<int[]>();
        for (int top = 0; top < height; top += 8)
            for (int left = 0; left < width; left += 8)
            {
                double[] light = new double[64];
                for (int i = 0; i < 64; i++)
                {
                    int y = Math.Min(top + (i / 8), height - 1), x = Math.Min(left + (i % 8), width - 1);
                    light[i] = Light(pixels.AsSpan(((y * width) + x) * channels, channels), channel) - 128;
                }
                blocks.Add([.. ZigZag.Select(k => Transform(light, k / 8, k % 8))]);
            }
        return [.. blocks];
    }

    private static double Light(ReadOnlySpan<byte> p, int channel) => p.Length == 1 ? p[0] : channel switch
    {
        0 => (0.299 * p[0]) + (0.587 * p[1]) + (0.114 * p[2]),
        1 => 128 - (0.168736 * p[0]) - (0.331264 * p[1]) + (0.5 * p[2]),
        _ => 128 + (0.5 * p[0]) - (0.418688 * p[1]) - (0.081312 * p[2]),
    };

    private static int Transform(double[] light, int v, int u)
    {
        double sum = 0;
        for (int i = 0; i < 64; i++)
            sum += light[i] * Math.Cos(((2 * (i / 8)) + 1) * v * Math.PI / 16) * Math.Cos(((2 * (i % 8)) + 1) * u * Math.PI / 16);
        return (int)Math.Round(sum / 4 * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1));
    }

    private sealed class BitWriter(List<byte> file)
    {
        private int _bits;
        private int _count;

        /// <summary>The code of a symbol of the AC table: 250 codes of 12 bits, then 6 of 13.</summary>
        internal static (int Code, int Length) Code(int symbol) => symbol < 250 ? (symbol, 12) : ((250 * 2) + symbol - 250, 13);

        internal void Symbol(int symbol) => Write(Code(symbol));

        internal void Number(int value, Func<int, (int Code, int Length)> code)
        {
            int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
            Write(code(size));
            if (size > 0) Write((value > 0 ? value : value + (1 << size) - 1, size));
        }

        internal void Fill()
        {
            while (_count != 0) Write((1, 1));
        }

        private void Write((int Code, int Length) bits)
        {
            for (int b = bits.Length - 1; b >= 0; b--)
            {
                _bits = (_bits << 1) | ((bits.Code >> b) & 1);
                if (++_count < 8) continue;
                file.Add((byte)_bits);
                if ((byte)_bits == 0xFF) file.Add(0);
                (_bits, _count) = (0, 0);
            }
        }
    }
}
