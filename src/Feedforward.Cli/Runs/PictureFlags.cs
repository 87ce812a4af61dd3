using System.Globalization;
using Feedforward.Formats;

namespace Feedforward.Cli;

/// <summary>Images from pictures: a folder of them, or one file.</summary>
internal static class PictureFlags
{
    internal static readonly Flag
        Size = new("--size", FlagGroup.Data, "HEIGHTxWIDTH") { Synonyms = ["--image-size", "--imgsz"] },
        Color = new("--color", FlagGroup.Data, "grey|rgb") { Synonyms = ["--colour", "--color-mode"] };

    /// <summary>How pictures are read, as the flags say.</summary>
    internal static ImageFolderOptions Reading(Arguments given)
    {
        var (height, width) = given.Read(Size, Sides) ?? (null, null);
        return given.Checked(Size, () => new ImageFolderOptions
        {
            Height = height,
            Width = width,
            Color = given.Choice(Color, ("grey", ImageColor.Grey), ("gray", ImageColor.Grey), ("rgb", ImageColor.Rgb)),
            Threads = given.Whole(TrainFlags.Threads) ?? 0,
        });
    }

    /// <summary>Pictures as images of a certain shape.</summary>
    internal static ImageFolderOptions Like(int height, int width, int channels, int threads) =>
        new() { Height = height, Width = width, Color = channels == 1 ? ImageColor.Grey : ImageColor.Rgb, Threads = threads };

    /// <summary>Pictures as a model takes them; any pictures where it takes tables, and will say so.</summary>
    internal static ImageFolderOptions For(ImageShape? shape, int threads) =>
        shape is null ? new ImageFolderOptions { Threads = threads } : Like(shape.Height, shape.Width, shape.Channels, threads);

    /// <summary>The images of a folder or of a picture; null where the path is neither.</summary>
    internal static ImageSet? TryRead(string path, ImageFolderOptions options) =>
        Directory.Exists(path) ? ImageFolder.Read(path, options) : ImageFile.IsImage(path) ? ImageFile.Read(path, options) : null;

    /// <summary>Refuses the flags where the data are no pictures.</summary>
    /// <exception cref="OptionException">FF9117.</exception>
    internal static void RequirePictures(Arguments given, Source source)
    {
        if (source.Rows is ImageRows { AreFromPictures: true }) return;
        foreach (var flag in new[] { Size, Color })
            if (given.Has(flag)) throw Texts.Option("FF9117", flag.Name, source.Title);
    }

    private static (int? Height, int? Width) Sides(string text)
    {
        string[] sides = text.Split(['x', 'X', '×'], StringSplitOptions.TrimEntries);
        return sides.Length is 1 or 2 && TrySide(sides[0], out int height) && TrySide(sides[^1], out int width)
            ? (height, width)
            : throw Texts.Option("FF9116", Evidence.Of(text));
    }

    private static bool TrySide(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side);
}
