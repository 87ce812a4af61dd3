namespace Feedforward.Cli.Tests;

public class ScreenTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one", 2, "on|e")]
    [InlineData("", 10, "")]
    [InlineData("中文没有空格", 6, "中文没|有空格")]
    [InlineData("中文，没有", 4, "中|文，|没有")]
    [InlineData("字（注）字", 6, "字|（注）|字")]
    [InlineData("mixed 中文 text", 8, "mixed 中|文 text")]
    public void Text_is_wrapped_at_spaces_and_between_Han_characters_of_two_cells(string text, int cells, string lines)
    {
        string[] wrapped = [.. TextWrap.Lines(text, cells)];
        Assert.Equal(lines, string.Join('|', wrapped));
        Assert.All(wrapped, line => Assert.True(TextWrap.Cells(line) <= cells, line));
    }

    [Fact]
    public void Where_glyphs_cannot_be_shown_plain_characters_stand_for_them()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var screen = new Screen(text, isTerminal: true, () => 80, colour: false, unicode: false);
        screen.Live($"{screen.Glyph("━", "#")} 1");
        screen.Line(screen.Glyph("★", "*"));
        Assert.Equal("\r# 1\e[K\r\e[K*\n", text.ToString());
    }

    [Fact]
    public void Elsewhere_than_on_a_terminal_nothing_moves_and_lines_are_whole()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var screen = new Screen(text, isTerminal: false, () => 20, colour: true, unicode: true);
        screen.Live("progress");
        screen.Labelled("Data", new string('x', 200));
        Assert.Equal("Data     " + new string('x', 200) + "\n", text.ToString());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5000")]
    [InlineData(12.345, "12.35")]
    [InlineData(4512.3, "4512")]
    [InlineData(0.00001234, "1.234e-5")]
    [InlineData(double.NaN, "–")]
    public void Numbers_are_short_and_the_same_everywhere(double value, string shown) => Assert.Equal(shown, Format.Number(value));

    [Theory]
    [InlineData(0.42, "0.4 s")]
    [InlineData(75, "75 s")]
    [InlineData(590, "9m50s")]
    [InlineData(7384, "2h03m")]
    public void Times_are_short(double seconds, string shown) => Assert.Equal(shown, Format.Time(seconds));
}
