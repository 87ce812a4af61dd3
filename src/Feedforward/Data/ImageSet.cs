namespace Feedforward;

/// <summary>
/// Images of one size, grey or in colour, with or without labels: <c>[rows × height × width × channels]</c> bytes, 0 dark to 255 bright. Bytes stay
/// bytes; a data set divides them when a batch is gathered. Immutable.
/// </summary>
public sealed class ImageSet
{
    private readonly int[]? _labels;
    private readonly string[]? _names;

    /// <summary>A set of images.</summary>
    /// <param name="pixels">
    /// Rows · height · width · channels bytes, image after image, line after line, the channels of a pixel side by side. Not copied: do not change
    /// them afterwards.
    /// </param>
    /// <param name="height">Lines of an image, at least 1.</param>
    /// <param name="width">Pixels of a line, at least 1.</param>
    /// <param name="labels">A class index for each image, or null.</param>
    /// <param name="classes">The names of the classes, in the order of their indices; ignored where there are no labels.</param>
    /// <param name="source">Where the images come from, as messages name it.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="OptionException">FF1001, FF2201, FF2202, FF2203: the sizes do not fit together, or a label has no class.</exception>
    public ImageSet(
        ReadOnlyMemory<byte> pixels, int height, int width, IReadOnlyList<int>? labels, IReadOnlyList<string> classes, string source, int channels = 1)
    {
        RequireAtLeastOne(nameof(height), height);
        RequireAtLeastOne(nameof(width), width);
        if (channels is not (1 or 3)) throw Errors.Option("FF1001", nameof(channels), channels, "1, 3");
        ulong size = (ulong)height * (ulong)width * (ulong)channels;
        if ((ulong)pixels.Length % size != 0) throw Errors.Option("FF2201", pixels.Length, height, width, size);
        (Bytes, Height, Width, Channels, Rows, Source) = (pixels, height, width, channels, (int)((ulong)pixels.Length / size), source);
        _labels = labels?.ToArray();
        Classes = _labels is null ? [] : Array.AsReadOnly(classes.ToArray());
        RequireLabelsToFit();
    }

    private ImageSet(ImageSet origin, ReadOnlyMemory<byte> pixels, int[]? labels, string[]? names)
    {
        (Bytes, Height, Width, Channels) = (pixels, origin.Height, origin.Width, origin.Channels);
        (Classes, Source) = (origin.Classes, origin.Source);
        Rows = pixels.Length / origin.Size;
        (_labels, _names) = (labels, names);
    }

    /// <summary>All pixels, image after image: <c>[rows × height × width × channels]</c>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Lines of an image.</summary>
    public int Height { get; }

    /// <summary>Pixels of a line.</summary>
    public int Width { get; }

    /// <summary>Bytes of a pixel: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Bytes of an image: height · width · channels.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Number of images.</summary>
    public int Rows { get; }

    /// <summary>The class index of each image, or null for images without labels.</summary>
    public IReadOnlyList<int>? Labels => _labels;

    /// <summary>The names of the classes, in the order of their indices; empty for images without labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Where the images come from, as messages name it.</summary>
    public string Source { get; }

    /// <summary>The name of each image, for example of its file; null where they have none.</summary>
    /// <exception cref="OptionException">FF2204: not one name for each image.</exception>
    public IReadOnlyList<string>? Names
    {
        get => _names;
        init => _names = value is null || value.Count == Rows ? value?.ToArray() : throw Errors.Option("FF2204", value.Count, Rows);
    }

    /// <summary>What reading the images found odd; empty for a part of a set.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The pixels of one image, line after line: <c>[height × width × channels]</c>.</summary>
    public ReadOnlySpan<byte> Pixels(int row)
    {
        RequireRow(row);
        return Bytes.Span.Slice(row * Size, Size);
    }

    /// <summary>The images of these rows, in this order; a row may be named more than once. Rows that follow each other share the pixels of this set.</summary>
    public ImageSet Select(ReadOnlySpan<int> rows)
    {
        bool follow = rows.Length > 0;
        for (int i = 0; i < rows.Length; i++)
        {
            RequireRow(rows[i]);
            follow &= rows[i] == rows[0] + i;
        }
        var pixels = follow ? Bytes.Slice(rows[0] * Size, rows.Length * Size) : Copy(rows);
        return new ImageSet(this, pixels, Pick(_labels, rows), Pick(_names, rows));
    }

    /// <summary>The first n images, or all where there are fewer; shares the pixels of this set.</summary>
    public ImageSet Take(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int rows = Math.Min(n, Rows);
        return new ImageSet(this, Bytes[..(rows * Size)], _labels?[..rows], _names?[..rows]);
    }

    private static T[]? Pick<T>(T[]? all, ReadOnlySpan<int> rows)
    {
        if (all is null) return null;
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = all[rows[i]];
        return picked;
    }

    private byte[] Copy(ReadOnlySpan<int> rows)
    {
        var pixels = new byte[checked(rows.Length * Size)];
        for (int i = 0; i < rows.Length; i++)
            Pixels(rows[i]).CopyTo(pixels.AsSpan(i * Size, Size));
        return pixels;
    }

    private void RequireLabelsToFit()
    {
        if (_labels is null) return;
        if (_labels.Length != Rows) throw Errors.Option("FF2202", _labels.Length, Rows);
        for (int row = 0; row < Rows; row++)
            if ((uint)_labels[row] >= (uint)Classes.Count) throw Errors.Option("FF2203", _labels[row], row, Classes.Count);
    }

    private void RequireRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
    }

    private static void RequireAtLeastOne(string name, int value)
    {
        if (value < 1) throw Errors.Option("FF1001", name, value, "≥ 1");
    }
}
