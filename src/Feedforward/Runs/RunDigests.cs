using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Feedforward;

/// <summary>Digests by which a run knows its data again.</summary>
public static class RunDigests
{
    /// <summary>A file, a folder of files, or a set known by name, as a run's record names it; a pipe has no digest.</summary>
    /// <param name="role"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
    /// <param name="name">A path, or the name of a set.</param>
    /// <param name="rows">Rows that were read.</param>
    /// <exception cref="StorageException">FF4131: it cannot be read any more.</exception>
    public static RunData OfData(string role, string name, int rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            if (Directory.Exists(name)) return OfFolder(role, name, rows);
            if (!File.Exists(name)) return new RunData(role, name, null, null, rows);
            using var file = File.OpenRead(name);
            return file.CanSeek
                ? new RunData(role, name, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)), rows)
                : new RunData(role, name, null, null, rows);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(Errors.Notice("FF4131", Evidence.Path(name), Evidence.Of(e.Message, 200)), e);
        }
    }

    /// <summary>SHA-256 over the rows of each part, as numbers of little-endian 32 bits after their count: equal hash, equal split.</summary>
    /// <param name="parts">For each part the places of its rows among those that were read, in order.</param>
    public static string OfSplit(params ReadOnlySpan<int[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        foreach (int[] rows in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, rows.Length);
            hash.AppendData(number);
            byte[] bytes = new byte[rows.Length * 4L];
            for (int i = 0; i < rows.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), rows[i]);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The digest of a folder is that of its files' paths and digests, in ordinal order.</summary>
    private static RunData OfFolder(string role, string folder, int rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path) + "\0"));
            hash.AppendData(SHA256.HashData(file));
            bytes += file.Length;
        }
        return new RunData(role, folder, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), rows);
    }
}
