using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Feedforward.Cli.Tests;

public sealed partial class RunFolderTests
{
    private static readonly string[] Training = ["train", "points.csv", "--target", "kind", "--epochs", "12", "--batch", "8", "--hidden", "8"];

    private static TemporaryFolder WithPoints()
    {
        var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        return folder;
    }

    [Fact]
    public void The_configuration_of_a_run_repeats_it_and_its_record_tells_where_it_comes_from()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--tag", "first,良", "--note", "a test"]).Expect(0);
        var run = RunSummary.Read(folder.At("runs/points-1"));
        Assert.Equal(("finished", 12, "kind"), (run.Status, run.Record.Epochs, run.Record.Target));
        Assert.Equal(["first", "良"], run.Record.Tags);
        var data = Assert.Single(run.Record.Data);
        Assert.Equal(("train", "points.csv", new FileInfo(folder.At("points.csv")).Length, 60), (data.Role, data.Name, data.Bytes, data.Rows));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.At("points.csv")))), data.Sha256);
        Assert.Equal(Model.Load(folder.At("runs/points-1/best.safetensors")).WeightsHash, run.Record.WeightsHash);
        Assert.Equal("12", run.Settings["train.epochs"]);
        Assert.True(run.Record.Metrics["test.accuracy"] is >= 0 and <= 1);
        Cli.Start(folder.Path, [], ["train", "runs/points-1/config.json", "--name", "again"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("runs/points-1/best.safetensors")), File.ReadAllBytes(folder.At("runs/again/best.safetensors")));
    }

    [Fact]
    public void Predictions_hold_the_truth_the_answer_and_the_cost_of_each_row()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], Training).Expect(0);
        var lines = File.ReadAllLines(folder.At("runs/points-1/predictions.csv")).Select(l => l.Split(',')).ToArray();
        Assert.Equal(["part", "row", "truth", "prediction", "cost", "probability_left", "probability_right"], lines[0]);
        Assert.Equal(18, lines.Length - 1);
        var file = File.ReadAllLines(folder.At("points.csv"));
        int kind = Array.IndexOf(file[0].Split(','), "kind");
        foreach (string[] line in lines[1..])
        {
            Assert.Equal(file[int.Parse(line[1], null) - 1].Split(',')[kind], line[2]);
            double left = double.Parse(line[5], null), right = double.Parse(line[6], null);
            Assert.Equal(line[3], left >= right ? "left" : "right");
            Assert.Equal(-Math.Log(line[2] == "left" ? left : right), double.Parse(line[4], null), 3);
        }
    }

    [Fact]
    public void A_run_is_evaluated_used_and_looked_at_by_its_folder_or_its_name()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], Training).Expect(0);
        string expected = Cli.Start(folder.Path, [], ["predict", "runs/points-1/best.safetensors", "points.csv"]).Expect(0).Out;
        Assert.Equal(expected, Cli.Start(folder.Path, [], ["predict", "runs/points-1", "points.csv"]).Expect(0).Out);
        Assert.Equal(expected, Cli.Start(folder.Path, [], ["predict", "points-1", "points.csv"]).Expect(0).Out);
        Cli.Start(folder.Path, [], ["evaluate", "points-1", "points.csv"]).Expect(0);
        Cli.Start(folder.Path, [], ["inspect", "points-1"]).Expect(0);
        Cli.Start(folder.Path, [], ["gradcheck", "points-1"]).Expect(0);
    }

    /// <summary>
    /// As a program that is killed at a call of the system: in the middle of writing a checkpoint, between its two renames, before the figures are written.
    /// </summary>
    [Theory]
    [InlineData("--optimizer", "adam", "--dropout", "0.3")]
    [InlineData("--optimizer", "sgd", "--momentum", "0.9", "--schedule", "one-cycle(0.3)", "--l1", "0.001")]
    [InlineData("--optimizer", "rmsprop", "--patience", "3", "--smoothing", "0.1", "--schedule", "halve-on-plateau(2,128)")]
    [InlineData("--optimizer", "adamw", "--weight-decay", "0.01", "--clip", "0.5", "--max-norm", "1", "--schedule", "cosine(2)")]
    public void A_run_that_is_killed_and_resumed_ends_as_if_never_stopped(params string[] more)
    {
        Strace.Require();
        using var folder = WithPoints();
        string[] training = [.. Training, .. more, "--checkpoint-every", "0"];
        Cli.Start(folder.Path, [], [.. training, "--name", "whole"]).Expect(0);
        foreach (var (call, number) in new[] { ("rename", 9), ("rename", 24), ("fsync", 31), ("pwrite64", 77) })
        {
            string name = $"{call}-{number}", run = folder.At("runs/" + name);
            Strace.Kill(folder, call, number, [.. training, "--name", name]);
            Assert.Equal("stopped", RunSummary.Read(run).Status);
            Cli.Start(folder.Path, [], ["train", "--resume", name]).Expect(0);
            foreach (string file in new[] { "best.safetensors", "last.safetensors", "predictions.csv", "config.json" })
                Assert.Equal(File.ReadAllBytes(folder.At("runs/whole/" + file)), File.ReadAllBytes(folder.At($"runs/{name}/{file}")));
            Assert.Equal(Events(folder.At("runs/whole")), Events(run));
            Assert.Equal(1, RunSummary.Read(run).Record.Resumed);
            Assert.Empty(Directory.GetFiles(run, ".*.tmp"));
        }
    }

    [Fact]
    public void A_finished_run_goes_on_for_more_epochs_as_if_it_had_been_longer_from_the_start()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--name", "short"]).Expect(0);
        Cli.Start(folder.Path, [], [.. Training.Select(word => word == "12" ? "20" : word), "--name", "long"]).Expect(0);
        Cli.Start(folder.Path, [], ["train", "--resume", "short"]).Expect(2).Says("FF9189", "--epochs N");
        var resumed = Cli.Start(folder.Path, [], ["train", "--resume", "short", "--epochs", "20"]).Expect(0).Says("epochs 12 → 20");
        Assert.All(resumed.Error.Split('\n').Where(line => line.StartsWith("epoch ", StringComparison.Ordinal)), line => Assert.Contains(" best=", line, StringComparison.Ordinal));
        foreach (string file in new[] { "best.safetensors", "last.safetensors", "predictions.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(folder.At("runs/long/" + file)), File.ReadAllBytes(folder.At("runs/short/" + file)));
    }

    [Theory]
    [InlineData("FF9183", "--hidden", "3")]
    [InlineData("FF9183", "--seed", "3")]
    [InlineData("FF9183", "--set", "train.l2=1")]
    [InlineData("FF9184", "points.csv")]
    public void What_a_run_is_cannot_change_when_it_goes_on(string code, params string[] more)
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], Training).Expect(0);
        Cli.Start(folder.Path, [], ["train", "--resume", "last", "--epochs", "20", .. more]).Expect(2).Says(code);
    }

    [Fact]
    public void A_run_that_refuses_to_go_on_stays_as_it_is()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--schedule", "cosine"]).Expect(0);
        string record = File.ReadAllText(folder.At("runs/points-1/run.json"));
        Cli.Start(folder.Path, [], ["train", "--resume", "last", "--epochs", "30"]).Expect(2).Says("FF1251", "--init-from");
        Assert.Equal(record, File.ReadAllText(folder.At("runs/points-1/run.json")));
    }

    [Fact]
    public void Other_data_another_writer_or_no_checkpoint_are_told_before_anything_changes()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], Training).Expect(0);
        string[] resume = ["train", "--resume", "points-1", "--epochs", "20"];
        using (RunFolder.Open(folder.At("runs/points-1")))
            Cli.Start(folder.Path, [], resume).Expect(2).Says("FF1260", $"({Environment.ProcessId})");
        string before = File.ReadAllText(folder.At("points.csv"));
        File.WriteAllText(folder.At("points.csv"), before + before.Split('\n')[^2] + "\n");
        Cli.Start(folder.Path, [], resume).Expect(3).Says("FF9185", "60", "61");
        File.WriteAllText(folder.At("points.csv"), before);
        File.Delete(folder.At("runs/points-1/checkpoint.safetensors"));
        File.Delete(folder.At("runs/points-1/checkpoint.previous.safetensors"));
        Cli.Start(folder.Path, [], resume).Expect(2).Says("FF1255");
        Cli.Start(folder.Path, [], ["train", "--resume", "point-1"]).Expect(2).Says("FF1266", "Did you mean \"points-1\"");
    }

    [Fact]
    public void A_damaged_checkpoint_falls_back_to_the_one_before_and_ends_the_same()
    {
        Strace.Require();
        using var folder = WithPoints();
        string[] training = [.. Training, "--checkpoint-every", "0"];
        Cli.Start(folder.Path, [], [.. training, "--name", "whole"]).Expect(0);
        Strace.Kill(folder, "rename", 30, [.. training, "--name", "killed"]);
        string checkpoint = folder.At("runs/killed/checkpoint.safetensors");
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[^5] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);
        Cli.Start(folder.Path, [], ["train", "--resume", "killed"]).Expect(0).Says("FF3053");
        Assert.Equal(File.ReadAllBytes(folder.At("runs/whole/best.safetensors")), File.ReadAllBytes(folder.At("runs/killed/best.safetensors")));
        Assert.Equal(Events(folder.At("runs/whole")), Events(folder.At("runs/killed")));
    }

    [Fact]
    public async Task A_folder_that_is_deleted_under_a_run_costs_no_weights()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = WithPoints();
        using var process = Process.Start(Cli.Prepare(folder.Path, [], null, ["train", "points.csv", "--target", "kind", "--epochs", "1000000", "--hidden", "8"]))!;
        var error = process.StandardError.ReadToEndAsync();
        string run = folder.At("runs/points-1");
        Wait(() => File.Exists(Path.Combine(run, "checkpoint.safetensors")));
        Wait(() => IsDeleted(run));
        Assert.True(process.WaitForExit(30_000));
        Assert.Equal(4, process.ExitCode);
        Assert.Contains("FF9210", await error, StringComparison.Ordinal);
        Assert.Equal(2, Model.Load(folder.At("points-rescued.safetensors")).Network.Outputs);
    }

    /// <summary>Deletes a folder, into which somebody may be writing a file at that moment.</summary>
    private static bool IsDeleted(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file came while the others went.
        }
        return !Directory.Exists(folder);
    }

    /// <summary>From some write on, nothing can be written any more: the run ends with the reason, and goes on from its last checkpoint when there is space again.</summary>
    [Theory, InlineData("fsync", "ENOSPC", "FF4107"), InlineData("pwrite64", "ENOSPC", "FF4102"), InlineData("pwrite64", "EDQUOT", "FF4102"), InlineData("rename", "EROFS", "FF4103")]
    public void A_disk_that_is_full_costs_nothing_before_the_last_checkpoint(string call, string error, string code)
    {
        Strace.Require();
        using var folder = WithPoints();
        string[] training = [.. Training, "--checkpoint-every", "0"];
        Cli.Start(folder.Path, [], [.. training, "--name", "whole"]).Expect(0);
        Strace.Run(folder, [$"{call}:error={error}:when=40+"], [.. training, "--name", "part"]).Expect(4).Says(code);
        string run = folder.At("runs/part");
        Assert.InRange(Checkpoint.Load(run).Step, 1, 71);
        Cli.Start(folder.Path, [], ["train", "--resume", "part"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("runs/whole/best.safetensors")), File.ReadAllBytes(folder.At("runs/part/best.safetensors")));
        Assert.Equal(Events(folder.At("runs/whole")), Events(run));
    }

    [Fact]
    public void A_clock_that_was_set_back_hinders_nothing()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--name", "whole"]).Expect(0);
        Cli.Start(folder.Path, [], [.. Training, "--name", "part"]).Expect(0);
        string run = folder.At("runs/part");
        using (var open = RunFolder.Open(run)) open.Update(r => r with { Started = r.Started.AddYears(50), Ended = r.Started.AddYears(60) });
        foreach (string file in Directory.GetFiles(run)) File.SetLastWriteTimeUtc(file, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (string name in new[] { "whole", "part" }) Cli.Start(folder.Path, [], ["train", "--resume", name, "--epochs", "15"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("runs/whole/best.safetensors")), File.ReadAllBytes(folder.At("runs/part/best.safetensors")));
        Assert.True(RunSummary.Read(run).Record.Seconds > 0);
        Assert.Equal("part", RunSummary.List(folder.At("runs"))[^1].Record.Name);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_told_before_any_work()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--runs-dir", "/proc/runs"]).Expect(4).Says("FF9201", "/proc", "--runs-dir");
        Cli.Start(folder.Path, [], [.. Training, "--runs-dir", "points.csv"]).Expect(4).Says("FF9201");
    }

    [Fact]
    public void Weights_of_a_run_are_the_beginning_of_another()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], Training).Expect(0);
        var result = Cli.Start(folder.Path, [], ["train", "points.csv", "--init-from", "points-1", "--epochs", "1", "--lr", "1e-9", "--json"]).Expect(0);
        var first = result.Events.First(e => e.GetProperty("t").GetString() == "epoch");
        double accuracy = RunSummary.Read(folder.At("runs/points-1")).Record.Metrics["validation.accuracy"];
        Assert.Equal(accuracy, first.GetProperty("validation").GetProperty("accuracy").GetDouble());
        Cli.Start(folder.Path, [], ["train", "runs/points-2/config.json", "--name", "again"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("runs/points-2/best.safetensors")), File.ReadAllBytes(folder.At("runs/again/best.safetensors")));
        Cli.Start(folder.Path, [], ["train", "points.csv", "--init-from", "points-1", "--hidden", "9"]).Expect(2).Says("FF9188", "8 relu");
        Cli.Start(folder.Path, [], ["train", "points.csv", "--init-from", "points-1", "--target", "x"]).Expect(2).Says("FF9188", "kind");
    }

    [Fact]
    public void A_time_becomes_a_number_of_epochs_that_repeats_the_run()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], ["train", "points.csv", "--target", "kind", "--time", "4s", "--schedule", "cosine", "--patience", "0"]).Expect(0).Says("--epochs");
        var run = RunSummary.Read(folder.At("runs/points-1"));
        Assert.Equal(run.Settings["train.epochs"], run.Record.Epochs.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(run.Record.Epochs, 5, 1_000_000);
        Cli.Start(folder.Path, [], ["train", "points.csv", "--target", "kind", "--time", "soon"]).Expect(2).Says("FF9187");
    }

    [Fact]
    public void Runs_are_listed_shown_tagged_annotated_and_removed()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], ["runs"]).Expect(0).Says("No runs here");
        foreach (string l2 in new[] { "0", "0.1" }) Cli.Start(folder.Path, [], [.. Training, "--l2", l2]).Expect(0);
        Assert.Contains("points-2", Cli.Start(folder.Path, [], ["runs"]).Expect(0).Out, StringComparison.Ordinal);
        var listed = Cli.Start(folder.Path, [], ["runs", "--where", "l2>0", "--json"]).Expect(0).Events;
        Assert.Equal("points-2", Assert.Single(listed).GetProperty("name").GetString());
        Cli.Start(folder.Path, [], ["runs", "--sort", "nothing"]).Expect(2).Says("FF1264", "--sort");
        Cli.Start(folder.Path, [], ["runs", "tag", "points-1", "good", "small"]).Expect(0);
        Cli.Start(folder.Path, [], ["runs", "tag", "points-1", "small", "--remove"]).Expect(0);
        Cli.Start(folder.Path, [], ["runs", "note", "points-1", "worth", "keeping"]).Expect(0);
        Cli.Start(folder.Path, [], ["runs", "stop", "points-1"]).Expect(0).Says("points-1 is not running");
        string shown = Cli.Start(folder.Path, [], ["runs", "show", "points-1"]).Expect(0).Out;
        foreach (string word in new[] { "good", "worth keeping", "test.accuracy", "points.csv (60)" }) Assert.Contains(word, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("small", shown, StringComparison.Ordinal);
        Assert.Equal("runs/points-2", Cli.Start(folder.Path, [], ["runs", "path", "last"]).Expect(0).LastLine);
        Cli.Start(folder.Path, [], ["runs", "rm", "points-2"]).Expect(0).Says(".trash");
        Assert.False(Directory.Exists(folder.At("runs/points-2")));
        Cli.Start(folder.Path, [], ["runs", "shw"]).Expect(2).Says("FF9180", "Did you mean \"show\"");
        Cli.Start(folder.Path, [], ["runs", "rm"]).Expect(2).Says("FF9181");
    }

    [Fact]
    public void A_training_that_diverges_leaves_a_run_that_says_so_and_its_last_good_checkpoint()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], ["train", "points.csv", "--target", "kind", "--optimizer", "sgd", "--lr", "1e30", "--epochs", "3"]).Expect(4).Says("FF4001");
        var run = RunSummary.Read(folder.At("runs/points-1"));
        Assert.Equal(("failed", "FF4001"), (run.Status, run.Record.Error?.Code));
        var last = File.ReadLines(folder.At("runs/points-1/metrics.jsonl")).Last();
        Assert.Equal("error", JsonDocument.Parse(last).RootElement.GetProperty("t").GetString());
    }

    [Fact]
    public void With_out_there_is_the_model_and_nothing_else()
    {
        using var folder = WithPoints();
        Cli.Start(folder.Path, [], [.. Training, "--out", "m.safetensors"]).Expect(0);
        Assert.Equal(["m.safetensors", "points.csv"], folder.Files);
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }

    /// <summary>The events without their times, and without what names the run.</summary>
    private static string[] Events(string run) =>
        [.. File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Skip(1).Select(line => Times().Replace(line, "").Replace($"runs/{Path.GetFileName(run)}", "runs/NAME", StringComparison.Ordinal))];

    [GeneratedRegex(",\"sec\":[0-9.e-]+")]
    private static partial Regex Times();

    private static void Wait(Func<bool> until)
    {
        var watch = Stopwatch.StartNew();
        while (!until())
        {
            Assert.True(watch.Elapsed.TotalSeconds < 60, "nothing happened within a minute");
            Thread.Sleep(1);
        }
    }
}
