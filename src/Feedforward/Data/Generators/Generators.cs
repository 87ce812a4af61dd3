namespace Feedforward;

/// <summary>Data made here: small tables that show a phenomenon, and digits to start with. The same seed gives the same data on every machine.</summary>
public static partial class Generators
{
    /// <summary>The seed where none is given.</summary>
    public const ulong DefaultSeed = 42;

    /// <summary>All generators.</summary>
    public static IReadOnlyList<Generator> All { get; } = Array.AsReadOnly<Generator>(
    [
        new ImageGenerator("digits", 30_000, MakeDigits),
        new TableGenerator("flowers", 333, 1, "species", MakeFlowers),
        new TableGenerator("xor", 400, 0.35, "class", MakeXor),
        new TableGenerator("spiral", 600, 0.06, "class", MakeSpiral),
        new TableGenerator("moons", 400, 0.15, "class", MakeMoons),
        new TableGenerator("circles", 400, 0.1, "class", MakeCircles),
        new TableGenerator("blobs", 450, 0.8, "class", MakeBlobs),
        new TableGenerator("plane", 500, 0.05, "z", MakePlane),
        new TableGenerator("ridge", 1000, 0.05, "z", MakeRidge),
        new TableGenerator("saddle", 800, 0.05, "z", MakeSaddle),
        new TableGenerator("hills", 1500, 0.03, "z", MakeHills),
    ]);

    /// <summary>The generator of that name, or null.</summary>
    public static Generator? Find(string name) => All.FirstOrDefault(generator => generator.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Digits 0–9 that look written by hand: 28×28 pixels, white on black, centred; each run of ten holds each digit once. Several ways of writing
    /// each digit, with random slant, scale, rotation, thickness, pressure, elastic distortion and noise.
    /// </summary>
    /// <param name="count">Number of images, 1 to 2,000,000; null takes 30,000.</param>
    /// <param name="seed">Image i depends on the seed and on i alone: fewer images are the first of more.</param>
    /// <exception cref="OptionException">FF1001: the count is out of range.</exception>
    public static ImageSet Digits(int? count = null, ulong seed = DefaultSeed) => ((ImageGenerator)Find("digits")!).Make(count, seed);

    private static ImageSet MakeDigits(int count, ulong seed)
    {
        const int side = Feedforward.Digits.Side, size = side * side;
        byte[] pixels = new byte[count * size];
        int[] labels = new int[count];
        Parallel.For(0, count, image =>
        {
            labels[image] = Feedforward.Digits.Label(seed, image);
            Feedforward.Digits.Draw(seed, image, labels[image], pixels.AsSpan(image * size, size));
        });
        return new ImageSet(pixels, side, side, labels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "digits");
    }

    /// <summary>The random numbers of a row; each generator has a stream of its own.</summary>
    private static Draws RowDraws(ulong seed, GeneratorStream stream, int row) =>
        new(new RandomStream(seed, Purpose.Generator, (int)stream), 64L * row);

    /// <summary>A number as a person would have written it down.</summary>
    private static double Rounded(double value, int digits) => Math.Round(value, digits) + 0.0;
}

/// <summary>Which random numbers a generator draws; the numbers are part of what it makes and never change.</summary>
internal enum GeneratorStream
{
    DigitLabels = 0,
    DigitImages = 1,
    Flowers = 2,
    Xor = 3,
    Spiral = 4,
    Moons = 5,
    Circles = 6,
    Blobs = 7,
    Plane = 8,
    Ridge = 9,
    Saddle = 10,
    Hills = 11,
}
