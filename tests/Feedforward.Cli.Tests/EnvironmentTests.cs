using System.Diagnostics;
using System.Globalization;

namespace Feedforward.Cli.Tests;

public class EnvironmentTests
{
    private static readonly string[] Locales = ["de-DE", "tr-TR", "ar-SA", "th-TH"];

    public static TheoryData<string> LocaleNames => [.. Locales];

    [Theory, MemberData(nameof(LocaleNames))]
    public void Under_every_locale_files_and_outputs_are_the_same_to_the_byte(string locale)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points()), path = folder.At("m.safetensors");
        string here = Everything(data, path, "");
        Assert.Equal(here, Everything(data, path, locale));
    }

    [Fact]
    public void The_program_itself_does_not_heed_the_locale_of_its_environment()
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        string[] args = ["train", "points.csv", "--target", "kind", "--out", "m.safetensors", "--force", "--json", "--quiet", .. Samples.Quick];
        string Run(string locale)
        {
            string output = Cli.Start(folder.Path, [("LC_ALL", locale), ("LANG", locale)], args).Expect(0).Out;
            return System.Text.RegularExpressions.Regex.Replace(output, "\"sec\":[^,}]*", "") + Convert.ToHexString(File.ReadAllBytes(folder.At("m.safetensors")));
        }
        Assert.Equal(Run("C.UTF-8"), Run("tr_TR.UTF-8"));
    }

    [Fact]
    public void The_language_of_the_system_is_heeded()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("用法", Cli.Start(folder.Path, [("LC_ALL", "zh_CN.UTF-8"), ("FEEDFORWARD_LANG", null)], "--help").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Usage", Cli.Start(folder.Path, [("LC_ALL", "de_DE.UTF-8"), ("FEEDFORWARD_LANG", null)], "--help").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_output_ends_quietly()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        folder.Write("long.csv", Samples.Points(60_000));
        var result = Cli.StartShell(folder.Path, [], "\"$@\" | head -n 2", "predict", path, "long.csv", "--quiet").Expect(0);
        Assert.Equal("", result.Error);
        Assert.StartsWith("x,y,colour,kind,prediction\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_device_is_an_error_with_exit_code_4()
    {
        if (!File.Exists("/dev/full")) return;
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        Cli.StartShell(folder.Path, [], "\"$@\" > /dev/full", "predict", path, "points.csv").Expect(4).Says("FF9003");
        Cli.Run(["train", folder.At("points.csv"), "--target", "kind", "--out", "/dev/full", "--force", .. Samples.Quick]).Expect(4).Says("FF4106");
    }

    [Fact]
    public void A_closed_or_full_error_stream_costs_no_result()
    {
        if (!File.Exists("/dev/full")) return;
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        string[] args = ["train", "points.csv", "--target", "kind", .. Samples.Quick];
        Assert.Equal("runs/points-1", Cli.StartShell(folder.Path, [], "\"$@\" 2> /dev/full", args).Expect(0).LastLine);
        Assert.Equal("runs/points-2", Cli.StartShell(folder.Path, [], "\"$@\" 2>&-", args).Expect(0).LastLine);
    }

    [Theory]
    [InlineData("/proc/m.safetensors")]
    [InlineData("no-such-folder/m.safetensors")]
    public void A_place_that_cannot_be_written_to_is_refused_before_training(string path)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run(["train", data, "--target", "kind", "--out", path.StartsWith('/') ? path : folder.At(path), .. Samples.Quick]).Expect(4).Says("FF9201", "--out");
        Assert.DoesNotContain("epoch", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_may_not_be_written_to_is_refused_before_training()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Cli.Start(folder.Path, [], ["train", data, "--target", "kind", .. Samples.Quick]).Expect(4).Says("FF9201");
        }
        finally
        {
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Without_a_home_everything_works()
    {
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points());
        (string, string?)[] homeless = [("HOME", null), ("XDG_CACHE_HOME", null), ("DOTNET_CLI_HOME", folder.Path)];
        Cli.Start(folder.Path, homeless, ["train", "points.csv", "--target", "kind", .. Samples.Quick]).Expect(0);
        Cli.Start(folder.Path, [.. homeless, ("FEEDFORWARD_DATA", null)], "train", "mnist").Expect(3).Says("FF2241");
    }

    [Theory]
    [InlineData("with space.csv")]
    [InlineData("数据.csv")]
    [InlineData("--odd.csv")]
    [InlineData("@at.csv")]
    [InlineData("new\nline.csv")]
    public void Any_file_name_will_do(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Write(name, Samples.Points());
        var result = Cli.Start(folder.Path, [], ["train", "--target", "kind", .. Samples.Quick, "--", name]).Expect(0);
        Assert.EndsWith($"runs/{Path.GetFileNameWithoutExtension(name)}-1\n", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("new\nline", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_may_come_through_a_pipe_though_it_can_be_read_only_once()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points(3000));
        string[] args = ["train", "/dev/stdin", "--target", "kind", .. Samples.Quick, "--out"];
        Cli.StartShell(folder.Path, [], "cat points.csv | \"$@\"", [.. args, "piped.safetensors"]).Expect(0);
        Cli.Start(folder.Path, [], ["train", "points.csv", "--target", "kind", .. Samples.Quick, "--out", "read.safetensors"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder.At("read.safetensors")), File.ReadAllBytes(folder.At("piped.safetensors")));
    }

    [Fact]
    public void The_first_interruption_saves_and_exits_130_and_the_second_ends_at_once()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points(2000));
        string[] args = ["train", "points.csv", "--target", "kind", "--epochs", "1000000", "--batch", "4"];
        var (code, error, output) = Interrupted(folder, 1, args);
        Assert.True(code == 130, error);
        Assert.Contains("Stopping after this batch", error, StringComparison.Ordinal);
        Assert.Contains("interrupted", error, StringComparison.Ordinal);
        Assert.Contains("feedforward train --resume runs/points-1", error, StringComparison.Ordinal);
        Assert.Equal("runs/points-1\n", output);
        Assert.Equal(2, Model.Load(folder.At("runs/points-1/best.safetensors")).Network.Outputs);
        Assert.Contains($" {RunSummary.Read(folder.At("runs/points-1")).Record.Epochs}/1000000 ", Cli.Start(folder.Path, [], ["runs"]).Expect(0).Out, StringComparison.Ordinal);
        (code, _, output) = Interrupted(folder, 2, args);
        Assert.NotEqual(0, code);
        // Between two signals the batch may have been finished: then the second model is whole, else there is none.
        Assert.True(output.Length == 0 || (code == 130 && File.Exists(folder.At("runs/points-2/best.safetensors"))), output);
    }

    [Fact]
    public void An_interruption_while_folds_are_measured_ends_without_a_model()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Write("points.csv", Samples.Points(2000));
        var (code, error, output) = Interrupted(folder, 1, ["train", "points.csv", "--target", "kind", "--epochs", "1000000", "--batch", "4", "--cv", "3"], "Folds ");
        Assert.True(code == 130, error);
        Assert.Contains("no model is made", error, StringComparison.Ordinal);
        Assert.Equal(("", "points.csv"), (output, Assert.Single(folder.Files)));
    }

    private static (int Code, string Error, string Output) Interrupted(TemporaryFolder folder, int times, string[] args, string after = "epoch 1/")
    {
        using var process = Process.Start(Cli.Prepare(folder.Path, [], "exec env --default-signal=INT \"$@\"", args))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = new System.Text.StringBuilder();
        while (process.StandardError.ReadLine() is { } line)
        {
            error.AppendLine(line);
            if (!line.StartsWith(after, StringComparison.Ordinal)) continue;
            for (int i = 0; i < times; i++) Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        }
        Assert.True(process.WaitForExit(30_000));
        return (process.ExitCode, error.ToString(), output.GetAwaiter().GetResult());
    }

    private static string Everything(string data, string path, string locale)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(locale), CultureInfo.GetCultureInfo(locale));
            string events = Cli.Run(["train", data, "--target", "kind", "--out", path, "--force", "--json", "--quiet", .. Samples.Quick]).Expect(0).Out;
            string evaluation = Cli.Run("evaluate", path, data).Expect(0).Out, predictions = Cli.Run("predict", path, data, "--proba").Expect(0).Out;
            string inspection = Cli.Run("inspect", path).Expect(0).Out, made = Cli.Run("data", "hills", "--n", "30", "--out", "-").Expect(0).Out;
            string wrong = Cli.Run("train", data, "--target", "kind", "--lr", "1.5e").Expect(2).Error;
            return System.Text.RegularExpressions.Regex.Replace(events, "\"sec\":[^,}]*", "") + evaluation + predictions + inspection + made + wrong
                + Convert.ToHexString(File.ReadAllBytes(path));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
