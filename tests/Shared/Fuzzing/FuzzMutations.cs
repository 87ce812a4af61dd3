using System.IO.Compression;

namespace Feedforward.Tests.Fuzzing;

/// <summary>Makes the inputs of a target: the number of an input and the seed say all about it.</summary>
internal static class FuzzMutations
{
    private const int MostChanges = 6, LongestRange = 40, LongestInput = 1 << 16;

    /// <summary>A sound input with some changes; sometimes compressed, and sometimes damaged after that.</summary>
    internal static byte[] Input(IFuzzTarget target, FuzzRandom random)
    {
        var bytes = target.Sound(random).ToList();
        if (!random.OneIn(8)) Change(bytes, target, random);
        if (!random.OneIn(16)) return [.. bytes];
        var compressed = Compress([.. bytes]).ToList();
        if (random.OneIn(2)) Change(compressed, target, random);
        return [.. compressed];
    }

    private static void Change(List<byte> bytes, IFuzzTarget target, FuzzRandom random)
    {
        for (int changes = 1 + random.Below(MostChanges); changes > 0; changes--)
        {
            int at = random.Below(bytes.Count + 1), length = Math.Min(random.Below(LongestRange), bytes.Count - at);
            switch (random.Below(9))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Below(random.OneIn(4) ? 8 : 7)); break;
                case 1 when at < bytes.Count: bytes[at] = random.OneIn(3) ? (byte)random.Next() : (byte)(32 + random.Below(95)); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4 when random.OneIn(3): bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: Splice(bytes, at, target.Sound(random), random); break;
                case 6 when at < bytes.Count: Overwrite(bytes, at, random.Of(target.Tokens)); break;
                default: bytes.InsertRange(at, random.Of(target.Tokens)); break;
            }
            if (bytes.Count > LongestInput) bytes.RemoveRange(LongestInput, bytes.Count - LongestInput);
        }
    }

    /// <summary>Goes on with the end of another input.</summary>
    private static void Splice(List<byte> bytes, int at, byte[] other, FuzzRandom random)
    {
        if (random.OneIn(2)) bytes.RemoveRange(at, bytes.Count - at);
        bytes.InsertRange(at, other.AsSpan(random.Below(other.Length + 1)).ToArray());
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] token)
    {
        bytes.RemoveRange(at, Math.Min(token.Length, bytes.Count - at));
        bytes.InsertRange(at, token);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(bytes);
        return memory.ToArray();
    }
}
