namespace Feedforward.Studio.Learn;

/// <summary>One lab of the course: its number, the requirements of the tutorial that it shows, and the component that plays it.</summary>
/// <param name="Number">1 to 12, its place in the contents.</param>
/// <param name="Slug">The name of its texts: <c>lab.SLUG.title</c>, and <c>docs/learn/NN-SLUG.md</c>.</param>
/// <param name="Topics">What of the tutorial it shows: T1 to T13.</param>
/// <param name="Component">Its component, or null where it is still to come.</param>
public sealed record Lab(int Number, string Slug, IReadOnlyList<int> Topics, Type? Component)
{
    /// <summary>The course, in order.</summary>
    public static IReadOnlyList<Lab> All { get; } =
    [
        new(1, "shapes", [1], typeof(Labs.Shapes)),
        new(2, "activations", [2, 3], null),
        new(3, "two-costs", [4, 5, 6], typeof(Labs.TwoCosts)),
        new(4, "softmax", [7], typeof(Labs.Softmax)),
        new(5, "downhill", [8], null),
        new(6, "backpropagation", [9], typeof(Labs.BackpropagationLab)),
        new(7, "overfitting", [10], typeof(Labs.Overfitting)),
        new(8, "regularisation", [11, 12, 13], null),
        new(9, "initialisation", [], null),
        new(10, "vanishing", [], null),
        new(11, "search", [], null),
        new(12, "free-play", [], null),
    ];

    /// <summary>The lab of that number, or null.</summary>
    public static Lab? Find(int number) => All.FirstOrDefault(lab => lab.Number == number);

    public bool IsReady => Component is not null;

    public string Title => Texts.Get("lab." + Slug + ".title");

    public string Question => Texts.Get("lab." + Slug + ".question");

    public string Address => "/learn/" + Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The nearest lab before or after this one that is ready, or null.</summary>
    public Lab? Neighbour(int direction) =>
        direction < 0 ? All.LastOrDefault(lab => lab.Number < Number && lab.IsReady) : All.FirstOrDefault(lab => lab.Number > Number && lab.IsReady);
}
