using System.Buffers.Binary;
using System.Globalization;

namespace Feedforward.Formats;

/// <summary>What an IDX file is expected to hold.</summary>
internal enum IdxContent
{
    Anything,
    Labels,
    Images,
}

/// <summary>Reads an IDX file, trusting none of its numbers: memory is only taken for bytes that are there.</summary>
internal static class IdxReader
{
    internal const byte UnsignedByte = 0x08;

    /// <summary>Bytes before the first number.</summary>
    internal static int HeaderBytes(int dimensions) => 4 + (4 * dimensions);

    /// <summary>Reads the whole file, refusing one that announces more numbers than the limit.</summary>
    internal static IdxArray Read(string path, IdxContent content, long limit = int.MaxValue)
    {
        using var stream = GzipFile.OpenRead(path);
        return Read(stream, path, content, limit);
    }

    /// <summary>Reads a stream that <see cref="GzipFile"/> opened, or one that it might have opened.</summary>
    internal static IdxArray Read(Stream stream, string path, IdxContent content, long limit = int.MaxValue)
    {
        int[] dimensions = ReadDimensions(stream, path, content);
        int count = Product(dimensions, Math.Min(limit, Array.MaxLength), path);
        byte[] bytes = ReadBytes(stream, path, HeaderBytes(dimensions.Length), count);
        if (content != IdxContent.Anything && count == 0) throw GzipFile.Failure("FF2229", path, Shape(dimensions));
        return new IdxArray(Array.AsReadOnly(dimensions), bytes);
    }

    private static int[] ReadDimensions(Stream stream, string path, IdxContent content)
    {
        Span<byte> magic = stackalloc byte[64];
        int found = GzipFile.Fill(stream, magic[..4], path);
        if (found > 0 && IsForeign(magic[..found]))
        {
            found += GzipFile.Fill(stream, magic[4..], path);
            throw GzipFile.Failure("FF2220", path, Convert.ToHexString(magic[..Math.Min(found, 4)]), FileKinds.Name(magic[..found]));
        }
        if (found < 4) throw GzipFile.Failure("FF2226", path, HeaderBytes(1), found);
        if (magic[2] != UnsignedByte) throw GzipFile.Failure("FF2221", path, TypeName(magic[2]));
        int rank = magic[3];
        RequireRank(rank, content, path);
        Span<byte> sizes = new byte[4 * rank];
        found = GzipFile.Fill(stream, sizes, path);
        if (found < sizes.Length) throw GzipFile.Failure("FF2226", path, HeaderBytes(rank), 4 + found);
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * i)..]);
            if (size > int.MaxValue) throw GzipFile.Failure("FF2225", path, size.ToString(CultureInfo.InvariantCulture), HeaderBytes(i), Array.MaxLength);
            dimensions[i] = (int)size;
        }
        return dimensions;
    }

    private static bool IsForeign(ReadOnlySpan<byte> magic) =>
        magic[0] != 0 || (magic.Length > 1 && magic[1] != 0) || (magic.Length == 4 && (TypeName(magic[2]) is null || magic[3] == 0));

    private static void RequireRank(int rank, IdxContent content, string path)
    {
        if (content == IdxContent.Anything) return;
        if (content == IdxContent.Images && rank == 1) throw GzipFile.Failure("FF2223", path);
        if (content == IdxContent.Labels && rank == 3) throw GzipFile.Failure("FF2224", path);
        int expected = content == IdxContent.Images ? 3 : 1;
        if (rank != expected) throw GzipFile.Failure("FF2222", path, expected, rank);
    }

    private static int Product(int[] dimensions, long limit, string path)
    {
        if (dimensions.Contains(0)) return 0;
        long product = 1;
        foreach (int size in dimensions)
        {
            product *= size;
            if (product > limit) throw GzipFile.Failure("FF2225", path, Shape(dimensions), 4, limit);
        }
        return (int)product;
    }

    /// <summary>The count of numbers that the header announces, neither fewer nor more.</summary>
    private static byte[] ReadBytes(Stream stream, string path, int header, int count)
    {
        long expected = (long)header + count;
        if (stream.CanSeek) RequireLength(path, expected, stream.Length);
        byte[] bytes = new byte[stream is GuardedGzipStream gzip ? Math.Min(count, gzip.MostBytes) : count];
        int read = GzipFile.Fill(stream, bytes, path);
        RequireLength(path, expected, header + (long)read);
        byte[] extra = new byte[4096];
        RequireLength(path, expected, expected + GzipFile.Fill(stream, extra, path));
        return bytes;
    }

    private static void RequireLength(string path, long expected, long found)
    {
        if (found < expected) throw GzipFile.Failure("FF2226", path, expected, found);
        if (found > expected) throw GzipFile.Failure("FF2227", path, expected, found - expected);
    }

    private static string Shape(int[] dimensions) => string.Join(" × ", dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static string? TypeName(byte type) => type switch
    {
        UnsignedByte => "uint8",
        0x09 => "int8",
        0x0B => "int16",
        0x0C => "int32",
        0x0D => "float32",
        0x0E => "float64",
        _ => null,
    };
}
