using System.Text.Json;

namespace Feedforward.Cli.Tests;

/// <summary>Folds, and how much rows count.</summary>
public class CrossValidationTests
{
    private static readonly string[] Short = ["--epochs", "30", "--lr", "0.05", "--hidden", "6", "--threads", "1"];

    private static string? Type(JsonElement e) => e.GetProperty("t").GetString();

    [Fact]
    public void Folds_are_measured_and_the_model_is_the_one_of_the_usual_training()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points(100)), with = folder.At("with.safetensors"), without = folder.At("without.safetensors");
        Cli.Run(["train", data, "--target", "kind", "--out", without, .. Short]).Expect(0);
        var said = Cli.Run(["train", data, "--target", "kind", "--out", with, "--cv", "5", .. Short]).Expect(0);
        said.Says("5 folds of 85 rows, none of them a test row", "fold 1/5", "fold 5/5", "All folds", " ± ", "The model that is kept");
        Assert.Equal(File.ReadAllBytes(without), File.ReadAllBytes(with));
    }

    [Fact]
    public void Events_tell_of_each_fold_and_of_all()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points(100));
        var events = Cli.Run(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--cv", "4", "--json", .. Short]).Expect(0).Events;
        Assert.Equal(["start", "data", "split", "fold", "fold", "fold", "fold", "cv", "epoch"], events.Select(Type).Where(t => t != "warn").Take(9));
        var folds = events.Where(e => Type(e) == "fold").ToList();
        Assert.Equal([1, 2, 3, 4], folds.Select(f => f.GetProperty("fold").GetInt32()));
        Assert.Equal(85, folds.Sum(f => f.GetProperty("rows").GetInt32()));
        Assert.All(folds, f => Assert.Equal(85, new[] { "train", "validation", "rows" }.Sum(n => f.GetProperty(n).GetInt32())));
        Assert.All(folds, f => Assert.InRange(f.GetProperty("best").GetInt32(), 1, f.GetProperty("epochs").GetInt32()));
        double[] accuracies = [.. folds.Select(f => f.GetProperty("accuracy").GetDouble())];
        var cv = events.Single(e => Type(e) == "cv");
        Assert.Equal(4, cv.GetProperty("folds").GetInt32());
        Assert.Equal(accuracies.Average(), cv.GetProperty("accuracy").GetProperty("mean").GetDouble(), 1e-12);
        Assert.True(cv.GetProperty("accuracy").GetProperty("mean").GetDouble() > 0.9, cv.ToString());
    }

    [Theory]
    [InlineData("z --cv 3", "R²")]
    [InlineData("x,y --cv 3", "rmse")]
    [InlineData("z --cv 3 --split time:x", "rmse")]
    [InlineData("z --cv 3 --validation 0 --test 0", "3 folds of all")]
    [InlineData("z --cv 3 --limit 40", "3 folds of 40 rows")]
    public void Every_task_and_rule_can_be_folded(string flags, string words)
    {
        using var folder = new TemporaryFolder();
        string[] all = flags.Split(' ');
        Cli.Run(["train", folder.Write("plane.csv", Samples.Plane()), "--target", all[0], "--out", folder.At("m.safetensors"), .. Short, .. all[1..]]).Expect(0).Says("All folds", words);
    }

    [Fact]
    public void Images_can_be_folded()
    {
        using var folder = new TemporaryFolder();
        string images = folder.At("x-images-idx3-ubyte");
        Cli.Run("data", "digits", "--n", "200", "--out", images).Expect(0);
        Cli.Run("train", images, "--out", folder.At("m.safetensors"), "--hidden", "12", "--epochs", "2", "--cv", "2").Expect(0).Says("2 folds of 170 rows", "All folds");
    }

    [Fact]
    public void Weights_change_what_is_learned_and_are_told_and_saved()
    {
        using var folder = new TemporaryFolder();
        string text = string.Concat(Samples.Points(90).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => $"{line},{(i == 0 ? "w" : i % 3)}\n"));
        string data = folder.Write("points.csv", text), path = folder.At("m.safetensors");
        Result Train(params string[] more) => Cli.Run(["train", data, "--target", "kind", "--out", path, "--force", .. Short, .. more]).Expect(0);
        Train("--ignore", "w");
        string plain = Model.Load(path).WeightsHash;
        Train("--weight-column", "w").Says("rows weighted by \"w\"");
        var weighted = Model.Load(path);
        Assert.NotEqual(plain, weighted.WeightsHash);
        Assert.Equal(("w", false), (weighted.Pipeline!.WeightColumn, weighted.Pipeline.Columns.Any(c => c.Name == "w")));
        var bare = Cli.Run("evaluate", path, folder.Write("bare.csv", Samples.Points(90)), "--json").Expect(0).Events.Single();
        var full = Cli.Run("evaluate", path, data, "--json").Expect(0).Events.Single();
        Assert.NotEqual(bare.GetProperty("cost").GetDouble(), full.GetProperty("cost").GetDouble());
        Assert.Equal(bare.GetProperty("accuracy").GetDouble(), full.GetProperty("accuracy").GetDouble());
        Assert.Equal("", Cli.Run("predict", path, data).Expect(0).Error);
        Train("--ignore", "w", "--class-weights", "left=3").Says("class weights left=3");
        Assert.NotEqual(plain, Model.Load(path).WeightsHash);
        Assert.Equal("left=3", Model.Load(path).Provenance["class_weights"]);
        Assert.Equal("balanced", Train("--class-weights", "balanced", "--json").Events[0].GetProperty("class_weights").GetString());
    }
}
