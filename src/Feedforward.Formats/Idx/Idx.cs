using System.Buffers.Binary;
using System.IO.Compression;

namespace Feedforward.Formats;

/// <summary>The numbers of an IDX file.</summary>
/// <param name="Dimensions">Its sizes, outermost first: <c>[60000, 28, 28]</c> for images, <c>[60000]</c> for labels.</param>
/// <param name="Bytes">Its numbers, the last dimension running fastest.</param>
public sealed record IdxArray(IReadOnlyList<int> Dimensions, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The IDX format of the MNIST family, for bytes: two zero bytes, 0x08 (the type "unsigned byte"), the number of dimensions, each dimension as
/// 32 bits big-endian, then the numbers. Gzip is recognised by its content when reading, and chosen by the ending <c>.gz</c> when writing.
/// Source of the format: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
/// </summary>
public static class Idx
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DataException">FF2210–FF2215 the file, FF2220–FF2222 its header, FF2225–FF2227 its size.</exception>
    public static IdxArray Read(string path) => IdxReader.Read(path, IdxContent.Anything);

    /// <summary>Reads images, and their labels where there are any.</summary>
    /// <param name="imagesPath">A file of three dimensions: images, lines, pixels of a line.</param>
    /// <param name="labelsPath">
    /// A file of one dimension; null takes the file beside the images that is named as usual (<see cref="LabelsBeside"/>), or none.
    /// </param>
    /// <param name="classes">The names of the classes; null names them by their number, from 0 to the largest label.</param>
    /// <exception cref="DataException">As <see cref="Read"/>, and FF2223, FF2224, FF2228–FF2230: the two files do not fit together.</exception>
    public static ImageSet ReadImages(string imagesPath, string? labelsPath = null, IReadOnlyList<string>? classes = null)
    {
        var images = IdxReader.Read(imagesPath, IdxContent.Images);
        labelsPath ??= LabelsBeside(imagesPath);
        return Join(images, imagesPath, labelsPath is null ? null : IdxReader.Read(labelsPath, IdxContent.Labels), labelsPath, classes);
    }

    /// <summary>Images and their labels, as they were read.</summary>
    internal static ImageSet Join(IdxArray images, string imagesPath, IdxArray? labelBytes, string? labelsPath, IReadOnlyList<string>? classes)
    {
        int[]? labels = labelBytes is null ? null : Labels(labelBytes, labelsPath!, images.Dimensions[0], imagesPath, classes);
        return new ImageSet(images.Bytes, images.Dimensions[1], images.Dimensions[2], labels, classes ?? Numbers(labels), imagesPath);
    }

    /// <summary>The bytes before the numbers.</summary>
    internal static byte[] Header(IReadOnlyList<int> dimensions)
    {
        byte[] header = new byte[IdxReader.HeaderBytes(dimensions.Count)];
        (header[2], header[3]) = (IdxReader.UnsignedByte, (byte)dimensions.Count);
        for (int i = 0; i < dimensions.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(IdxReader.HeaderBytes(i)), dimensions[i]);
        return header;
    }

    /// <summary>
    /// The labels that lie beside an images file under the usual name (<c>train-images-idx3-ubyte.gz</c> and
    /// <c>train-labels-idx1-ubyte.gz</c>, either with or without <c>.gz</c>), or null.
    /// </summary>
    public static string? LabelsBeside(string imagesPath)
    {
        string name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal)) return null;
        string labels = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string other = labels.EndsWith(".gz", StringComparison.Ordinal) ? labels[..^3] : labels + ".gz";
        string folder = Path.GetDirectoryName(imagesPath) ?? "";
        return new[] { labels, other }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Writes the images of a set, <c>[rows, height, width]</c>; a file that is there is replaced once the new one is complete.</summary>
    /// <exception cref="OptionException">FF2296: the images have colour.</exception>
    /// <exception cref="StorageException">FF4120: the file cannot be written.</exception>
    public static void WriteImages(ImageSet images, string path)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Channels != 1) throw Errors.Option("FF2296", images.Source);
        Write(path, [images.Rows, images.Height, images.Width], images.Bytes.Span);
    }

    /// <summary>Writes the labels of a set, <c>[rows]</c>; a file that is there is replaced once the new one is complete.</summary>
    /// <exception cref="OptionException">FF2231: the set has no labels, or more than 256 classes.</exception>
    /// <exception cref="StorageException">FF4120: the file cannot be written.</exception>
    public static void WriteLabels(ImageSet images, string path)
    {
        if (images.Labels is null || images.Classes.Count > 256) throw Errors.Option("FF2231", images.Source, images.Classes.Count);
        Write(path, [images.Rows], images.Labels.Select(label => (byte)label).ToArray());
    }

    private static int[] Labels(IdxArray labels, string path, int count, string imagesPath, IReadOnlyList<string>? classes)
    {
        if (labels.Dimensions[0] != count) throw GzipFile.Failure("FF2228", path, labels.Dimensions[0], count, imagesPath);
        var bytes = labels.Bytes.Span;
        for (int i = 0; i < bytes.Length; i++)
            if (classes is not null && bytes[i] >= classes.Count)
                throw GzipFile.Failure("FF2230", path, bytes[i], classes.Count, IdxReader.HeaderBytes(1) + i);
        return Array.ConvertAll(bytes.ToArray(), label => (int)label);
    }

    private static string[] Numbers(int[]? labels) => labels is null
        ? []
        : [.. Enumerable.Range(0, labels.Max() + 1).Select(label => label.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static void Write(string path, int[] dimensions, ReadOnlySpan<byte> bytes)
    {
        string part = path + ".part";
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            using (Stream target = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file)
            {
                target.Write(Header(dimensions));
                target.Write(bytes);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(part);
            throw Errors.Storage("FF4120", path, failure.Message);
        }
    }

    /// <summary>A leftover part does no harm; the failure that left it is the one to report.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
