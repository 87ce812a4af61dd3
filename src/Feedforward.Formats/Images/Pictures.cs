using System.Globalization;

namespace Feedforward.Formats;

/// <summary>A file to read a picture from.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What the image is called.</param>
/// <param name="Label">The index of its class, or null.</param>
internal sealed record PictureFile(string Path, string Name, int? Label);

/// <summary>Reads many pictures, on several threads, into one set of images of one size.</summary>
internal sealed class Pictures(ImageFolderOptions options, IReadOnlyList<PictureFile> files)
{
    private readonly Odd _resized = new(), _misnamed = new(), _transparent = new();
    private int _height;
    private int _width;

    /// <summary>All of them.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="classes">The names of their classes.</param>
    /// <param name="notices">What was odd before they were read.</param>
    internal ImageSet ToImageSet(string source, IReadOnlyList<string> classes, IReadOnlyList<Notice> notices)
    {
        ChooseSize();
        int channels = options.Color == ImageColor.Rgb ? 3 : 1, row = 0;
        byte[] pixels = Room(source, channels);
        foreach (var picture in Each(Read))
        {
            Note(files[row], picture);
            if (options.Color is null && picture.Raster.Channels > channels)
            {
                channels = picture.Raster.Channels;
                pixels = Widened(pixels, row, Room(source, channels));
            }
            picture.Raster.To(channels).Pixels.CopyTo(pixels, (long)row++ * _height * _width * channels);
        }
        int[]? labels = files.All(f => f.Label is not null) ? [.. files.Select(f => f.Label!.Value)] : null;
        return new ImageSet(pixels, _height, _width, labels, classes, source, channels)
        {
            Names = [.. files.Select(f => f.Name)],
            Notices = [.. notices, .. Notices(source)],
        };
    }

    private byte[] Room(string source, int channels)
    {
        long bytes = (long)files.Count * _height * _width * channels;
        return bytes <= Array.MaxLength ? new byte[bytes] : throw GzipFile.Failure("FF2286", source, files.Count, _height, _width, channels, Array.MaxLength);
    }

    /// <summary>Grey images in the room of coloured ones.</summary>
    private byte[] Widened(byte[] grey, int rows, byte[] colored)
    {
        int used = rows * _height * _width;
        for (int i = 0; i < used; i++) colored.AsSpan(3 * i, 3).Fill(grey[i]);
        return colored;
    }

    /// <summary>The size that is asked for, or that most pictures have.</summary>
    private void ChooseSize()
    {
        if (options.Height is null != options.Width is null) throw Errors.Option("FF2294");
        if (options is { Height: { } height, Width: { } width })
        {
            (_height, _width) = (height, width);
            return;
        }
        var sizes = Each(file => new Size(ImageFile.ReadSize(file.Path)));
        (_height, _width) = sizes.CountBy(size => size).MaxBy(pair => pair.Value).Key.Sides;
    }

    private Picture Read(PictureFile file)
    {
        var (raster, kind) = ImageFile.ReadRaster(file.Path);
        var (height, width) = (raster.Height, raster.Width);
        if (options.Color == ImageColor.Grey || !raster.HasColor()) raster = raster.To(1);
        raster = Resize.To(raster, _height, _width);
        if (options.Color == ImageColor.Rgb) raster = raster.To(3);
        return new Picture(raster, kind, height, width);
    }

    /// <summary>What a function makes of each file, in their order.</summary>
    private IEnumerable<T> Each<T>(Func<PictureFile, T> make) where T : class
    {
        int next = 0;
        using var all = new InOrder<PictureFile, T>(() => next < files.Count ? files[next++] : null, make, options.Threads);
        while (all.TryNext(out var made)) yield return made;
    }

    private void Note(PictureFile file, Picture picture)
    {
        if ((picture.Height, picture.Width) != (_height, _width))
            _resized.Add(file.Name, string.Create(CultureInfo.InvariantCulture, $"{picture.Height} × {picture.Width}"));
        if (FileKinds.EndingKind(file.Path) is { } ending && ending != picture.Kind) _misnamed.Add(file.Name, picture.Kind.ToString().ToUpperInvariant());
        if (picture.Raster.WasTransparent) _transparent.Add(file.Name, "");
    }

    private IEnumerable<Notice> Notices(string source)
    {
        if (_resized.Count > 0)
            yield return Of("FF2287", _resized.Count, files.Count, _height, _width, _resized.Name, _resized.Evidence);
        if (_misnamed.Count > 0) yield return Of("FF2288", _misnamed.Count, _misnamed.Name, _misnamed.Evidence);
        if (_transparent.Count > 0) yield return Of("FF2289", _transparent.Count, _transparent.Name);

        Notice Of(string code, params ReadOnlySpan<object?> arguments) => Errors.Notice(code, arguments) with { Place = source };
    }

    /// <summary>A picture as the set takes it, and what it was in its file.</summary>
    private sealed record Picture(Raster Raster, ImageKind Kind, int Height, int Width);

    private sealed record Size((int Height, int Width) Sides);

    /// <summary>Counts what is odd, and remembers the first.</summary>
    private sealed class Odd
    {
        internal int Count { get; private set; }

        internal string Name { get; private set; } = "";

        internal string Evidence { get; private set; } = "";

        internal void Add(string name, string evidence)
        {
            if (Count++ == 0) (Name, Evidence) = (Feedforward.Evidence.Of(name), evidence);
        }
    }
}
