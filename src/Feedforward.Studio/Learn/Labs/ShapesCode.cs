namespace Feedforward.Studio.Learn.Labs;

/// <summary>The experiment of the first lab as C#.</summary>
internal static class ShapesCode
{
    internal static string Of(ShapesData data, IReadOnlyList<(int Units, string Activation)> layers, string eta)
    {
        string network = string.Join(",\n    ", layers.Select(layer => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"new Dense({layer.Units}, Activation.Parse(\"{layer.Activation}\"))")));
        return $$"""
            using Feedforward;

            var network = new Network({{data.Rows.Columns}},
                {{network}});
            Console.WriteLine(network);

            {{Rows(data)}}

            var model = new Model(network);
            var options = new TrainingOptions { Optimizer = new Sgd({{eta}}f), Batch = {{(data.Rows.Rows < 10 ? 0 : 10)}}, Epochs = 50 };
            foreach (var epoch in model.Epochs(rows, null, options))
                Console.WriteLine($"epoch {epoch.Number}   cost {epoch.TrainingCost:0.0000}");
            Console.WriteLine(model.Evaluate(rows));
            """;
    }

    private static string Rows(ShapesData data) => data switch
    {
        { Name: "example" } => "var rows = Dataset.From([0f, 0, 0, 1, 1, 0, 1, 1], 2, [0, 1, 1, 0], 2);",
        { AreImages: true } => $$"""
            var images = Generators.Digits({{ShapesData.Images}});
            var rows = Dataset.From(images.Bytes.Span, images.Size, [.. images.Labels!], 10);
            """,
        _ => $$"""
            var table = ((TableGenerator)Generators.Find("{{data.Name}}")!).Make();
            var (x, y) = ((NumberColumn)table["x"], (NumberColumn)table["y"]);
            var labels = (TextColumn)table["class"];
            float[] inputs = [.. Enumerable.Range(0, table.Rows).SelectMany(i => new[] { (float)x[i]!.Value, (float)y[i]!.Value })];
            var rows = Dataset.From(inputs, 2, [.. Enumerable.Range(0, table.Rows).Select(labels.Code)], labels.Values.Count);
            """,
    };
}
