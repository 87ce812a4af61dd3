namespace Feedforward.Formats;

/// <summary>How many numbers a pixel has.</summary>
public enum ImageColor
{
    /// <summary>One: its brightness.</summary>
    Grey,

    /// <summary>Three: red, green and blue.</summary>
    Rgb,
}

/// <summary>How pictures are read.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Lines of each image; null takes the size that most pictures have, of equally many the one that comes first.</summary>
    /// <exception cref="OptionException">FF1001: less than 1, or more than 4096.</exception>
    public int? Height { get; init => field = Side("height", value); }

    /// <summary>Pixels of a line; given where <see cref="Height"/> is. Pictures of another size are stretched to it.</summary>
    /// <exception cref="OptionException">FF1001: less than 1, or more than 4096.</exception>
    public int? Width { get; init => field = Side("width", value); }

    /// <summary>Grey or colour; null takes colour where a picture has any. A pixel whose red, green and blue are equal has none.</summary>
    public ImageColor? Color { get; init; }

    /// <summary>Threads that share the work; 0 = one for each processor. What is read does not depend on it.</summary>
    /// <exception cref="OptionException">FF1001: negative, or more than 1024.</exception>
    public int Threads { get; init => field = Check.Range("threads", value, value is >= 0 and <= 1024, "0 … 1024 (0 = one for each processor)"); }

    private static int? Side(string name, int? value) => value is { } side ? Check.Range(name, side, side is >= 1 and <= 4096, "1 … 4096") : null;
}
