using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Feedforward.Tests;

/// <summary>A PNG picture to be written in any way that the format has. Written from the standard, and shares no code with the reader.</summary>
/// <param name="Height">Lines.</param>
/// <param name="Width">Pixels of a line.</param>
/// <param name="Color">The colour type: 0, 2, 3, 4 or 6.</param>
/// <param name="Depth">Bits of a sample.</param>
/// <param name="Samples">The samples, pixel after pixel: <c>[height × width × samples of a pixel]</c>.</param>
internal sealed record TestPng(int Height, int Width, int Color, int Depth, int[] Samples)
{
    internal byte[]? Palette { get; init; }

    internal byte[]? Transparency { get; init; }

    internal bool IsInterlaced { get; init; }

    /// <summary>The filter of all lines, or 5: each in turn.</summary>
    internal int Filter { get; init; }

    /// <summary>The pixel data stand in chunks of so many bytes.</summary>
    internal int ChunkBytes { get; init; } = int.MaxValue;

    /// <summary>Chunks that stand before the pixel data.</summary>
    internal (string Type, byte[] Content)[] Before { get; init; } = [];

    /// <summary>All pairs of a colour type and a depth.</summary>
    internal static readonly (int Color, int Depth)[] Kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    internal static int SamplesOf(int color) => color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>A picture of random samples.</summary>
    internal static TestPng Random(Random random, int height, int width, int color, int depth)
    {
        var samples = new int[height * width * SamplesOf(color)];
        for (int i = 0; i < samples.Length; i++) samples[i] = random.Next(1 << depth);
        if (color != 3) return new TestPng(height, width, color, depth, samples);
        byte[] palette = new byte[3 << depth];
        random.NextBytes(palette);
        return new TestPng(height, width, color, depth, samples) { Palette = palette };
    }

    /// <summary>The file.</summary>
    internal byte[] Encode()
    {
        var file = new List<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)Color, (byte)(IsInterlaced ? 1 : 0));
        Add(file, "IHDR", header);
        if (Palette is not null) Add(file, "PLTE", Palette);
        if (Transparency is not null) Add(file, "tRNS", Transparency);
        foreach (var (type, content) in Before) Add(file, type, content);
        foreach (byte[] part in Deflate(Lines()).Chunk(ChunkBytes)) Add(file, "IDAT", part);
        Add(file, "IEND", []);
        return [.. file];
    }

    /// <summary>Adds a chunk.</summary>
    internal static void Add(List<byte> file, string type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc(chunk.AsSpan(4, content.Length + 4)));
        file.AddRange(chunk);
    }

    /// <summary>The check sum, bit by bit: the remainder of a division of polynomials.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint rest = 0xFFFFFFFF;
        foreach (byte value in bytes)
            for (int bit = 0; bit < 8; bit++)
            {
                bool odd = ((rest ^ (uint)(value >> bit)) & 1) == 1;
                rest = (rest >> 1) ^ (odd ? 0xEDB88320 : 0);
            }
        return ~rest;
    }

    internal static byte[] Deflate(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal)) zlib.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>The lines of all passes, filtered.</summary>
    internal byte[] Lines()
    {
        var lines = new List<byte>();
        int step = Math.Max(1, SamplesOf(Color) * Depth / 8);
        foreach (var pass in Passes())
        {
            byte[] above = [];
            int number = 0;
            foreach (int[] pixels in pass)
            {
                byte[] line = Pack(pixels);
                if (above.Length == 0) above = new byte[line.Length];
                int filter = Filter == 5 ? number++ % 5 : Filter;
                lines.Add((byte)filter);
                for (int i = 0; i < line.Length; i++)
                {
                    int left = i < step ? 0 : line[i - step], corner = i < step ? 0 : above[i - step];
                    lines.Add((byte)(line[i] - Guess(filter, left, above[i], corner)));
                }
                above = line;
            }
        }
        return [.. lines];
    }

    /// <summary>For each pass its lines, each the indices of its pixels.</summary>
    private IEnumerable<IEnumerable<int[]>> Passes()
    {
        if (!IsInterlaced) return [Select((_, _) => true)];
        const string tile = "1646264677777777565656567777777736463646777777775656565677777777";
        return Enumerable.Range(1, 7).Select(pass => Select((y, x) => tile[((y % 8) * 8) + (x % 8)] - '0' == pass));
    }

    private IEnumerable<int[]> Select(Func<int, int, bool> belongs) => Enumerable.Range(0, Height)
        .Select(y => Enumerable.Range(0, Width).Where(x => belongs(y, x)).Select(x => (y * Width) + x).ToArray())
        .Where(line => line.Length > 0);

    private byte[] Pack(int[] pixels)
    {
        int samples = SamplesOf(Color), bit = 0;
        byte[] line = new byte[((pixels.Length * samples * Depth) + 7) / 8];
        foreach (int pixel in pixels)
            for (int s = 0; s < samples; s++)
                for (int b = Depth - 1; b >= 0; b--, bit++)
                    if (((Samples[(pixel * samples) + s] >> b) & 1) == 1) line[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return line;
    }

    private static int Guess(int filter, int left, int above, int corner)
    {
        int nearest = new[] { left, above, corner }.MinBy(candidate => Math.Abs(left + above - corner - candidate));
        return filter switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => nearest, _ => 0 };
    }
}
