using System.Text.Json;

namespace Feedforward.Cli.Tests;

public class ProfileTests
{
    private static readonly string[] Flags = ["--target", "kind", "--epochs", "4", "--hidden", "5,3", "--batch", "10", "--l2", "0", "--threads", "1", "--force"];

    [Fact]
    public void A_profile_tells_programs_every_operation_and_how_the_times_add_up()
    {
        using var folder = new TemporaryFolder();
        var events = Cli.Run(["train", folder.Write("points.csv", Samples.Points()), "--out", folder.At("m.safetensors"), "--json", "--profile", .. Flags]).Expect(0).Events;
        var types = events.Select(e => e.GetProperty("t").GetString()).ToList();
        Assert.Equal(["stop", "profile", "test"], types.TakeLast(3));
        Assert.Single(types, "profile");

        var profile = events[^2];
        var operations = profile.GetProperty("operations").EnumerateArray().ToList();
        double seconds = Number(profile, "seconds"), limit = Number(profile, "limit_gflops");
        Assert.Equal(1, Number(profile, "threads"));
        Assert.True(limit > 0.1);
        Assert.True(Number(profile, "outside_seconds") > 0);
        Assert.Equal(seconds, Number(profile, "outside_seconds") + operations.Sum(o => Number(o, "seconds")), 1e-9);
        Assert.Equal(operations.Select(o => Number(o, "seconds")).OrderDescending(), operations.Select(o => Number(o, "seconds")));

        int rows = events.Single(e => e.GetProperty("t").GetString() == "split").GetProperty("train").GetInt32();
        var update = operations.Single(o => o.GetProperty("name").GetString() == "AffineBackwardUpdate" && o.GetProperty("shape").GetString() == "10×4×5");
        Assert.Equal(4 * (rows / 10), Number(update, "calls"));
        Assert.Equal(Number(update, "calls") * ((2 * 200) + 50 + (13 * 25)), Number(update, "flops"));
        foreach (var operation in operations)
        {
            Assert.Equal(Number(operation, "seconds") / seconds, Number(operation, "share"), 1e-9);
            Assert.Equal(1e-9 * Number(operation, "flops") / Number(operation, "seconds"), Number(operation, "gflops"), 1e-9);
            Assert.Equal(Number(operation, "gflops") / limit, Number(operation, "share_of_limit"), 1e-9);
            Assert.Equal(1e-9 * Number(operation, "bytes") / Number(operation, "seconds"), Number(operation, "gigabytes_per_second"), 1e-9);
        }
    }

    [Theory]
    [InlineData("en", "Profile", "operation", "GFLOP/s", "outside operations")]
    [InlineData("zh-CN", "剖析", "运算", "GFLOP/s", "运算之外")]
    public void People_read_a_table_in_their_language_that_fits_eighty_columns(string language, params string[] words)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.RunOnTerminal(80, ["train", data, "--out", folder.At("m.safetensors"), "--profile", "--lang", language, .. Flags]).Expect(0);
        result.Says([.. words, "AffineBackwardUpdate", "10×4×5", " %"]);
        var lines = result.Error.Split('\n').SkipWhile(line => !line.Contains("GB/s", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith(' ')).ToList();
        Assert.Equal(words[^1], lines[^1][..words[^1].Length]);
        Assert.All(lines, line => Assert.True(TextWrap.Cells(line) < 80 && !line.Contains('…', StringComparison.Ordinal), line));
    }

    [Fact]
    public void Nothing_is_measured_unasked_and_the_model_is_the_same()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points()), path = folder.At("m.safetensors");
        var plain = Cli.Run(["train", data, "--out", path, .. Flags]).Expect(0);
        byte[] model = File.ReadAllBytes(path);
        Assert.DoesNotContain("GFLOP/s", plain.Error, StringComparison.Ordinal);
        Cli.Run(["train", data, "--out", path, "--profile", .. Flags]).Expect(0).Says("GFLOP/s");
        Assert.Equal(model, File.ReadAllBytes(path));
    }

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();
}
