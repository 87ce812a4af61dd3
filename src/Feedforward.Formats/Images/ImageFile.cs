namespace Feedforward.Formats;

/// <summary>
/// Pictures in files, PNG or JPEG, told apart by their content. PNG: every kind of the standard; 16 bits become 8, rounded; transparent pixels are
/// laid on white; of an animation the default picture is read; gamma and colour profiles are not looked at. JPEG: baseline and progressive, 8 bits.
/// Both are turned upright as their Exif orientation says.
/// </summary>
public static class ImageFile
{
    /// <summary>The most bytes of a file: more than the largest picture needs.</summary>
    private const long MostBytes = 256L << 20;

    private const int FirstBytes = 16;

    /// <summary>Reads one picture as a set of one image without label.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null keeps its size and its colours.</param>
    /// <exception cref="OptionException">FF2294: a height without a width, or a width without a height.</exception>
    /// <exception cref="DataException">FF2210–FF2213, FF2280–FF2284: the file cannot be read; the message says why.</exception>
    public static ImageSet Read(string path, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var pictures = new Pictures(options ?? new ImageFolderOptions(), [new PictureFile(path, Path.GetFileName(path), null)]);
        return pictures.ToImageSet(path, [], []);
    }

    /// <summary>Whether the file begins as one of the pictures that are read.</summary>
    public static bool IsImage(string path)
    {
        try
        {
            return Length(path) > 0 && Kind(ReadStart(path)) is not null;
        }
        catch (Exception failure) when (failure is DataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes one image of a set as PNG.</summary>
    /// <param name="images">The set.</param>
    /// <param name="row">The image, counted from 0.</param>
    /// <param name="stream">Where to.</param>
    public static void WritePng(ImageSet images, int row, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(stream);
        PngWriter.Write(images.Pixels(row), images.Height, images.Width, images.Channels, stream);
    }

    /// <summary>Height and width of a picture as they are shown.</summary>
    internal static (int Height, int Width) ReadSize(string path)
    {
        byte[] file = ReadAll(path);
        return RequireKind(file, path) == ImageKind.Png ? new PngReader(file, path).ReadSize() : Jpeg.ReadSize(file, path);
    }

    /// <summary>A picture, and what it is by its content.</summary>
    internal static (Raster Raster, ImageKind Kind) ReadRaster(string path)
    {
        byte[] file = ReadAll(path);
        var kind = RequireKind(file, path);
        return (Decode(file, kind, path), kind);
    }

    /// <summary>A picture from its bytes.</summary>
    internal static Raster Decode(ReadOnlyMemory<byte> file, ImageKind kind, string path) =>
        kind == ImageKind.Png ? new PngReader(file, path).Read() : Jpeg.Read(file, path);

    internal static DataException TooLarge(string path, long height, long width) =>
        GzipFile.Failure("FF2281", path, height, width, Raster.MostPixels, Raster.LongestSide);

    /// <summary>The error of a file, by a variant of a code such as <c>FF2282.large</c>.</summary>
    internal static DataException Variant(string key, string path, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(key, arguments) with { Code = key.Split('.')[0], Place = path });

    private static ImageKind RequireKind(ReadOnlySpan<byte> file, string path) => Kind(file) ?? throw NoPicture(file, path);

    private static ImageKind? Kind(ReadOnlySpan<byte> start)
    {
        // A transfer in text mode takes the high bit or a line end from the signature: the reader of PNG says so.
        bool isDamaged = start.StartsWith("\tPNG\r"u8) || start.StartsWith("\tPNG\n"u8);
        if (start.StartsWith(PngReader.Signature[..4]) || isDamaged) return ImageKind.Png;
        return start.StartsWith(JpegMarkers.Start) ? ImageKind.Jpeg : null;
    }

    private static DataException NoPicture(ReadOnlySpan<byte> file, string path)
    {
        var start = file[..Math.Min(file.Length, 64)];
        string kind = FileKinds.Known(start) ?? FileKinds.OtherPicture(path) ?? FileKinds.Name(start);
        return GzipFile.Failure("FF2280", path, kind, Convert.ToHexString(start[..Math.Min(4, start.Length)]));
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            long length = Length(path);
            if (length > MostBytes) throw Variant("FF2282.large", path, length, MostBytes);
            return length == 0 ? throw GzipFile.Failure("FF2282", path) : File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw GzipFile.Explain(failure, path);
        }
    }

    private static byte[] ReadStart(string path)
    {
        using var file = File.OpenRead(path);
        byte[] start = new byte[FirstBytes];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The length, behind links. Pipes and devices have none, and are not even opened: that could wait for ever.</summary>
    private static long Length(string path)
    {
        if (Directory.Exists(path)) throw GzipFile.Failure("FF2211", path);
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.Length : ((FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!).Length;
    }
}

/// <summary>What a picture is by its content.</summary>
internal enum ImageKind
{
    Png,
    Jpeg,
}
