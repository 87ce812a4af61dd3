using System.Diagnostics;
using System.Text;
using static Feedforward.Tests.Models.ModelFileForge;

namespace Feedforward.Tests.Models;

/// <summary>Random changes of a sound file: nothing but a sound model or a <see cref="ModelFileException"/> ever comes out.</summary>
public class ModelFileFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "-1", "0", "1e9", "4294967296", "9223372036854775807", "18446744073709551615",
        "\"__metadata__\":{},", "\"dtype\":\"F32\"", "\"BF16\"", "\"shape\":[]", "[0,0]", "[0,4]", "\"format\":\"1\"", "\"sha256\":\"", "\uFFFD", "花", " ", "\n", "\0",
    ];

    [Fact]
    public void Random_bytes_in_the_file()
    {
        byte[] sound = Bytes(Content());
        var random = new Random(1);
        Fuzz(25_000, () =>
        {
            byte[] file = [.. sound];
            for (int changes = random.Next(1, 8); changes > 0; changes--)
                file[random.Next(2) == 0 ? random.Next(10) : random.Next(file.Length)] = (byte)random.Next(256);
            return random.Next(4) == 0 ? file[..random.Next(file.Length)] : file;
        });
    }

    [Fact]
    public void Random_pieces_in_the_header_with_digests_that_fit()
    {
        var (header, data) = Open(Bytes(Content()));
        var random = new Random(2);
        int read = Fuzz(25_000, () =>
        {
            var text = new StringBuilder(header);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(at, random.Next(Math.Min(12, text.Length - at)));
                if (random.Next(3) > 0) text.Insert(at, Pieces[random.Next(Pieces.Length)]);
            }
            return Sealed(text.ToString(), data);
        });
        Assert.InRange(read, 500, 20_000);
    }

    /// <summary>How many of the inputs were read as a model.</summary>
    private static int Fuzz(int count, Func<byte[]> next)
    {
        int read = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] file = next();
            long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(file);
                read++;
            }
            catch (ModelFileException)
            {
            }
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
        return read;
    }
}
