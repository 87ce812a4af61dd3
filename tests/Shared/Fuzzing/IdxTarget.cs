using System.IO.Compression;
using Feedforward.Formats;

namespace Feedforward.Tests.Fuzzing;

/// <summary>Readers of IDX: arrays, images, labels.</summary>
internal sealed class IdxTarget : IFuzzTarget
{
    public string Name => "idx";

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0, 0, 8, 3], [0, 0, 8, 1], [0, 0, 8, 2], [0, 0, 8, 0], [0, 0, 8, 255], [0, 0, 13, 3], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 255],
        [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0], [127, 255, 255, 255], [128, 0, 0, 0], [255, 255, 255, 255], [255], [0], [31, 139], [31, 139, 8, 0],
    ];

    public byte[] Sound(FuzzRandom random)
    {
        int[] sizes = [.. Enumerable.Range(0, random.OneIn(2) ? 3 : random.OneIn(2) ? 1 : 1 + random.Below(5)).Select(_ => random.Below(5))];
        var bytes = new List<byte> { 0, 0, 8, (byte)sizes.Length };
        foreach (int size in sizes) bytes.AddRange([0, 0, 0, (byte)size]);
        for (int left = sizes.Aggregate(1, (product, size) => product * size); left > 0; left--) bytes.Add((byte)random.Next());
        return [.. bytes];
    }

    public void Read(byte[] input, FuzzRandom random)
    {
        var content = random.Of([IdxContent.Anything, IdxContent.Images, IdxContent.Labels]);
        bool compressed = input is [0x1F, 0x8B, ..];
        using Stream stream = compressed ? new GuardedGzipStream(new MemoryStream(input), "input") : new MemoryStream(input);
        var read = IdxReader.Read(stream, "input", content);
        var (sizes, numbers) = ReadAgain(compressed ? Decompress(input) : input);
        if (!sizes.SequenceEqual(read.Dimensions) || !numbers.AsSpan().SequenceEqual(read.Bytes.Span))
            throw new FuzzMismatchException($"read [{string.Join(',', read.Dimensions)}], expected [{string.Join(',', sizes)}]");
        int rank = content switch { IdxContent.Images => 3, IdxContent.Labels => 1, _ => sizes.Length };
        if (rank != sizes.Length) throw new FuzzMismatchException($"{sizes.Length} dimensions were taken for {content}");
    }

    /// <summary>The format once more, in the plainest way.</summary>
    private static (int[] Sizes, byte[] Numbers) ReadAgain(byte[] file)
    {
        if (file is not [0, 0, 8, var rank, ..] || file.Length < 4 + (4 * rank)) throw new FuzzMismatchException("no header");
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++)
            sizes[i] = checked((int)((((((file[4 + (4 * i)] * 256L) + file[5 + (4 * i)]) * 256) + file[6 + (4 * i)]) * 256) + file[7 + (4 * i)]));
        var product = sizes.Aggregate(System.Numerics.BigInteger.One, (all, size) => all * size);
        byte[] numbers = file[(4 + (4 * rank))..];
        return product == numbers.Length ? (sizes, numbers) : throw new FuzzMismatchException($"{numbers.Length} numbers for {product}");
    }

    private static byte[] Decompress(byte[] input)
    {
        using var all = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(input), CompressionMode.Decompress);
        gzip.CopyTo(all);
        return all.ToArray();
    }
}
