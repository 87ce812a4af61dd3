using Feedforward.Formats;

namespace Feedforward.Tests;

/// <summary>Damaged JPEG pictures: the reader may show something, or refuse them with a <see cref="DataException"/>.</summary>
internal static class JpegFuzz
{
    private static readonly byte[] Markers = [0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xD0, 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0, 0xE1, 0xEE, 0xFE, 0xFF, 0];

    /// <summary>Small pictures, grey and in colour, baseline and progressive, with and without Exif data.</summary>
    internal static byte[][] Seeds()
    {
        var random = new Random(1);
        byte[] pixels = new byte[17 * 11 * 3];
        random.NextBytes(pixels);
        return
        [
            .. from channels in new[] { 1, 3 }
               from progressive in new[] { false, true }
               from exif in new[] { null, TestJpeg.Exif(6, little: true) }
               select TestJpeg.Encode(pixels, 11, 17, channels, progressive, exif),
            [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A],
        ];
    }

    /// <summary>Reads an input.</summary>
    internal static Outcome Try(ReadOnlySpan<byte> input)
    {
        try
        {
            ImageFile.Decode(input.ToArray(), ImageKind.Jpeg, "fuzz");
            return Outcome.Accepted;
        }
        catch (DataException)
        {
            return Outcome.Refused;
        }
    }

    /// <summary>A seed, damaged in one or a few ways.</summary>
    internal static byte[] Mutate(Random random, byte[][] seeds)
    {
        byte[] file = [.. seeds[random.Next(seeds.Length)]];
        for (int count = random.Next(1, 5); count > 0 && file.Length > 4; count--)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(file.Length, 700) : file.Length);
            switch (random.Next(7))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file = [.. file[..at], 0xFF, Markers[random.Next(Markers.Length)], .. file[at..]];
                    break;
                case 3:
                    file = [.. file[..at], 0xFF, 0xD9];
                    break;
                case 4:
                    byte[] other = seeds[random.Next(seeds.Length)];
                    file = [.. file[..at], .. other[random.Next(other.Length)..]];
                    break;
                case 5:
                    file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 30))..]];
                    break;
                default:
                    MutateFrame(random, file);
                    break;
            }
        }
        return file;
    }

    /// <summary>Height, width or a component of the frame.</summary>
    private static void MutateFrame(Random random, byte[] file)
    {
        for (int at = 2; at + 12 < file.Length; at++)
        {
            if (file[at] != 0xFF || file[at + 1] is not (0xC0 or 0xC2)) continue;
            // Heights and widths of more than some thousand pixels make every input slow; a test of its own has them.
            int field = at + 4 + random.Next(9);
            file[field] = field == at + 5 || field == at + 7 ? (byte)random.Next(4) : (byte)random.Next(256);
            return;
        }
    }
}
