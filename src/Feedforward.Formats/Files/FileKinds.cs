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
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "kind.excel97"),
        ([.. "SQLite format 3"u8], "kind.sqlite"),
        ([.. "ARROW1"u8], "kind.arrow"),
        ([.. "FEA1"u8], "kind.arrow"),
        ([.. "ORC"u8], "kind.orc"),
        ([.. "Obj"u8, 1], "kind.avro"),
        ([0x89, .. "HDF"u8], "kind.hdf5"),
        ([.. "PARE"u8], "kind.parquet.encrypted"),
        ([.. "BZh"u8], "kind.bzip2"),
        ([0xFD, .. "7zXZ"u8], "kind.xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "kind.zstd"),
        ([.. "7z"u8, 0xBC, 0xAF], "kind.7z"),
        ([.. "PAR1"u8], "kind.parquet"),
        ([0x93, .. "NUMPY"u8], "kind.npy"),
        ([.. "%PDF"u8], "kind.pdf"),
        ([.. "8BPS"u8], "kind.psd"),
        ([.. "II*\0"u8], "kind.tiff"),
        ([.. "MM\0*"u8], "kind.tiff"),
        ([0x80, 0x02], "kind.pickle"),
        ([0x80, 0x04], "kind.pickle"),
    ];

    // Endings of pictures, and what the picture is, for those that do not tell by their first bytes.
    private static readonly Dictionary<string, (ImageKind? Kind, string Key)> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = (ImageKind.Png, "kind.png"),
        [".apng"] = (ImageKind.Png, "kind.png"),
        [".jpg"] = (ImageKind.Jpeg, "kind.jpeg"),
        [".jpeg"] = (ImageKind.Jpeg, "kind.jpeg"),
        [".jpe"] = (ImageKind.Jpeg, "kind.jpeg"),
        [".jfif"] = (ImageKind.Jpeg, "kind.jpeg"),
        [".bmp"] = (null, "kind.bmp"),
        [".gif"] = (null, "kind.gif"),
        [".tga"] = (null, "kind.tga"),
        [".psd"] = (null, "kind.psd"),
        [".webp"] = (null, "kind.webp"),
        [".tif"] = (null, "kind.tiff"),
        [".tiff"] = (null, "kind.tiff"),
        [".heic"] = (null, "kind.heic"),
        [".heif"] = (null, "kind.heic"),
        [".avif"] = (null, "kind.heic"),
    };

    /// <summary>Whether the file is named as a picture, of a kind that is read or of another.</summary>
    internal static bool IsNamedPicture(string path) => Endings.ContainsKey(Path.GetExtension(path));

    /// <summary>The kind of picture that is read and that the file is named as, or null.</summary>
    internal static ImageKind? EndingKind(string path) => Endings.GetValueOrDefault(Path.GetExtension(path)).Kind;

    /// <summary>What the file is named as, in the reader's language; null unless it is a kind of picture that is not read.</summary>
    internal static string? OtherPicture(string path) =>
        Endings.TryGetValue(Path.GetExtension(path), out var ending) && ending.Kind is null ? Errors.Text(ending.Key) : null;

    /// <summary>What the file looks like, in the reader's language.</summary>
    internal static string Name(ReadOnlySpan<byte> start) =>
        Known(start) ?? Errors.Text(LooksLikeText(start) ? "kind.text" : "kind.unknown");

    /// <summary>
    /// The kind of a file that is no text, in the reader's language, or null. A short signature alone does not tell: a table may begin with the
    /// column BMI.
    /// </summary>
    internal static string? NoText(ReadOnlySpan<byte> start)
    {
        bool isText = LooksLikeText(start);
        foreach (var (signature, key) in Signatures)
            if (start.StartsWith(signature) && (!isText || signature.Length > 3)) return Errors.Text(IsWorkbook(start, key) ? "kind.excel" : key);
        return LooksLikeHtml(start) ? Errors.Text("kind.html") : null;
    }

    private static bool IsWorkbook(ReadOnlySpan<byte> start, string key) => key == "kind.zip" && start.IndexOf("[Content_Types].xml"u8) >= 0;

    /// <summary>The kind that the first bytes tell for sure, in the reader's language, or null.</summary>
    internal static string? Known(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, key) in Signatures)
            if (start.StartsWith(signature)) return Errors.Text(key);
        if (start.StartsWith("RIFF"u8) && start.Length >= 12 && start[8..12].SequenceEqual("WEBP"u8)) return Errors.Text("kind.webp");
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8)) return Errors.Text("kind.heic");
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
