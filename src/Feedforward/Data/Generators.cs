namespace Feedforward;

/// <summary>Data made here: small tables that show a phenomenon, and digits to start with. The same seed gives the same data on every machine.</summary>
public static partial class Generators
{
    /// <summary>
    /// Digits 0–9 that look written by hand: 28×28 pixels, white on black, centred; each run of ten holds each digit once. Several ways of writing
    /// each digit, with random slant, scale, rotation, thickness, pressure, elastic distortion and noise.
    /// </summary>
    /// <param name="count">Number of images, 1 to 2,000,000.</param>
    /// <param name="seed">Image i depends on the seed and on i alone: fewer images are the first of more.</param>
    /// <exception cref="OptionException">FF1001: the count is out of range.</exception>
    public static ImageSet Digits(int count = 20_000, ulong seed = 42)
    {
        RequireRange(nameof(count), count, 1, 2_000_000);
        const int size = Feedforward.Digits.Side * Feedforward.Digits.Side;
        byte[] pixels = new byte[count * size];
        int[] labels = new int[count];
        Parallel.For(0, count, image =>
        {
            labels[image] = Feedforward.Digits.Label(seed, image);
            Feedforward.Digits.Draw(seed, image, labels[image], pixels.AsSpan(image * size, size));
        });
        return new ImageSet(pixels, Feedforward.Digits.Side, Feedforward.Digits.Side, labels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "digits");
    }

    private static void RequireRange(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) throw Errors.Option("FF1001", name, value, $"{low} … {high}");
    }
}
