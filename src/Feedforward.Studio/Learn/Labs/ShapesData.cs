namespace Feedforward.Studio.Learn.Labs;

/// <summary>Data of the lab: rows, and where they lie in the plane if they are points of it.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Usual">The layers that are offered for them.</param>
/// <param name="Plane">The square of the plane that is drawn, or null.</param>
public sealed record ShapesData(string Name, Dataset Rows, IReadOnlyList<string> Classes, string Usual, PlaneSquare? Plane)
{
    /// <summary>Images that the lab learns from.</summary>
    public const int Images = 1000;

    private static readonly Dictionary<string, Lazy<ShapesData>> All = new()
    {
        ["example"] = new(Example),
        ["circles"] = new(() => Points("circles", "4tanh-2softmax")),
        ["xor"] = new(() => Points("xor", "4tanh-2softmax")),
        ["moons"] = new(() => Points("moons", "6tanh-2softmax")),
        ["spiral"] = new(() => Points("spiral", "8relu-8relu-3softmax")),
        ["blobs"] = new(() => Points("blobs", "3tanh-3softmax")),
        ["digits"] = new(Digits),
    };

    /// <summary>The names of all.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <summary>Whether each row is an image.</summary>
    public bool AreImages => Rows.Columns == DrawnDigit.Side * DrawnDigit.Side;

    /// <summary>The data of a name; made once.</summary>
    public static ShapesData Of(string name) => All[name].Value;

    /// <summary>The inputs of a row.</summary>
    public float[] Inputs(int row)
    {
        var inputs = new float[Rows.Columns];
        Rows.CopyInputs(row, inputs);
        return inputs;
    }

    /// <summary>One row as data of its own.</summary>
    public Dataset Single(ReadOnlySpan<float> inputs, int row) => Dataset.From(inputs, Rows.Columns, [Rows.Classes[row]], Classes.Count);

    /// <summary>The four rows of "one or the other", for the tutorial's network of 2, 3 and 2 neurons.</summary>
    private static ShapesData Example() => new("example", Dataset.From([0f, 0, 0, 1, 1, 0, 1, 1], 2, [0, 1, 1, 0], 2), ["0", "1"], "3sigmoid-2sigmoid", null);

    private static ShapesData Points(string name, string usual)
    {
        var table = ((TableGenerator)Generators.Find(name)!).Make();
        var (x, y) = ((NumberColumn)table["x"], (NumberColumn)table["y"]);
        var labels = (TextColumn)table["class"];
        string[] classes = [.. labels.Values];
        float[] inputs = [.. Enumerable.Range(0, table.Rows).SelectMany(row => new[] { (float)x[row]!.Value, (float)y[row]!.Value })];
        var rows = Dataset.From(inputs, 2, [.. Enumerable.Range(0, table.Rows).Select(labels.Code)], classes.Length);
        return new ShapesData(name, rows, classes, usual, PlaneSquare.Around(inputs));
    }

    private static ShapesData Digits()
    {
        var images = Generators.Digits(Images);
        return new ShapesData("digits", Pipeline.ForImages(images).Apply(images), images.Classes, "30sigmoid-10softmax", null);
    }
}

/// <summary>A square of the plane.</summary>
/// <param name="X">Its centre.</param>
/// <param name="Y">Its centre.</param>
/// <param name="Half">Half of its side.</param>
public sealed record PlaneSquare(float X, float Y, float Half)
{
    /// <summary>The square around points, with a margin.</summary>
    /// <param name="points">x and y of each, one after the other.</param>
    public static PlaneSquare Around(ReadOnlySpan<float> points)
    {
        float left = float.PositiveInfinity, right = float.NegativeInfinity, low = left, high = right;
        for (int i = 0; i < points.Length; i += 2)
        {
            (left, right) = (Math.Min(left, points[i]), Math.Max(right, points[i]));
            (low, high) = (Math.Min(low, points[i + 1]), Math.Max(high, points[i + 1]));
        }
        return new PlaneSquare((left + right) / 2, (low + high) / 2, 1.08f * Math.Max(right - left, high - low) / 2);
    }
}
