using System.Globalization;

namespace Feedforward.Cli.Tests;

public class CommandLineTests
{
    public static TheoryData<string, string> Helps =>
    [
        .. from command in CommandLine.Commands().Select(c => c.Name).Prepend("") from language in new[] { "en", "zh-CN" } select (command, language),
    ];

    [Theory, MemberData(nameof(Helps))]
    public void Help_of_every_command_stands_in_both_languages(string command, string language)
    {
        string[] args = [.. command.Length == 0 ? Array.Empty<string>() : [command], "--help", "--lang", language];
        var result = Cli.Run(args).Expect(0);
        Assert.Contains(language == "en" ? "Usage" : "用法", result.Out, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        bool chinese = result.Out.Any(c => c is >= '\u4e00' and <= '\u9fff');
        Assert.Equal(language == "zh-CN", chinese);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Help_fits_the_terminal(int width)
    {
        foreach (string language in new[] { "en", "zh-CN" })
        {
            var lines = Cli.RunOnTerminal(width, "train", "--help", "--lang", language).Expect(0).Out.Split('\n');
            Assert.All(lines.Where(l => !l.Contains("feedforward train", StringComparison.Ordinal)), line => Assert.True(TextWrap.Cells(line) <= width, line));
        }
    }

    [Theory]
    [InlineData("trian digits", "FF9101", "\"trian\"", "Did you mean \"train\"?")]
    [InlineData("digits", "FF9101", "\"digits\"", "Commands: train, evaluate")]
    [InlineData("train digits --epoch 3", "FF9102", "--epoch", "Did you mean \"--epochs\"?")]
    [InlineData("train digits --loss", "FF9103", "--loss", "value")]
    [InlineData("train digits --lr 1 --lr 2", "FF9104", "--lr", "more than once")]
    [InlineData("train a.csv b.csv", "FF9105", "\"b.csv\"", "Usage")]
    [InlineData("train digits --nesterov=invalid", "FF9115", "\"invalid\"", "takes no value")]
    [InlineData("train", "FF9106", "<data>", "Usage")]
    [InlineData("evaluate model.safetensors", "FF9106", "<data>", "evaluate")]
    [InlineData("doctor --lang klingon", "FF9114", "\"klingon\"", "zh-CN")]
    [InlineData("train digist", "FF9121", "\"digist\"", "Did you mean \"digits\"?")]
    [InlineData("data spirral", "FF9132", "\"spirral\"", "Did you mean \"spiral\"?")]
    [InlineData("data spiral --download", "FF9133", "--download", "spiral")]
    [InlineData("data mnist", "FF9131", "mnist", "--download")]
    public void What_is_not_understood_gets_one_sentence_and_a_suggestion(string line, string code, string word, string suggestion)
    {
        var result = Cli.Run(line.Split(' ')).Expect(2).Says("error " + code + ":", word, suggestion);
        Assert.Equal("", result.Out);
        Assert.True(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 3, result.Error);
    }

    [Fact]
    public void Usage_errors_are_told_in_Chinese_too()
    {
        var result = Cli.Run([], [("FEEDFORWARD_LANG", "zh-CN")], "train", "digits", "--epoch", "3").Expect(2).Says("错误 FF9102", "--epochs");
        Assert.DoesNotContain("Did you mean", result.Error, StringComparison.Ordinal);
        Cli.Run("trian", "--lang", "zh").Expect(2).Says("错误 FF9101");
    }

    [Fact]
    public void The_flag_for_the_language_goes_before_the_variable()
    {
        Assert.Contains("Usage", Cli.Run([], [("FEEDFORWARD_LANG", "zh-CN")], "--help", "--lang", "en").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("用法", Cli.Run([], [("FEEDFORWARD_LANG", "zh_CN.UTF-8")], "--help").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_command_the_help_is_shown_and_the_exit_code_is_2()
    {
        var result = Cli.Run().Expect(2).Says("Commands");
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void The_version_is_the_library_s() => Assert.Equal(Model.Version + "\n", Cli.Run("--version").Expect(0).Out);

    [Theory]
    [InlineData("--loss", "--cost", "log-likelihood")]
    [InlineData("--eta", "--lr", "0.01")]
    [InlineData("--lmbda", "--nielsen-lambda", "0.1")]
    [InlineData("--alpha", "--l2", "0.001")]
    [InlineData("--hidden-layer-sizes", "--hidden", "(4,)")]
    [InlineData("--batch_size", "--batch", "8")]
    [InlineData("--solver", "--optimizer", "sgd")]
    public void Words_of_other_programs_are_understood_with_a_note(string typed, string flag, string value)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run("train", data, "--target", "kind", "--out", folder.At("m.safetensors"), "--epochs", "1", typed, value).Expect(0);
        result.Says($"{typed} is called {flag} here.");
    }

    [Fact]
    public void The_culture_of_the_caller_is_left_as_it_was()
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        Cli.Run("--help", "--lang", "zh-CN").Expect(0);
        Assert.Equal(before, (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture));
    }
}
