using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Feedforward.Formats;
using StbImageSharp;

namespace Feedforward.Tests;

/// <summary>What became of an input.</summary>
internal enum Outcome
{
    Accepted,
    Refused,
}

/// <summary>Damaged PNG pictures: the reader may refuse them with a <see cref="DataException"/>, and shows those that it takes as another reader does.</summary>
internal static class PngFuzz
{
    private static readonly int[] Interesting = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 32, 127, 128, 255, 256, 4095, 4096, 65535, 65536, 1 << 24, int.MaxValue, int.MinValue, -1];

    /// <summary>Small pictures of every kind.</summary>
    internal static byte[][] Seeds()
    {
        var random = new Random(1);
        var seeds = new List<byte[]>();
        foreach (var (color, depth) in TestPng.Kinds)
            foreach (bool interlaced in new[] { false, true })
            {
                var picture = TestPng.Random(random, 5, 9, color, depth) with { IsInterlaced = interlaced, Filter = 5, ChunkBytes = 40 };
                seeds.Add(picture.Encode());
                byte[]? clear = color switch { 0 => [0, 1], 2 => [0, 1, 0, 2, 0, 3], 3 => [7, 200], _ => null };
                if (clear is not null) seeds.Add((picture with { Transparency = clear, Before = [("gAMA", [0, 0, 177, 143])] }).Encode());
            }
        return [.. seeds];
    }

    /// <summary>Reads an input.</summary>
    /// <exception cref="InvalidDataException">The other reader sees other pixels.</exception>
    internal static Outcome Try(ReadOnlySpan<byte> input)
    {
        byte[] file = input.ToArray();
        Raster raster;
        try
        {
            raster = ImageFile.Decode(file, ImageKind.Png, "fuzz");
        }
        catch (DataException)
        {
            return Outcome.Refused;
        }
        if (IsComparable(file)) Compare(raster, file);
        return Outcome.Accepted;
    }

    /// <summary>The other reader does not turn pictures upright, and does not mask the clear colour to the bits of a sample, as the standard says.</summary>
    private static bool IsComparable(byte[] file)
    {
        var chunks = Split(file);
        byte[] clear = chunks.Find(c => c.Type == "tRNS").Content ?? [];
        bool isPalette = file[25] == 3, isMasked = clear.Chunk(2).Any(c => ((c[0] << 8) | c[^1]) >= 1 << file[24]);
        return (isPalette || !isMasked) && chunks.TrueForAll(c => c.Type != "eXIf");
    }

    /// <summary>A seed, damaged in one or a few ways.</summary>
    internal static byte[] Mutate(Random random, byte[][] seeds)
    {
        byte[] file = [.. seeds[random.Next(seeds.Length)]];
        for (int count = random.Next(1, 4); count > 0; count--)
            file = random.Next(10) switch
            {
                0 => FlipBits(random, file),
                1 => file[..random.Next(file.Length + 1)],
                2 => [.. file[..random.Next(file.Length + 1)], .. Tail(random, seeds[random.Next(seeds.Length)])],
                _ => Join(MutateChunks(random, Split(file), Split(seeds[random.Next(seeds.Length)])), random.Next(8) > 0),
            };
        return file;
    }

    private static void Compare(Raster raster, byte[] file)
    {
        ImageResult other;
        try
        {
            other = ImageResult.FromMemory(file, ColorComponents.RedGreenBlueAlpha);
        }
        catch (Exception)
        {
            // It refuses what this reader takes, in whatever way: nothing to compare with.
            return;
        }
        if ((other.Height, other.Width) != (raster.Height, raster.Width)) throw new InvalidDataException("another size");
        // The other reader cuts 16 bits to 8 before anything else, this one rounds them at the end.
        int tolerance = file[24] == 16 ? 2 : 0;
        for (int i = 0; i < raster.Height * raster.Width; i++)
            for (int c = 0; c < 3; c++)
            {
                int value = other.Data[(4 * i) + c], alpha = other.Data[(4 * i) + 3];
                int expected = (int)Math.Floor((((value * alpha) + (255.0 * (255 - alpha))) / 255) + 0.5);
                int found = raster.Pixels[raster.Channels == 1 ? i : (3 * i) + c];
                if (Math.Abs(expected - found) > tolerance)
                    throw new InvalidDataException($"pixel {i}, channel {c}: {found}, the other reader sees {expected}");
            }
    }

    private static byte[] FlipBits(Random random, byte[] file)
    {
        for (int count = random.Next(1, 5); count > 0 && file.Length > 0; count--) file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        return file;
    }

    private static byte[] Tail(Random random, byte[] file) => file[random.Next(file.Length)..];

    /// <summary>The chunks, as far as there are any.</summary>
    private static List<(string Type, byte[] Content)> Split(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12) break;
            chunks.Add((Encoding.Latin1.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    private static byte[] Join(List<(string Type, byte[] Content)> chunks, bool sound)
    {
        var file = new List<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, content) in chunks) TestPng.Add(file, type, content);
        if (!sound && file.Count > 40) file[^20] ^= 1;
        return [.. file];
    }

    private static List<(string Type, byte[] Content)> MutateChunks(Random random, List<(string Type, byte[] Content)> chunks, List<(string Type, byte[] Content)> others)
    {
        if (chunks.Count == 0 || others.Count == 0) return others;
        int i = random.Next(chunks.Count);
        var (type, content) = chunks[i];
        switch (random.Next(8))
        {
            case 0:
                chunks.RemoveAt(i);
                break;
            case 1:
                chunks.Insert(i, others[random.Next(others.Count)]);
                break;
            case 2:
                chunks[i] = others[random.Next(others.Count)];
                break;
            case 3:
                chunks[i] = (type, FlipBits(random, [.. content]));
                break;
            case 4:
                chunks[i] = (type, [.. content.Take(random.Next(content.Length + 1)), .. new byte[random.Next(4)]]);
                break;
            case 5:
                chunks[i] = (FlipCase(random, type), content);
                break;
            case 6:
                MutateHeader(random, chunks);
                break;
            default:
                MutateLines(random, chunks);
                break;
        }
        return chunks;
    }

    private static string FlipCase(Random random, string type)
    {
        char[] letters = type.ToCharArray();
        letters[random.Next(4)] ^= (char)(random.Next(2) == 0 ? 0x20 : random.Next(256));
        return new string(letters);
    }

    private static void MutateHeader(Random random, List<(string Type, byte[] Content)> chunks)
    {
        int i = chunks.FindIndex(c => c is { Type: "IHDR", Content.Length: 13 });
        if (i < 0) return;
        byte[] header = [.. chunks[i].Content];
        int value = random.Next(2) == 0 ? random.Next(20) : Interesting[random.Next(Interesting.Length)], field = random.Next(7);
        if (field < 2) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * field), value);
        else header[6 + field] = (byte)value;
        chunks[i] = ("IHDR", header);
    }

    /// <summary>Changes what the pixel data inflate to, so that they stay sound as such.</summary>
    private static void MutateLines(Random random, List<(string Type, byte[] Content)> chunks)
    {
        int i = chunks.FindIndex(c => c.Type == "IDAT");
        if (i < 0) return;
        using var inflated = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream([.. chunks.Where(c => c.Type == "IDAT").SelectMany(c => c.Content)]), CompressionMode.Decompress);
            byte[] buffer = new byte[4096];
            for (int read; inflated.Length < 100_000 && (read = zlib.Read(buffer)) > 0;) inflated.Write(buffer, 0, read);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            // What came out so far is taken.
        }
        byte[] lines = inflated.ToArray();
        for (int count = random.Next(1, 20); count > 0 && lines.Length > 0; count--) lines[random.Next(lines.Length)] = (byte)random.Next(random.Next(2) == 0 ? 5 : 256);
        if (random.Next(6) == 0) lines = [.. lines.Take(random.Next(lines.Length + 1)), .. new byte[random.Next(3)]];
        chunks.RemoveAll(c => c.Type == "IDAT");
        chunks.Insert(Math.Min(i, chunks.Count), ("IDAT", TestPng.Deflate(lines)));
    }
}
