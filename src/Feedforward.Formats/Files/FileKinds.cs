using System.Text;

namespace Feedforward.Formats;

/// <summary>Guesses what a file is that is not what it should be, from its first bytes.</summary>
internal static class FileKinds
{
    private static readonly (byte[] Start, string Key)[] Signatures =
    [
        ([0x89, .. "PNG"u8], "kind.png"),
        ([0xFF, 0xD8, 0xFF], "kind.jpeg"),
        ([.. "GIF8"u8], "kind.gif"),
        ([.. "BM"u8], "kind.bmp"),
        ([0x1F, 0x8B], "kind.gzip"),
        ([.. "PK"u8, 3, 4], "kind.zip"),
        ([.. "BZh"u8], "kind.bzip2"),
        ([0xFD, .. "7zXZ"u8], "kind.xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "kind.zstd"),
        ([0xD0, 0xCF, 0x11, 0xE0], "kind.ole"),
        ([.. "PAR1"u8], "kind.parquet"),
        ([0x93, .. "NUMPY"u8], "kind.npy"),
        ([.. "%PDF"u8], "kind.pdf"),
        ([0x80, 0x02], "kind.pickle"),
        ([0x80, 0x04], "kind.pickle"),
    ];

    /// <summary>What the file looks like, in the reader's language.</summary>
    internal static string Name(ReadOnlySpan<byte> start) =>
        Known(start) ?? Errors.Text(LooksLikeText(start) ? "kind.text" : "kind.unknown");

    /// <summary>The kind that the first bytes tell for sure, in the reader's language, or null.</summary>
    internal static string? Known(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, key) in Signatures)
            if (start.StartsWith(signature)) return Errors.Text(key);
        return LooksLikeHtml(start) ? Errors.Text("kind.html") : null;
    }

    internal static bool LooksLikeHtml(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        foreach (byte value in start)
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n')) return false;
        return true;
    }
}
