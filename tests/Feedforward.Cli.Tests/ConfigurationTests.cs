namespace Feedforward.Cli.Tests;

/// <summary>Training from a configuration: what it means, what goes before what, and that everything in force can be written down and run again.</summary>
public class ConfigurationTests
{
    private static readonly string[] Usual = ["--target", "kind", "--threads", "1"];

    public static TheoryData<string> Variants =>
    [
        "", "--hidden none", "--hidden 5", "--hidden 7,6,5 --activation tanh,leaky-relu(0.2),selu", "--activation sigmoid --init nielsen", "--hidden 6 --init he,lecun",
        "--output sigmoid", "--output sigmoid --cost quadratic", "--optimizer sgd", "--optimizer sgd --momentum 0.8 --lr 0.03", "--optimizer sgd --nesterov",
        "--optimizer rmsprop --rho 0.8 --epsilon 1e-6", "--optimizer adam --beta1 0.8 --beta2 0.99 --epsilon 1e-7 --lr .004", "--optimizer adamw", "--weight-decay 0.05",
        "--optimizer lbfgs", "--optimizer lbfgs --max-evaluations 9 --l2 0.01", "--schedule step(2,0.7)", "--schedule cosine(2)", "--schedule one-cycle(0.4)",
        "--schedule halve-on-plateau(1,4)", "--schedule exponential(0.9)", "--l1 0.001", "--l2 1e-3 --l1 2e-4", "--nielsen-lambda 0.3", "--dropout 0.3 --input-dropout 0.1",
        "--clip 0.5", "--max-norm 2", "--smoothing 0.1", "--batch 0", "--batch 1", "--batch 7 --seed 18446744073709551615", "--patience 2", "--epochs 9 --patience 3",
        "--measure-training", "--validation 0", "--validation 0 --test 0", "--validation 0.1 --test 0.3 --split random", "--validation last:12", "--validation 9 --test 10",
        "--validation test", "--split group:x", "--split time:x", "--test-data other.csv", "--validation other.csv", "--limit 20", "--ignore colour",
        "--ignore x,colour --scaling min-max", "--scaling robust", "--use colour", "--backend reference", "--task classification",
    ];

    [Theory, MemberData(nameof(Variants))]
    public void What_is_in_force_gives_the_same_model_again(string flags)
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        folder.Write("other.csv", Samples.Points(20));
        string[] args = flags.Length == 0 ? [] : flags.Replace("other.csv", folder.At("other.csv"), StringComparison.Ordinal).Split(' ');
        if (!flags.Contains("--epochs", StringComparison.Ordinal)) args = [.. args, "--epochs", "4"];
        RequireSame(folder, [folder.At("points.csv"), .. Usual, .. args]);
    }

    [Theory]
    [InlineData("xor --epochs 2")]
    [InlineData("ridge --epochs 2")]
    [InlineData("flowers --epochs 3 --hidden 8")]
    [InlineData("ridge --epochs 2 --task regression --target y --limit 50")]
    [InlineData("digits --limit 300 --epochs 1 --hidden 10")]
    [InlineData("digits --limit 300 --epochs 1 --hidden 10 --scale 256 --split random --test 100 --validation last:50")]
    public void Data_by_name_give_the_same_model_again(string line)
    {
        using var folder = new TemporaryFolder();
        RequireSame(folder, [.. line.Replace("--target y", "--target z", StringComparison.Ordinal).Split(' '), "--threads", "1"]);
    }

    [Fact]
    public void A_number_and_images_in_a_file_give_the_same_model_again()
    {
        using var folder = new TemporaryFolder();
        folder.Write("plane.csv", Samples.Plane());
        RequireSame(folder, [folder.At("plane.csv"), "--target", "z", "--epochs", "3"]);
        Cli.Run("data", "digits", "--n", "200", "--out", folder.At("small-images-idx3-ubyte")).Expect(0);
        RequireSame(folder, [folder.At("small-images-idx3-ubyte"), "--epochs", "1", "--hidden", "6"]);
    }

    [Fact]
    public void Published_images_give_the_same_model_again()
    {
        string mnist = Path.Combine(PublishedData.Folder, "mnist");
        Assert.SkipUnless(Directory.Exists(mnist), "no mnist here");
        using var folder = new TemporaryFolder();
        RequireSame(folder, ["mnist", "--data-dir", PublishedData.Folder, "--limit", "500", "--epochs", "1", "--hidden", "10"]);
        RequireSame(folder, ["mnist", "--data-dir", PublishedData.Folder, "--limit", "500", "--epochs", "1", "--hidden", "10", "--test", "0", "--validation", "0.1"]);
    }

    [Fact]
    public void A_dry_run_writes_nothing_and_its_text_without_comments_is_plain_JSON()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run(["train", data, .. Usual, "--dry-run"]).Expect(0).Says("Data     points.csv · 60 rows", "Split    42 train");
        Assert.Contains("// --target", result.Out, StringComparison.Ordinal);
        Assert.Contains("// by default", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1", result.Error, StringComparison.Ordinal);
        Assert.Equal(["points.csv"], folder.Files);
        using var json = System.Text.Json.JsonDocument.Parse(Cli.Run(["train", data, .. Usual, "--dry-run", "--json"]).Expect(0).Out);
        Assert.Equal(0.003, json.RootElement.GetProperty("train").GetProperty("lr").GetDouble());
        Assert.Equal(["points.csv"], folder.Files);
        Cli.Run(["train", data, .. Usual, "--dry-run", "--output", "softmax", "--cost", "quadratic"]).Expect(2).Says("FF1104");
        Cli.Run("train", folder.At("none.csv"), "--target", "y", "--dry-run").Expect(3);
    }

    [Fact]
    public void The_command_line_goes_before_set_and_set_before_the_file()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"train\": { \"lr\": 0.5, \"batch\": 8, \"epochs\": 9 }, \"data\": { \"train\": \"xor\" } }");
        var shown = Shown([config, "--set", "train.batch=4", "--lr", "0.25", "--set", "train.lr=0.125"]);
        Assert.Equal(0.25, shown.GetProperty("train").GetProperty("lr").GetDouble());
        Assert.Equal(4, shown.GetProperty("train").GetProperty("batch").GetInt32());
        Assert.Equal(9, shown.GetProperty("train").GetProperty("epochs").GetInt32());
        Assert.Equal("moons", Shown([config, "--set", "data.train=moons"]).GetProperty("data").GetProperty("train").GetString());
        Assert.Equal(0.125, Shown(["xor", "--set", "train.lr=0.125"]).GetProperty("train").GetProperty("lr").GetDouble());
    }

    [Fact]
    public void Epochs_given_anywhere_switch_early_stopping_off()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"epochs\": 9 } }");
        Assert.Equal(0, Shown([config]).GetProperty("train").GetProperty("patience").GetInt32());
        Assert.Equal(0, Shown(["xor", "--set", "train.epochs=9"]).GetProperty("train").GetProperty("patience").GetInt32());
        Assert.Equal(5, Shown([config, "--patience", "5"]).GetProperty("train").GetProperty("patience").GetInt32());
    }

    [Fact]
    public void A_nearer_value_replaces_one_that_says_the_same_in_another_way()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"l2\": 0.1, \"beta1\": 0.8, \"nesterov\": false } }");
        Assert.False(Shown([config, "--nielsen-lambda", "3"]).GetProperty("train").TryGetProperty("l2", out _));
        Cli.Run("train", config, "--dry-run", "--optimizer", "sgd").Expect(0).Says("a.json:1:62: train.beta1 does not go with sgd and is left out.");
        Cli.Run("train", folder.Write("b.json", "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"l2\": 0.1, \"nielsen_lambda\": 1 } }")).Expect(2)
            .Says("FF9113", "b.json:1:48 and ", "b.json:1:71");
    }

    [Fact]
    public void Switches_are_on_or_off()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"optimizer\": \"sgd\", \"nesterov\": true } }");
        Assert.True(Shown([config]).GetProperty("train").GetProperty("nesterov").GetBoolean());
        Assert.False(Shown([config, "--set", "train.nesterov=false"]).GetProperty("train").GetProperty("nesterov").GetBoolean());
        Assert.True(Shown(["xor", "--optimizer", "sgd", "--nesterov", "--set", "train.nesterov=false"]).GetProperty("train").GetProperty("nesterov").GetBoolean());
    }

    [Fact]
    public void Words_of_other_programs_are_understood_with_a_note()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"eta\": 0.1, \"weight-decay\": 0, \"max_iter\": 3, \"loss\": \"log-likelihood\" } }");
        Cli.Run("train", config, "--dry-run").Expect(0)
            .Says("eta is called train.lr here.", "weight-decay is called train.weight_decay here.", "max_iter is called train.epochs here.", "loss is called train.cost here.");
    }

    [Fact]
    public void Paths_start_from_the_folder_of_the_configuration()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("deep"));
        folder.Write("deep/points.csv", Samples.Points());
        folder.Write("deep/other.csv", Samples.Points(10));
        folder.Write("deep/a.json", "{ \"data\": { \"train\": \"points.csv\", \"target\": \"kind\", \"test_data\": \"other.csv\", \"validation\": \"other.csv\" }, \"train\": { \"epochs\": 1 } }");
        string shown = Cli.Start(folder.Path, [], "train", "deep/a.json", "--dry-run").Expect(0).Out;
        Assert.Contains("\"train\": \"deep/points.csv\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"test_data\": \"deep/other.csv\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"validation\": \"deep/other.csv\"", shown, StringComparison.Ordinal);
        folder.Write("b.json", shown);
        Assert.Equal("runs/points-1", Cli.Start(folder.Path, [], "train", "b.json").Expect(0).LastLine);
    }

    [Theory]
    [InlineData("{ \"data\": { ", true)]
    [InlineData("// first\n/* second */ { \"$schema\": \"x\"", true)]
    [InlineData("{ \"modle\": {", true)]
    [InlineData("{ data: {", true)]
    [InlineData("{ }", true)]
    [InlineData("[ { \"data\": { } } ]", false)]
    [InlineData("{ \"data\": [ [1, 2] ] }", true)]
    [InlineData("{ \"train\": 3 }", true)]
    [InlineData("{ \"train\": 3, \"model\": { } }", true)]
    [InlineData("{ \"train\": 3, \"passengers\": 1 }", false)]
    [InlineData("{ \"train\": 3 }\n{ \"train\": 4 }", false)]
    [InlineData("{ \"sepal_length\": 5.1, \"species\": \"setosa\" }", false)]
    [InlineData("{ \"columns\": { \"0\": 1 } }", false)]
    [InlineData("", false)]
    [InlineData("5", false)]
    public void Rows_in_JSON_are_not_taken_for_a_configuration(string text, bool configuration)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(configuration, ConfigurationFile.Is(folder.Write("a.json", text)));
        Assert.False(ConfigurationFile.Is(folder.Write("a.jsonl", text)));
        Assert.True(ConfigurationFile.Is(folder.Write("feedforward.json", text)));
        Assert.False(ConfigurationFile.Is(folder.At("nothing.json")));
    }

    [Fact]
    public void A_gradient_check_takes_a_configuration()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a.json", "{ \"data\": { \"train\": \"xor\" }, \"model\": { \"hidden\": [3], \"activation\": \"tanh\" }, \"train\": { \"optimizer\": \"sgd\", \"momentum\": 0.9 } }");
        Cli.Run("gradcheck", config).Expect(0).Says("2 → 3 tanh → 2 softmax");
    }

    [Fact]
    public void Every_flag_about_data_network_and_training_has_a_key_of_its_own()
    {
        Assert.Equal(ConfigurationKeys.All.Count, ConfigurationKeys.All.Select(f => f.Path).Distinct().Count());
        foreach (var flag in TrainFlags.All.Where(f => f.Group is FlagGroup.Data or FlagGroup.Network or FlagGroup.Training or FlagGroup.Overfitting))
        {
            Assert.Contains(flag, ConfigurationKeys.All);
            Assert.NotEqual(Shape.None, flag.Shape);
            Assert.Equal(flag, ConfigurationKeys.Find(flag.Section!, flag.Member, null));
            foreach (string synonym in flag.Synonyms) Assert.Equal(flag, ConfigurationKeys.Find(flag.Section!, synonym.TrimStart('-'), null));
        }
        foreach (string key in new[] { "data.train", "data.target", "data.validation", "model.hidden", "train.lr", "train.l2", "train.dropout" })
            Assert.Contains(key, ConfigurationKeys.All.Select(f => f.Path));
    }

    /// <summary>The model of a command line, and that of what the command line says is in force, in another folder.</summary>
    private static void RequireSame(TemporaryFolder folder, string[] args)
    {
        string shown = Cli.Run(["train", .. args, "--dry-run"]).Expect(0).Out;
        string config = folder.Write("shown.json", shown);
        string first = Trained([.. args], folder.At("first.safetensors")), second = Trained([config], folder.At("second.safetensors"));
        Assert.True(first == second, shown);
        Assert.Equal(Values(shown), Values(Cli.Run("train", config, "--dry-run").Expect(0).Out));
    }

    private static string Trained(string[] args, string path)
    {
        Cli.Run(["train", .. args, "--out", path, "--force", "--quiet"]).Expect(0);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
    }

    /// <summary>The lines without what stands beside them.</summary>
    private static IEnumerable<string> Values(string text) => text.Split('\n').Select(line => line.Split("  //")[0].TrimEnd());

    private static System.Text.Json.JsonElement Shown(string[] args) =>
        System.Text.Json.JsonDocument.Parse(Cli.Run(["train", .. args, "--dry-run", "--json"]).Expect(0).Out).RootElement;
}
