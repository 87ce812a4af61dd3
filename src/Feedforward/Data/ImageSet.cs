namespace Feedforward;

/// <summary>
/// Grey images of one size, with or without labels: <c>[rows × height × width]</c> bytes, 0 black to 255 white. Bytes stay bytes; a data set
/// divides them when a batch is gathered. Immutable.
/// </summary>
public sealed class ImageSet
{
    private readonly int[]? _labels;

    /// <summary>A set of images.</summary>
    /// <param name="pixels">Rows · height · width bytes, image after image, line after line. Not copied: do not change them afterwards.</param>
    /// <param name="height">Lines of an image, at least 1.</param>
    /// <param name="width">Pixels of a line, at least 1.</param>
    /// <param name="labels">A class index for each image, or null.</param>
    /// <param name="classes">The names of the classes, in the order of their indices; ignored where there are no labels.</param>
    /// <param name="source">Where the images come from, as messages name it.</param>
    /// <exception cref="OptionException">FF1001, FF2201, FF2202, FF2203: the sizes do not fit together, or a label has no class.</exception>
    public ImageSet(
        ReadOnlyMemory<byte> pixels, int height, int width, IReadOnlyList<int>? labels, IReadOnlyList<string> classes, string source)
    {
        RequireAtLeastOne(nameof(height), height);
        RequireAtLeastOne(nameof(width), width);
        long size = (long)height * width;
        if (pixels.Length % size != 0) throw Errors.Option("FF2201", pixels.Length, height, width, size);
        (Bytes, Height, Width, Rows, Source) = (pixels, height, width, (int)(pixels.Length / size), source);
        _labels = labels?.ToArray();
        Classes = _labels is null ? [] : Array.AsReadOnly(classes.ToArray());
        RequireLabelsToFit();
    }

    private ImageSet(ImageSet origin, ReadOnlyMemory<byte> pixels, int[]? labels)
    {
        (Bytes, Height, Width, Classes, Source) = (pixels, origin.Height, origin.Width, origin.Classes, origin.Source);
        Rows = pixels.Length / origin.Size;
        _labels = labels;
    }

    /// <summary>All pixels, image after image: <c>[rows × height × width]</c>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Lines of an image.</summary>
    public int Height { get; }

    /// <summary>Pixels of a line.</summary>
    public int Width { get; }

    /// <summary>Pixels of an image: height · width.</summary>
    public int Size => Height * Width;

    /// <summary>Number of images.</summary>
    public int Rows { get; }

    /// <summary>The class index of each image, or null for images without labels.</summary>
    public IReadOnlyList<int>? Labels => _labels;

    /// <summary>The names of the classes, in the order of their indices; empty for images without labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Where the images come from, as messages name it.</summary>
    public string Source { get; }

    /// <summary>The pixels of one image, line after line: <c>[height × width]</c>.</summary>
    public ReadOnlySpan<byte> Pixels(int row)
    {
        RequireRow(row);
        return Bytes.Span.Slice(row * Size, Size);
    }

    /// <summary>The images of these rows, in this order; a row may be named more than once. Rows that follow each other share the pixels of this set.</summary>
    public ImageSet Select(ReadOnlySpan<int> rows)
    {
        int[]? labels = _labels is null ? null : new int[rows.Length];
        bool follow = true;
        for (int i = 0; i < rows.Length; i++)
        {
            RequireRow(rows[i]);
            follow &= rows[i] == rows[0] + i;
            if (labels is not null) labels[i] = _labels![rows[i]];
        }
        return new ImageSet(this, follow && rows.Length > 0 ? Bytes.Slice(rows[0] * Size, rows.Length * Size) : Copy(rows), labels);
    }

    /// <summary>The first n images, or all where there are fewer; shares the pixels of this set.</summary>
    public ImageSet Take(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int rows = Math.Min(n, Rows);
        return new ImageSet(this, Bytes[..(rows * Size)], _labels?[..rows]);
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
