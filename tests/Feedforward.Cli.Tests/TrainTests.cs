using System.Text.Json;

namespace Feedforward.Cli.Tests;

public class TrainTests
{
    [Fact]
    public void A_table_is_trained_on_tested_and_saved_and_everything_guessed_is_told()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points()), path = folder.At("m.safetensors");
        var result = Cli.Run("train", data, "--target", "kind", "--out", path, "--epochs", "40", "--lr", "0.05").Expect(0);
        result.Says("points.csv · 60 rows · 2 number columns · 1 text column · binary: 2 classes", "Target \"kind\" holds texts", "stratified, seed 42",
            "4 → 64 relu → 32 relu → 2 softmax", "log-likelihood · adam lr 0.05", "best on validation kept", "Test     accuracy 100.0 %", "majority baseline 5", "95 % interval");
        Assert.Equal(path + "\n", result.Out);
        Assert.Equal(2, Model.Load(path).Network.Outputs);
    }

    [Fact]
    public void A_number_is_predicted_where_the_target_holds_numbers()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("plane.csv", Samples.Plane());
        var result = Cli.Run("train", data, "--target", "z", "--out", folder.At("m.safetensors"), "--epochs", "60", "--lr", "0.02").Expect(0);
        result.Says("predicts the number \"z\"", "(random, seed 42)", "1 identity", "quadratic", "rmse", "mean baseline rmse");
        var events = Events("train", data, "--target", "z", "--out", folder.At("n.safetensors"), "--epochs", "60", "--lr", "0.02");
        var test = events.Single(e => Type(e) == "test");
        Assert.True(test.GetProperty("rmse").GetDouble() < 0.3 * test.GetProperty("baseline").GetDouble());
    }

    [Fact]
    public void Events_come_in_order_and_carry_what_they_should()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var events = Events("train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--epochs", "4", "--hidden", "5,3", "--batch", "10");
        // The number x alone tells the two kinds of points apart.
        Assert.Equal(["start", "data", "split", "warn", "epoch", "hist", "epoch", "hist", "best"], events.Take(9).Select(Type));
        Assert.Equal("FF2416", events[3].GetProperty("code").GetString());
        Assert.Equal([0, 1, 2, 3, 4], events.Where(e => Type(e) == "epoch").Select(e => e.GetProperty("epoch").GetInt32()));
        Assert.Equal(["stop", "test"], events.TakeLast(2).Select(Type));
        var last = events.Last(e => Type(e) == "epoch");
        Assert.Equal(20, last.GetProperty("step").GetInt32());
        foreach (string norms in new[] { "grad_norm", "delta_norm", "weight_norm" }) Assert.Equal(3, last.GetProperty(norms).GetArrayLength());
        Assert.True(last.GetProperty("train").GetProperty("cost").GetDouble() > 0);
        Assert.InRange(last.GetProperty("validation").GetProperty("accuracy").GetDouble(), 0, 1);
        Assert.Equal(0.003, last.GetProperty("lr").GetDouble(), 1e-9);
        Assert.Equal(0, last.GetProperty("zero").GetInt32());
        Assert.True(last.GetProperty("sec").GetDouble() >= 0);
        Assert.Equal(2, last.GetProperty("dead").GetArrayLength());
        var histograms = events.Last(e => Type(e) == "hist");
        Assert.Equal(4, histograms.GetProperty("epoch").GetInt32());
        // 4·5, 5·3 and 3·2 weights.
        foreach (string part in new[] { "weights", "gradients" })
            Assert.Equal([20, 15, 6], histograms.GetProperty(part).EnumerateArray().Select(h => h.GetProperty("counts").EnumerateArray().Sum(n => n.GetInt32())));
        var stop = events[^2];
        Assert.Equal("finished", stop.GetProperty("reason").GetString());
        Assert.Equal(folder.At("m.safetensors"), stop.GetProperty("model").GetString());
        Assert.Equal(Model.Load(folder.At("m.safetensors")).WeightsHash, stop.GetProperty("weights_hash").GetString());
        Assert.Equal(["left", "right"], events[1].GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("stratified", events[2].GetProperty("by").GetString());
        var test = events[^1];
        foreach (string name in new[] { "cost", "accuracy", "baseline", "interval", "rows", "correct" }) Assert.True(test.TryGetProperty(name, out _), name);
    }

    [Fact]
    public void Events_are_the_same_in_Chinese_but_for_their_messages()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        string Run(string language) => string.Join('\n', Cli.Run(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--force", "--json", "--lang", language, .. Samples.Quick])
            .Expect(0).Out.Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"(sec|message|fix)\":(\"([^\"\\\\]|\\\\.)*\"|[^,}]*)", "")).Where(line => !line.Contains("\"t\":\"start\"", StringComparison.Ordinal)));
        Assert.Equal(Run("en"), Run("zh-CN"));
    }

    [Fact]
    public void Equal_runs_write_equal_files_whatever_the_threads_and_the_back_end()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        byte[] Train(params string[] more)
        {
            Cli.Run(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--force", "--epochs", "5", .. more]).Expect(0);
            return File.ReadAllBytes(folder.At("m.safetensors"));
        }
        byte[] first = Train();
        Assert.Equal(first, Train());
        Assert.Equal(first, Train("--threads", "1"));
        Assert.Equal(first, Train("--threads", "3"));
        Assert.Equal(first, Train("--backend", "reference"));
        Assert.Equal(first, Train("--json", "--quiet", "--lang", "zh"));
        Assert.NotEqual(first, Train("--seed", "7"));
    }

    [Fact]
    public void An_existing_file_is_replaced_only_by_force_and_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        byte[] before = File.ReadAllBytes(path);
        string[] again = ["train", folder.At("points.csv"), "--target", "kind", "--out", path, "--seed", "5", .. Samples.Quick];
        var refused = Cli.Run(again).Expect(2).Says("FF1240", "--force");
        Assert.DoesNotContain("Split", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Cli.Run([.. again, "--force"]).Expect(0);
        Assert.NotEqual(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Each_training_has_a_folder_of_its_own_called_after_the_data()
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        string[] args = ["train", "points.csv", "--target", "kind", .. Samples.Quick];
        Assert.Equal("runs/points-1", Cli.Start(folder.Path, [], args).Expect(0).LastLine);
        Assert.Equal("runs/points-2", Cli.Start(folder.Path, [], args).Expect(0).LastLine);
        Assert.Equal(["points.csv"], folder.Files);
        // The checkpoint knows how long the log of events is, in which stand the seconds.
        foreach (string file in new[] { "best.safetensors", "last.safetensors", "config.json", "predictions.csv" })
            Assert.Equal(File.ReadAllBytes(folder.At("runs/points-1/" + file)), File.ReadAllBytes(folder.At("runs/points-2/" + file)));
        Assert.False(File.Exists(folder.At("runs/points-1/run.lock")));
    }

    [Fact]
    public void S22_progress_goes_to_the_error_stream_and_quiet_silences_it()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        string[] args = ["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--force", .. Samples.Quick];
        var spoken = Cli.Run(args).Expect(0).Says("epoch 1/3 train_cost=", "val_cost=", "val_acc=", "best=", "elapsed=", "eta=", "epoch 3/3");
        Assert.DoesNotContain('\r', spoken.Error);
        Assert.DoesNotContain('\e', spoken.Error);
        Assert.Equal("", Cli.Run([.. args, "--quiet"]).Expect(0).Error);
        Assert.Equal("", Cli.Run([.. args, "--quiet", "--json"]).Expect(0).Error);
    }

    [Theory]
    [InlineData(80, "en")]
    [InlineData(120, "zh-CN")]
    public void On_a_terminal_one_line_lives_and_all_lines_fit(int width, string language)
    {
        using var folder = new TemporaryFolder();
        var result = Cli.RunOnTerminal(width, "train", "flowers", "--epochs", "60", "--out", folder.At("m.safetensors"), "--lang", language).Expect(0);
        Assert.Contains('★', result.Error);
        string[] seen = System.Text.RegularExpressions.Regex.Replace(result.Error, @"\e\[[0-9;]*[A-Za-z]", "").Split('\n', '\r');
        Assert.All(seen.Where(line => !line.Contains(folder.Path, StringComparison.Ordinal)), line => Assert.True(TextWrap.Cells(line) <= width, line));
    }

    [Fact]
    public void Continuous_integration_is_no_terminal()
    {
        using var folder = new TemporaryFolder();
        using var error = new StringWriter();
        using var terminal = new Terminal
        {
            Input = Stream.Null,
            Output = Stream.Null,
            Report = new Screen(TextWriter.Null, false, () => 80, false, true),
            Notes = new Screen(error, true, () => 80, false, true),
            Variable = name => name == "CI" ? "true" : null,
        };
        Assert.Equal(0, CommandLine.Run(["train", "flowers", "--epochs", "3", "--out", folder.At("m.safetensors")], terminal));
        Assert.Contains("epoch 1/3 train_cost=", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', error.ToString());
    }

    [Fact]
    public void Test_rows_may_be_watched_as_validation_and_then_there_is_no_test()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var events = Events(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--validation", "test", "--test", "0.3", .. Samples.Quick]);
        Assert.DoesNotContain(events, e => Type(e) == "test");
        Assert.Equal(18, events.Single(e => Type(e) == "split").GetProperty("validation").GetInt32());
        Cli.Run(["train", data, "--target", "kind", "--out", folder.At("n.safetensors"), "--validation", "test", "--test", "0", .. Samples.Quick]).Expect(2).Says("FF9125");
    }

    [Fact]
    public void Rows_are_split_as_told()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points()), other = folder.Write("other.csv", Samples.Points(10));
        (int, int, int) Split(params string[] flags)
        {
            var e = Events(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--force", .. Samples.Quick, .. flags]).Single(e => Type(e) == "split");
            return (e.GetProperty("train").GetInt32(), e.GetProperty("validation").GetInt32(), e.GetProperty("test").GetInt32());
        }
        Assert.Equal((42, 9, 9), Split());
        Assert.Equal((50, 0, 10), Split("--validation", "0", "--test", "10"));
        Assert.Equal((36, 6, 18), Split("--validation", "0.1", "--test", "0.3", "--split", "random"));
        Assert.Equal((41, 10, 9), Split("--validation", "last:10"));
        Assert.Equal((51, 10, 9), Split("--validation", other, "--test", "9"));
        Assert.Equal((51, 9, 10), Split("--test-data", other));
        Cli.Run("train", data, "--target", "kind", "--validation", "othr.csv", "--out", folder.At("n.safetensors")).Expect(2).Says("FF9121", "othr.csv");
        Assert.Equal((7, 9, 9), Split("--limit", "7"));
        Assert.Equal((42, 9, 9), Split("--split", "time:x"));
    }

    [Fact]
    public void The_book_s_lambda_is_divided_by_the_training_rows()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var start = Events(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--nielsen-lambda", "4.2", .. Samples.Quick])[0];
        Assert.Equal(0.1, start.GetProperty("l2").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("--optimizer sgd --momentum 0.9 --nesterov", "sgd lr 0.1 momentum 0.9 nesterov")]
    [InlineData("--optimizer rmsprop --rho 0.8", "rmsprop lr 0.001 rho 0.8")]
    [InlineData("--weight-decay 0.05", "adamw lr 0.003 weight decay 0.05")]
    [InlineData("--optimizer lbfgs", "lbfgs history 10")]
    [InlineData("--batch 0 --schedule cosine(2)", "cosine(2)")]
    [InlineData("--l1 0.01 --clip 1 --max-norm 3 --smoothing 0.1", "l1 0.01 · smoothing 0.1 · clip 1 · max norm 3")]
    [InlineData("--hidden none --output sigmoid --cost cross-entropy", "4 → 2 sigmoid")]
    [InlineData("--hidden 6,5 --activation tanh,leaky-relu(0.2) --dropout 0.3 --input-dropout 0.1 --init nielsen", "4 → 6 tanh → 5 leaky-relu(0.2) → 2 softmax")]
    [InlineData("--patience 2 --epochs 50", "up to 50 epochs, patience 2")]
    [InlineData("--ignore colour --scaling min-max", "1 text column")]
    public void Flags_do_what_they_say(string flags, string told)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        string[] epochs = flags.Contains("--epochs", StringComparison.Ordinal) ? [] : ["--epochs", "3"];
        var result = Cli.Run(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), .. epochs, .. flags.Split(' ')]).Expect(0);
        if (flags.StartsWith("--ignore", StringComparison.Ordinal)) Assert.DoesNotContain(told, result.Error, StringComparison.Ordinal);
        else result.Says(told);
    }

    [Fact]
    public void Images_are_split_by_their_labels()
    {
        using var folder = new TemporaryFolder();
        string images = folder.At("small-images-idx3-ubyte");
        Cli.Run("data", "digits", "--n", "300", "--out", images).Expect(0);
        var events = Events(["train", images, "--out", folder.At("m.safetensors"), "--hidden", "16", "--epochs", "2"]);
        var split = events.Single(e => Type(e) == "split");
        Assert.Equal((210, 45, 45), (split.GetProperty("train").GetInt32(), split.GetProperty("validation").GetInt32(), split.GetProperty("test").GetInt32()));
        Assert.Equal(784, events.Single(e => Type(e) == "data").GetProperty("inputs").GetInt32());
        Cli.Run("train", images, "--out", folder.At("n.safetensors"), "--target", "digit").Expect(2).Says("FF9122", "--target");
        Cli.Run("train", images, "--out", folder.At("n.safetensors"), "--split", "time:x").Expect(2).Says("FF9123");
    }

    /// <summary>A learning rate far too high kills ReLUs at once; a leaky one cannot die.</summary>
    [Theory, InlineData("relu", true), InlineData("leaky-relu", false)]
    public void A_layer_that_is_mostly_dead_is_told_of(string activation, bool dies)
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("train", "digits", "--limit", "600", "--out", folder.At("m.safetensors"), "--hidden", "20", "--activation", activation, "--lr", "0.5", "--epochs", "5", "--json").Expect(0);
        Assert.Equal(dies, result.Events.Any(e => Type(e) == "warn" && e.GetProperty("code").GetString() == "FF9302"));
        if (dies) result.Says("Layer 1:", "of 20 units", "--activation leaky-relu");
    }

    [Fact]
    public void LBFGS_that_ran_out_of_evaluations_says_so()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run("train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--optimizer", "lbfgs", "--max-evaluations", "10", "--json").Expect(0).Says("FF9301", "--max-evaluations");
        Assert.Contains(result.Events, e => Type(e) == "warn" && e.GetProperty("code").GetString() == "FF9301");
        Assert.Equal("evaluations", result.Events.Single(e => Type(e) == "stop").GetProperty("reason").GetString());
    }

    [Fact]
    public void Without_a_target_the_columns_are_told()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        Cli.Run("train", data).Expect(2).Says("FF9120", "x, y, colour, kind", "--target kind");
        var error = Cli.Run("train", data, "--target", "kid", "--json").Expect(2).Says("FF1203", "Did you mean \"kind\"?").Events.Single();
        Assert.Equal(("error", "FF1203", 2), (Type(error), error.GetProperty("code").GetString(), error.GetProperty("exit").GetInt32()));
    }

    private static IReadOnlyList<JsonElement> Events(params string[] args) => Cli.Run([.. args, "--json"]).Expect(0).Events;

    private static string? Type(JsonElement e) => e.GetProperty("t").GetString();
}
