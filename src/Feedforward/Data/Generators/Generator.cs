using System.Globalization;

namespace Feedforward;

/// <summary>Makes data of one kind from a seed: a <see cref="TableGenerator"/> or an <see cref="ImageGenerator"/>. All are in <see cref="Generators.All"/>.</summary>
public abstract class Generator
{
    private protected Generator(string name, int count) => (Name, Count) = (name, count);

    /// <summary>The name in commands, for example <c>spiral</c>.</summary>
    public string Name { get; }

    /// <summary>One line that says what the data is, in the language of the reader.</summary>
    public string Description => Errors.Text("generator." + Name);

    /// <summary>Rows or images that are made unless another number is asked for.</summary>
    public int Count { get; }

    /// <summary>The most rows or images that can be asked for.</summary>
    public abstract int MaxCount { get; }

    private protected int Checked(int? count)
    {
        int wanted = count ?? Count;
        Require("count", wanted, 1, MaxCount);
        return wanted;
    }

    private protected static void Require(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            throw Errors.Option("FF1001", name, value, string.Create(CultureInfo.InvariantCulture, $"{low} … {high}"));
    }
}

/// <summary>Makes a table.</summary>
public sealed class TableGenerator : Generator
{
    private readonly Func<int, double, ulong, Table> _make;

    internal TableGenerator(string name, int count, double noise, string target, Func<int, double, ulong, Table> make) : base(name, count) =>
        (Noise, Target, _make) = (noise, target, make);

    /// <summary>The strength of the noise unless another is asked for, in the units of the columns.</summary>
    public double Noise { get; }

    /// <summary>The column to predict.</summary>
    public string Target { get; }

    /// <inheritdoc/>
    public override int MaxCount => 10_000_000;

    /// <summary>Makes the table. Row i depends on the seed and on i alone: fewer rows are the first of more.</summary>
    /// <param name="count">Rows, 1 to <see cref="MaxCount"/>; null takes <see cref="Generator.Count"/>.</param>
    /// <param name="noise">Strength of the noise, 0 to 10; null takes <see cref="Noise"/>.</param>
    /// <param name="seed">Equal seeds give equal tables, on every machine.</param>
    /// <exception cref="OptionException">FF1001: the count or the noise is out of range.</exception>
    public Table Make(int? count = null, double? noise = null, ulong seed = Generators.DefaultSeed)
    {
        int rows = Checked(count);
        double strength = noise ?? Noise;
        Require("noise", strength, 0, 10);
        return _make(rows, strength, seed);
    }
}

/// <summary>Makes images.</summary>
public sealed class ImageGenerator : Generator
{
    private readonly Func<int, ulong, ImageSet> _make;

    internal ImageGenerator(string name, int count, Func<int, ulong, ImageSet> make) : base(name, count) => _make = make;

    /// <inheritdoc/>
    public override int MaxCount => 2_000_000;

    /// <summary>Makes the images. Image i depends on the seed and on i alone: fewer images are the first of more.</summary>
    /// <param name="count">Images, 1 to <see cref="MaxCount"/>; null takes <see cref="Generator.Count"/>.</param>
    /// <param name="seed">Equal seeds give equal images, on every machine.</param>
    /// <exception cref="OptionException">FF1001: the count is out of range.</exception>
    public ImageSet Make(int? count = null, ulong seed = Generators.DefaultSeed) => _make(Checked(count), seed);
}
