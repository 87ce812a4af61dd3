namespace Feedforward.Cli.Tests;

/// <summary><c>check</c>, and what <c>train</c> says of it.</summary>
public class CheckTests
{
    private static string Lines(string head, int rows, Func<int, string> row) => head + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n"));

    private static int Mixed(int i) => i * 37 % 101;

    /// <summary>A table with a code, a date, a word for yes or no, a column of row numbers and one that gives the class away.</summary>
    private static string Rich(int rows = 100) => Lines("id,when,member,code,score,kind", rows, i =>
        $"{i + 1},{(i % 28) + 1:00}.{(i % 12) + 1:00}.2024,{(Mixed(i) % 3 == 0 ? "Yes" : "No")},{(Mixed(i) % 4) + 1},{Mixed(i)}.5,{(Mixed(i) < 50 ? "low" : "high")}");

    [Fact]
    public void A_table_is_reported_by_severity_with_codes_advice_and_its_columns()
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("check", folder.Write("rich.csv", Rich()), "--target", "kind").Expect(0);
        string[] lines = result.Out.Split('\n');
        Assert.Equal("✔ 100 rows · 6 columns", lines[1].TrimEnd());
        Assert.StartsWith("⚠ FF2336 Column \"id\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("--use id", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("⚠ FF2416 Column \"score\"", lines[4], StringComparison.Ordinal);
        Assert.Contains("ℹ Inputs: 2 numeric, 1 yes or no, 1 date or time.", result.Out, StringComparison.Ordinal);
        Assert.Contains("--types code=categorical", result.Out, StringComparison.Ordinal);
        Assert.Contains("No 66, Yes 34", result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        string told = Cli.Run("check", folder.At("rich.csv"), "--target", "kind", "--types", "code=categorical", "--ignore", "id,score", "--strict").Expect(0).Out;
        Assert.DoesNotContain("⚠", told, StringComparison.Ordinal);
        Assert.Contains("1 categorical", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_fail_only_where_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rich.csv", Rich());
        Cli.Run("check", path, "--target", "kind").Expect(0);
        Cli.Run("check", path, "--target", "kind", "--strict").Expect(3);
        Cli.Run("check", path, "--target", "kind", "--lang", "zh", "--strict").Expect(3);
    }

    [Fact]
    public void What_a_reader_or_a_training_refuses_is_an_error_of_the_report()
    {
        using var folder = new TemporaryFolder();
        string ragged = folder.Write("ragged.csv", "x,y\n1,2\n3\n");
        Assert.Contains("✘ FF2003 ragged.csv:3", Cli.Run("check", ragged).Expect(3).Out, StringComparison.Ordinal);
        string one = folder.Write("one.csv", Lines("x,kind", 20, i => $"{i % 7},same"));
        Assert.Contains("✘ FF2341", Cli.Run("check", one, "--target", "kind").Expect(3).Out, StringComparison.Ordinal);
        Assert.Contains("FF2442", Cli.Run("check", one, "--json").Expect(0).Out, StringComparison.Ordinal);
        string dates = folder.Write("dates.csv", Lines("x,when,kind", 60, i => $"{i % 7},{(i == 9 ? "?" : $"2024-03-{(i % 30) + 1:00}")},{i % 2}"));
        Assert.Contains("✘ FF2402 dates.csv:11:2", Cli.Run("check", dates, "--target", "kind").Expect(3).Out, StringComparison.Ordinal);
        Cli.Run("check", folder.At("none.csv")).Expect(3);
        Cli.Run("check", "no-such-data").Expect(2).Says("FF9121");
        Cli.Run("check", one, "--target", "kin").Expect(2).Says("FF1203", "\"kind\"");
    }

    [Fact]
    public void A_program_gets_one_object()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rich.csv", Rich()), test = folder.Write("test.csv", Rich(3));
        var report = Assert.Single(Cli.Run("check", path, "--target", "kind", "--test-data", test, "--json").Expect(0).Events);
        Assert.Equal(("check", "rich.csv", 100, "classification"),
            (report.GetProperty("t").GetString(), report.GetProperty("data").GetString(), report.GetProperty("rows").GetInt32(), report.GetProperty("task").GetString()));
        Assert.Equal(0, report.GetProperty("errors").GetInt32());
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(findings.Count(f => f.GetProperty("severity").GetString() == "warning"), report.GetProperty("warnings").GetInt32());
        Assert.Contains(findings, f => f.GetProperty("code").GetString() == "FF2434");
        var columns = report.GetProperty("columns").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        Assert.Equal(("identifier", "left_out"), (columns["id"].GetProperty("type").GetString(), columns["id"].GetProperty("role").GetString()));
        Assert.Equal(100.5, columns["score"].GetProperty("high").GetDouble());
        Assert.Equal(66, columns["member"].GetProperty("top")[0].GetProperty("rows").GetInt32());
        Assert.Equal(2, report.GetProperty("classes").GetArrayLength());
    }

    [Fact]
    public void Images_and_generated_data_are_checked_too()
    {
        Assert.Contains("FF2443", Cli.Run("check", "digits", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Rows of the classes of \"species\"", Cli.Run("check", "flowers").Expect(0).Out, StringComparison.Ordinal);
        Cli.Run("check", "digits", "--target", "x").Expect(2).Says("FF9122");
        Cli.Run("check", "digits", "--test-data", "x").Expect(2).Says("FF9122");
    }

    [Fact]
    public void Training_warns_of_what_leaks_and_says_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rich.csv", Rich(200)), model = folder.At("m.safetensors");
        var result = Cli.Run(["train", path, "--target", "kind", "--out", model, .. Samples.Quick]).Expect(0)
            .Says("FF2336 Column \"id\"", "FF2416 Column \"score\"", "2 number columns · 1 yes/no column · 1 date column");
        string[] codes = [.. result.Error.Split('\n').Where(line => line.Contains('⚠', StringComparison.Ordinal)).Select(line => line.Trim())];
        Assert.Equal(codes.Distinct(), codes);
        Assert.Contains("when (dates)", Cli.Run("inspect", model).Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal(3, Cli.Run("predict", model, folder.Write("new.csv", Rich(2))).Expect(0).Out.TrimEnd('\n').Split('\n').Length);
        Cli.Run("predict", model, folder.Write("wrong.csv", "when,member,code,score\n2024-01-01,yes,1,2\n")).Expect(3).Says("FF2400", "wrong.csv:2:1", "dd/MM/yyyy");
    }

    [Theory]
    [InlineData("code", "FF9140")]
    [InlineData("=numeric", "FF9140")]
    [InlineData("code=number", "FF2408")]
    [InlineData("code=numeric,code=text", "FF9141")]
    [InlineData("cod=numeric", "FF1203")]
    [InlineData("kind=categorical", "FF2406")]
    public void Types_that_make_no_sense_are_refused(string types, string code)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rich.csv", Rich());
        Cli.Run("train", path, "--target", "kind", "--types", types, "--out", folder.At("m.safetensors")).Expect(2).Says(code);
        Cli.Run("check", path, "--target", "kind", "--types", types).Expect(2).Says(code);
    }

    [Fact]
    public void Codes_are_categories_where_a_person_says_so()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("rich.csv", Rich(200)), model = folder.At("m.safetensors");
        Cli.Run(["train", path, "--target", "kind", "--types", "code=categorical", "--out", model, .. Samples.Quick]).Expect(0);
        Assert.Contains("code (categories)", Cli.Run("inspect", model).Expect(0).Out, StringComparison.Ordinal);
        string rows = folder.Write("new.csv", "when,member,code,score\n01.01.2024,yes,1,2\n01.01.2024,yes,1.0,2\n01.01.2024,yes,9,2\n");
        var result = Cli.Run("predict", model, rows, "--proba").Expect(0).Says("FF2353");
        string[] lines = result.Out.Split('\n');
        Assert.Equal(lines[1].Split(',')[4..], lines[2].Split(',')[4..]);
    }
}
