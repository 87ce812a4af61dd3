namespace Feedforward.Cli.Tests;

/// <summary>What the defaults reach: figures of nets of this kind on small tables, the mean of some seeds. Tables are tried where they are present.</summary>
public class RecipeTests
{
    private static readonly int[] Seeds = [1, 2, 3];

    [Theory]
    [InlineData("iris.csv", "species", "accuracy", 0.92, 1)]
    [InlineData("wine.csv", "class", "accuracy", 0.95, 1)]
    [InlineData("breast_cancer.csv", "diagnosis", "accuracy", 0.955, 1)]
    [InlineData("digits.csv", "digit", "accuracy", 0.965, 1)]
    [InlineData("penguins.csv", "species", "accuracy", 0.97, 1)]
    [InlineData("diabetes.csv", "target", "r_squared", 0.37, 1)]
    [InlineData("auto_mpg.csv", "mpg", "rmse", 0, 3.1)]
    public void Tables_are_learned_with_defaults_alone(string name, string target, string metric, double low, double high)
    {
        string data = Path.Combine(PublishedData.Folder, name);
        Assert.SkipUnless(File.Exists(data), $"no {name} here");
        using var folder = new TemporaryFolder();
        double[] found = [.. Seeds.Select(seed => Cli
            .Run("train", data, "--target", target, "--seed", $"{seed}", "--out", folder.At($"{seed}.safetensors"), "--json", "--threads", "1").Expect(0)
            .Events[^1].GetProperty(metric).GetDouble())];
        Assert.InRange(found.Average(), low, high);
    }

    [Theory]
    [InlineData("flowers", "accuracy", 0.93, 1)]
    [InlineData("xor", "accuracy", 0.93, 1)]
    [InlineData("spiral", "accuracy", 0.9, 1)]
    [InlineData("ridge", "r_squared", 0.9, 1)]
    public void Generated_tables_are_learned_with_defaults_alone(string name, string metric, double low, double high)
    {
        using var folder = new TemporaryFolder();
        var test = Cli.Run("train", name, "--out", folder.At("m.safetensors"), "--json").Expect(0).Events[^1];
        Assert.InRange(test.GetProperty(metric).GetDouble(), low, high);
    }

    [Fact]
    public void Digits_are_learned_from_a_part_of_them_in_two_epochs()
    {
        using var folder = new TemporaryFolder();
        var test = Cli.Run("train", "digits", "--limit", "6000", "--epochs", "2", "--out", folder.At("m.safetensors"), "--json").Expect(0).Events[^1];
        Assert.InRange(test.GetProperty("accuracy").GetDouble(), 0.85, 1);
        Assert.Equal(0.1, test.GetProperty("baseline").GetDouble(), 1e-9);
    }
}
