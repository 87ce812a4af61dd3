using System.Text.Json;

namespace Feedforward.Cli.Tests;

public class OtherCommandTests
{
    [Fact]
    public void Evaluate_tells_accuracy_interval_baseline_and_the_confusion_matrix()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), data = folder.At("points.csv");
        var expected = Model.Load(path).Evaluate(Formats.Csv.Read(data));
        var text = Cli.Run("evaluate", path, data).Expect(0);
        foreach (string word in new[] { $"{expected.Correct} of 60", "95 % interval", "majority baseline 50.0 %", "Confusion matrix", "left", "right" })
            Assert.Contains(word, text.Out, StringComparison.Ordinal);
        var json = Cli.Run("evaluate", path, data, "--json").Expect(0).Events.Single();
        Assert.Equal(expected.Accuracy, json.GetProperty("accuracy").GetDouble());
        Assert.Equal(expected.Cost, json.GetProperty("cost").GetDouble());
        Assert.Equal(expected.Confusion.SelectMany(r => r), json.GetProperty("confusion").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(n => n.GetInt32()));
        Assert.Equal(60, json.GetProperty("rows").GetInt32());
        Assert.Equal(20, Cli.Run("evaluate", path, data, "--json", "--limit", "20").Expect(0).Events.Single().GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Evaluate_tells_the_errors_of_numbers()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("plane.csv", Samples.Plane()), path = folder.At("plane.safetensors");
        Cli.Run(["train", data, "--target", "z", "--out", path, .. Samples.Quick]).Expect(0);
        Assert.Contains("mean baseline rmse", Cli.Run("evaluate", path, data).Expect(0).Out, StringComparison.Ordinal);
        var json = Cli.Run("evaluate", path, data, "--json").Expect(0).Events.Single();
        foreach (string name in new[] { "rmse", "mae", "r_squared", "baseline" }) Assert.Equal(JsonValueKind.Number, json.GetProperty(name).ValueKind);
    }

    [Fact]
    public void Evaluate_counts_unknown_classes_as_wrong_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), data = folder.Write("more.csv", Samples.Points(20) + "0,0,red,up\n");
        var result = Cli.Run("evaluate", path, data).Expect(0).Says("FF2358", "up");
        Assert.Contains("1 row has a class that was not seen", result.Out, StringComparison.Ordinal);
        Cli.Run("evaluate", path, folder.Write("blank.csv", Samples.Points(3) + "0,0,red,\n")).Expect(3).Says("FF2340", "blank.csv:5:4");
        Cli.Run("evaluate", path, folder.Write("none.csv", "x,y,colour\n1,2,red\n")).Expect(2).Says("FF1203", "kind");
    }

    [Fact]
    public void Inspect_shows_layers_pipeline_provenance_and_hash()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        var model = Model.Load(path);
        var text = Cli.Run("inspect", path).Expect(0);
        foreach (string word in new[] { "4×4", "relu", "softmax", "30", "x (numbers)", "colour (categories)", "one of 2 classes: left, right", "optimizer", model.WeightsHash })
            Assert.Contains(word, text.Out, StringComparison.Ordinal);
        Assert.Contains("全连接", Cli.Run("inspect", path, "--lang", "zh").Expect(0).Out, StringComparison.Ordinal);
        var json = Cli.Run("inspect", path, "--json").Expect(0).Events.Single();
        Assert.Equal(model.WeightsHash, json.GetProperty("weights_hash").GetString());
        Assert.Equal(30, json.GetProperty("parameters").GetInt32());
        Assert.Equal(2, json.GetProperty("layers").GetArrayLength());
        Assert.Equal("kind", json.GetProperty("pipeline").GetProperty("target").GetProperty("column").GetString());
    }

    [Fact]
    public void Gradcheck_proves_a_model_and_a_network_on_data_worst_first()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        Assert.Contains("passed: 30 derivatives", Cli.Run("gradcheck", path).Expect(0).Out, StringComparison.Ordinal);
        var json = Cli.Run("gradcheck", folder.At("points.csv"), "--target", "kind", "--hidden", "5", "--activation", "tanh", "--l2", "0.1", "--json").Expect(0).Events.Single();
        Assert.True(json.GetProperty("passed").GetBoolean());
        double[] ratios = [.. json.GetProperty("worst").EnumerateArray().Select(d => d.GetProperty("ratio").GetDouble())];
        Assert.Equal(ratios.OrderDescending(), ratios);
        string curve = Cli.Run("gradcheck", path, "--max", "5", "--curve").Expect(0).Out;
        Assert.Contains("1e-1", curve, StringComparison.Ordinal);
        Assert.Contains("1e-12", curve, StringComparison.Ordinal);
        Cli.Run("gradcheck", path, "--max", "0").Expect(2).Says("--max");
        Cli.Run("gradcheck", path, "--eps", "2").Expect(2).Says("--eps");
    }

    [Fact]
    public void Gradcheck_that_does_not_hold_exits_5()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("gradcheck", Samples.Model(folder), "--eps", "0.9").Expect(5).Says("FF9401");
        Assert.Contains("FAILED", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_are_listed_and_written_and_never_replaced_without_force()
    {
        using var folder = new TemporaryFolder();
        string list = Cli.Run("data").Expect(0).Out;
        Assert.All(Generators.All, g => Assert.Contains(g.Name, list, StringComparison.Ordinal));
        Assert.All(new[] { "mnist", "fashion-mnist" }, name => Assert.Contains(name, list, StringComparison.Ordinal));
        string path = folder.At("s.csv");
        Assert.Equal(path + "\n", Cli.Run("data", "spiral", "--n", "50", "--noise", "0", "--seed", "3", "--out", path).Expect(0).Out);
        string text = File.ReadAllText(path);
        Assert.Equal(51, text.TrimEnd('\n').Split('\n').Length);
        Cli.Run("data", "spiral", "--out", path).Expect(2).Says("FF1240", "--force");
        Assert.Equal(text, File.ReadAllText(path));
        Cli.Run("data", "spiral", "--n", "10", "--out", path, "--force").Expect(0);
        Assert.Equal(11, File.ReadAllLines(path).Length);
        Assert.Equal(text, Cli.Run("data", "spiral", "--n", "50", "--noise", "0", "--seed", "3", "--out", "-").Expect(0).Out);
        Cli.Run("data", "spiral", "--n", "0", "--out", path, "--force").Expect(2).Says("FF1001", "--n");
        Cli.Run("data", "digits", "--noise", "1", "--out", path, "--force").Expect(2).Says("FF9133", "--noise");
    }

    [Fact]
    public void Images_are_written_with_their_labels()
    {
        using var folder = new TemporaryFolder();
        Cli.Start(folder.Path, [], "data", "digits", "--n", "20").Expect(0);
        Assert.Equal(["digits-images-idx3-ubyte", "digits-labels-idx1-ubyte"], folder.Files);
        var images = Formats.Idx.ReadImages(folder.At("digits-images-idx3-ubyte"));
        Assert.Equal(Generators.Digits(20).Bytes.ToArray(), images.Bytes.ToArray());
        Assert.Equal(Generators.Digits(20).Labels, images.Labels);
        Cli.Start(folder.Path, [], "data", "digits", "--n", "20").Expect(2).Says("FF1240");
    }

    [Fact]
    public void Published_data_that_are_not_there_are_not_fetched_but_named()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("train", "mnist", "--data-dir", folder.Path, "--out", folder.At("m.safetensors"));
        if (result.Code == 0) return;
        result.Expect(3).Says("FF2241", "train-images-idx3-ubyte");
    }

    [Fact]
    public void A_download_that_cannot_be_reached_is_an_error_of_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Cli.Run("data", "mnist", "--download", "--data-dir", folder.Path, "--url", "http://127.0.0.1:9/").Expect(3).Says("FF2251");
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public void Doctor_finds_this_machine_in_order()
    {
        string text = Cli.Run("doctor").Expect(0).Out;
        foreach (string word in new[] { "Processor", "bits", "Gradients are right", "Same bits as the reference back end", "A small network learns", Model.Version })
            Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split('\n').Count(line => line.StartsWith('✔')));
    }
}
