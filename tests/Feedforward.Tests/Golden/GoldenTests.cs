using System.Text.Json;

namespace Feedforward.Tests.Golden;

/// <summary>Twenty steps of training end where PyTorch and scikit-learn end: <c>make_golden.py</c> wrote <c>golden.json</c>.</summary>
public class GoldenTests(ITestOutputHelper output)
{
    private static readonly JsonElement[] Cases = [.. Load()];

    public static TheoryData<string> Names => [.. Cases.Where(c => Rule(c) != "lbfgs").Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Twenty_steps_end_where_another_library_ends(string name)
    {
        var golden = Cases.Single(c => c.GetProperty("name").GetString() == name);
        var (trainer, data) = Start(golden, Options(golden));
        var last = trainer.Epochs(data).Last();
        Assert.Equal(20, last.Step);
        double worst = Distance(trainer.Parameters, golden.GetProperty("end"));
        output.WriteLine($"{name}: {worst:e2} of the largest weight");
        Assert.True(worst <= 1e-4, $"{name}: {worst:e2}");
    }

    [Fact]
    public void L_bfgs_finds_the_minimum_of_softmax_regression_that_scipy_finds()
    {
        var golden = Cases.Single(c => Rule(c) == "lbfgs");
        var options = new TrainingOptions { Optimizer = new Lbfgs(), Penalty = new L2(golden.GetProperty("l2").GetSingle()), Epochs = 500 };
        var (trainer, data) = Start(golden, options);
        var last = trainer.Epochs(data).Last();
        Assert.Equal(StopReason.Converged, trainer.StopReason);
        Assert.Equal(golden.GetProperty("minimum").GetDouble(), last.TrainingCost + last.Penalty, 1e-7);
        double worst = Distance(trainer.Parameters, golden.GetProperty("end"));
        output.WriteLine($"{last.Number} iterations, {worst:e2} of the largest weight");
        Assert.True(worst <= 1e-3, $"{worst:e2}");
    }

    private static (Trainer Trainer, Dataset Data) Start(JsonElement golden, TrainingOptions options)
    {
        Layer[] layers = [.. golden.GetProperty("layers").EnumerateArray().Select(layer =>
            new Dense(layer.GetProperty("units").GetInt32(), Activation.Parse(layer.GetProperty("activation").GetString()!)))];
        var network = new Network(golden.GetProperty("inputs").GetInt32(), layers);
        var parameters = new Parameters(new ParameterLayout(network));
        for (int l = 0; l < layers.Length; l++)
        {
            parameters.Weights(l).Set(Numbers(golden.GetProperty("start").GetProperty("weights")[l]));
            parameters.Biases(l).Set(Numbers(golden.GetProperty("start").GetProperty("biases")[l]));
        }
        var x = Numbers(golden.GetProperty("x"));
        var data = golden.TryGetProperty("classes", out var classes)
            ? Dataset.From(x, network.Inputs, [.. classes.EnumerateArray().Select(c => c.GetInt32())], network.Outputs)
            : Dataset.FromRows(x, network.Inputs, Numbers(golden.GetProperty("targets")), network.Outputs);
        return (new Trainer(network, parameters, options), data);
    }

    private static TrainingOptions Options(JsonElement golden)
    {
        var rule = golden.GetProperty("optimizer");
        float rate = rule.GetProperty("rate").GetSingle();
        return new TrainingOptions
        {
            Cost = Cost.Parse(golden.GetProperty("cost").GetString()!),
            Optimizer = Rule(golden) switch
            {
                "sgd" => new Sgd(rate) { Momentum = Optional(rule, "momentum"), Nesterov = rule.TryGetProperty("nesterov", out _) },
                "rmsprop" => new RmsProp(rate),
                "adam" => new Adam(rate, Epsilon: rule.TryGetProperty("epsilon", out var epsilon) ? epsilon.GetSingle() : 1e-8f),
                _ => new AdamW(rate, Optional(rule, "decay")),
            },
            Penalty = new L2(Optional(golden, "l2")),
            Clip = golden.TryGetProperty("clip", out var clip) ? clip.GetSingle() : null,
            LabelSmoothing = Optional(golden, "smoothing"),
            Batch = golden.GetProperty("batch").GetInt32(),
            Epochs = golden.GetProperty("epochs").GetInt32(),
            Shuffle = false,
        };
    }

    private static double Distance(Parameters actual, JsonElement expected)
    {
        double worst = 0;
        for (int l = 0; l < expected.GetProperty("weights").GetArrayLength(); l++)
            foreach (var (values, numbers) in new[] { (actual.Weights(l).ToArray(), expected.GetProperty("weights")[l]), (actual.Biases(l).ToArray(), expected.GetProperty("biases")[l]) })
            {
                double[] wanted = [.. numbers.EnumerateArray().Select(n => n.GetDouble())];
                double largest = wanted.Max(Math.Abs);
                worst = Math.Max(worst, values.Zip(wanted).Max(pair => Math.Abs(pair.First - pair.Second)) / largest);
            }
        return worst;
    }

    private static string Rule(JsonElement golden) => golden.GetProperty("optimizer").GetProperty("name").GetString()!;

    private static float Optional(JsonElement element, string name) => element.TryGetProperty(name, out var number) ? number.GetSingle() : 0;

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetSingle())];

    private static JsonElement[] Load()
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("golden.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(c => c.Clone())];
    }
}
