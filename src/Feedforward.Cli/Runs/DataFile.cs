using System.IO.Compression;
using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>A file that holds a table or images, told apart by how it begins.</summary>
internal static class DataFile
{
    /// <summary>Reads it: one of the two is there. What comes through a pipe can be read only once, and is taken for a table.</summary>
    internal static (Table? Table, ImageSet? Images) Read(string path, CsvOptions options)
    {
        using (var file = TryOpen(path))
        {
            if (file is { CanSeek: false }) return (Csv.Read(file, options with { Source = Path.GetFileName(path) }), null);
            if (file is not null && BeginsAsIdx(file)) return (null, Idx.ReadImages(path));
        }
        return (Csv.Read(path, options), null);
    }

    /// <summary>The file, or null where it cannot be opened: the reader of tables says why.</summary>
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool BeginsAsIdx(FileStream file)
    {
        try
        {
            Span<byte> start = stackalloc byte[3];
            int read = file.ReadAtLeast(start, 3, throwOnEndOfStream: false);
            if (!start[..read].StartsWith([(byte)0x1F, (byte)0x8B])) return start[..read].SequenceEqual([(byte)0, (byte)0, (byte)8]);
            file.Position = 0;
            using var content = new GZipStream(file, CompressionMode.Decompress);
            return content.ReadAtLeast(start, 3, throwOnEndOfStream: false) == 3 && start.SequenceEqual([(byte)0, (byte)0, (byte)8]);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return false;
        }
    }
}
