namespace Feedforward.Tests.Data;

public class DataCheckTests
{
    /// <summary>Numbers from 0 to 1 without order, the same at every call.</summary>
    private static double[] Noise(int rows, int seed = 1) => [.. Enumerable.Range(0, rows).Select(i => (double)((((uint)(i + (seed * 7919)) * 2654435761u) ^ 0x5bd1e995u) * 2246822519u) / uint.MaxValue)];

    private static string[] Classes(int rows) => [.. Noise(rows, 9).Select(v => v < 0.5 ? "a" : "b")];

    private static Table With(int rows, params Column[] columns) =>
        Table.FromColumns("t.csv", [new NumberColumn("x", Noise(rows)), .. columns, new TextColumn("y", Classes(rows))]);

    private static Table WithNumber(double[] target, params Column[] columns) =>
        Table.FromColumns("t.csv", [new NumberColumn("x", Noise(target.Length)), .. columns, new NumberColumn("y", target)]);

    private static string[] Codes(Table table, string? target = "y", DataCheckOptions? options = null) =>
        [.. DataCheck.Run(table, target, options).Findings.Select(f => f.Notice.Code)];

    private static Finding Find(Table table, string code, DataCheckOptions? options = null) =>
        Assert.Single(DataCheck.Run(table, "y", options).Findings, f => f.Notice.Code == code);

    private static DataCheckOptions Regression => new() { Columns = new() { Task = LearningTask.Regression } };

    [Fact]
    public void A_table_without_faults_gives_its_size_its_types_and_its_classes()
    {
        var report = DataCheck.Run(With(100, new TextColumn("c", [.. Enumerable.Range(0, 100).Select(i => $"k{i * 7 % 5 % 3}")])), "y");
        Assert.Equal([("FF2440", Severity.Ok), ("FF2330", Severity.Info), ("FF2441", Severity.Info), ("FF2426", Severity.Info)],
            report.Findings.Select(f => (f.Notice.Code, f.Severity)));
        Assert.False(report.Has(Severity.Warning));
        Assert.Equal((100, LearningTask.Classification, "t.csv"), (report.Rows, report.Task, report.Source));
        Assert.Equal(100, report.Classes.Sum(c => c.Rows));
        Assert.Equal(["a", "b"], report.Classes.Select(c => c.Class));
        Assert.Contains("1 numeric, 1 categorical", report.Findings[2].Notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_summed_up()
    {
        var table = Table.FromColumns("t.csv",
            new NumberColumn("n", [3, 1, double.NaN, 2, 2]), new TextColumn("c", ["q", "p", null, "p", "q"]), new NumberColumn("void", [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]),
            new TextColumn("y", ["a", "b", "a", "b", "a"]));
        var columns = DataCheck.Run(table, "y").Columns;
        Assert.Equal(new ColumnSummary("n", ColumnType.Numeric, ColumnRole.Input, 1, 3) { Low = 1, Median = 2, High = 3 }, columns[0]);
        Assert.Equal((ColumnType.Categorical, 1, 2), (columns[1].Type, columns[1].Blanks, columns[1].Distinct));
        Assert.Equal([("p", 2), ("q", 2)], columns[1].Top);
        Assert.Equal(new ColumnSummary("void", ColumnType.Numeric, ColumnRole.LeftOut, 5, 0), columns[2]);
        Assert.Equal(ColumnRole.Target, columns[3].Role);
    }

    [Fact]
    public void What_a_pipeline_says_is_said_in_its_words()
    {
        var table = With(60, new NumberColumn("id", [.. Enumerable.Range(1, 60).Select(i => (double)i)]), new NumberColumn("blank", [double.NaN, .. Noise(59, 3)]),
            new NumberColumn("same", [.. Enumerable.Repeat(7.0, 60)]), new TextColumn("who", [.. Enumerable.Range(0, 60).Select(i => $"p{i}")]));
        var notices = Pipeline.Fit(table, "y").Notices;
        var findings = DataCheck.Run(table, "y").Findings;
        Assert.Equal(4, notices.Count);
        foreach (var notice in notices) Assert.Contains(findings, f => f.Notice == notice && f.Severity == (notice.Code == "FF2333" ? Severity.Info : Severity.Warning));
    }

    [Fact]
    public void Every_column_that_cannot_be_used_is_an_error_and_so_is_a_target()
    {
        string?[] dates = [.. Enumerable.Range(0, 60).Select(i => i == 7 ? "soon" : $"2024-01-{(i % 30) + 1:00}")];
        var table = With(60, new TextColumn("from", dates), new TextColumn("to", dates));
        var errors = DataCheck.Run(table, "y").Findings.Where(f => f.Severity == Severity.Error).ToList();
        Assert.Equal([("FF2402", "t.csv:8:2"), ("FF2402", "t.csv:8:3")], errors.Select(f => (f.Notice.Code, f.Notice.Place)));
        Assert.DoesNotContain(DataCheck.Run(table, "y", new() { Columns = new() { Ignore = ["from", "to"] } }).Findings, f => f.Severity == Severity.Error);
        var one = Table.FromColumns("t.csv", new NumberColumn("x", [1, 2, 4]), new TextColumn("y", ["a", "a", "a"]));
        Assert.Equal(Severity.Error, Find(one, "FF2341").Severity);
        var blank = Table.FromColumns("t.csv", new NumberColumn("x", [1, 2, 4]), new TextColumn("y", ["a", null, "b"]));
        Assert.Equal("t.csv:2:2", Find(blank, "FF2340").Notice.Place);
        Assert.Null(DataCheck.Run(blank, "y").Task);
        Assert.Contains("FF2347", Codes(Table.FromColumns("t.csv", new NumberColumn("x", [1, 1, 1]), new TextColumn("y", ["a", "b", "a"]))));
    }

    [Fact]
    public void Without_a_target_nothing_is_guessed_about_it()
    {
        var report = DataCheck.Run(With(60));
        Assert.Equal(["FF2440", "FF2442", "FF2441"], report.Findings.Select(f => f.Notice.Code));
        Assert.Null(report.Task);
        Assert.Equal("FF1203", Assert.Throws<OptionException>(() => DataCheck.Run(With(60), "z")).Code);
        Assert.Equal("FF1230", Assert.Throws<OptionException>(() => DataCheck.Run(With(60), "y", new() { Columns = new() { Ignore = ["y"] } })).Code);
    }

    [Theory]
    [InlineData(200, "FF2410", Severity.Info)]
    [InlineData(100, "FF2105", Severity.Warning)]
    public void Repeated_rows_are_told_by_their_share(int rows, string code, Severity severity)
    {
        double[] x = Noise(rows);
        string[] y = Classes(rows);
        (x[30], y[30]) = (x[10], y[10]);
        var finding = Find(Table.FromColumns("t.csv", new NumberColumn("x", x), new TextColumn("y", y)), code);
        Assert.Equal(severity, finding.Severity);
        Assert.StartsWith($"1 of {rows} rows", finding.Notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_repeats_another_is_told()
    {
        double[] again = Noise(80), nearly = Noise(80);
        nearly[79] += 1e-9;
        string[] words = [.. Noise(80, 4).Select(v => v < 0.5 ? "p" : "q")], other = [.. words.Select(w => w == "p" ? "r" : "s")];
        var table = With(80, new NumberColumn("again", again), new NumberColumn("nearly", nearly), new TextColumn("w", words), new TextColumn("w2", words), new TextColumn("other", other));
        var found = DataCheck.Run(table, "y").Findings.Where(f => f.Notice.Code == "FF2411").ToList();
        Assert.Equal(["Column \"again\" holds the same as column \"x\" in every row.", "Column \"w2\" holds the same as column \"w\" in every row."], found.Select(f => f.Notice.Sentence));
    }

    [Fact]
    public void A_number_that_stands_for_an_unknown_one_is_told()
    {
        static NumberColumn Ended(params double[] ends) => new("s", [.. Noise(100, 2).Select(v => 10 + Math.Round(v * 20)).Take(100 - ends.Length), .. ends]);
        foreach (double sentinel in (double[])[-999, -99, 9999, 999, -1])
        {
            var notice = Find(With(100, Ended(sentinel, sentinel)), "FF2430").Notice;
            Assert.Contains($"is {sentinel} in 2 rows", notice.Sentence, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("FF2430", Codes(With(100, Ended(-999))));
        Assert.DoesNotContain("FF2430", Codes(With(100, Ended(-998, -998))));
        Assert.DoesNotContain("FF2430", Codes(With(100, Ended(99, 99, 95))));
        Assert.DoesNotContain("FF2430", Codes(With(100, Ended(-1, -1, -2))));
    }

    [Fact]
    public void Numbers_that_were_cut_off_or_lie_far_out_are_told()
    {
        double[] capped = [.. Noise(400, 2).Select(v => Math.Min(v * 10, 9))], free = [.. Noise(400, 2).Select(v => v * 10)];
        Assert.Contains("c 9 (", Find(With(400, new NumberColumn("c", capped)), "FF2424").Notice.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("FF2424", Codes(With(400, new NumberColumn("c", free))));
        Assert.DoesNotContain("FF2424", Codes(With(400, new NumberColumn("c", [.. Noise(400, 2).Select(v => Math.Min(v * 1.2, 1))]))));
        double[] far = [.. free];
        far[17] = 1e4;
        Assert.Equal("FF2431", Find(With(400, new NumberColumn("c", far)), "FF2431").Notice.Code);
        far[17] = 100;
        Assert.DoesNotContain("FF2431", Codes(With(400, new NumberColumn("c", far))));
    }

    [Fact]
    public void Texts_that_are_mostly_numbers_are_told()
    {
        static TextColumn Mixed(int others, string form) => new("m", [.. Enumerable.Range(0, 100).Select(i => i < others ? "low" : string.Format(null, form, i % 9))]);
        foreach (string form in (string[])["{0}.5", "{0},5", "{0}1 %", "${0}"])
            Assert.Equal(Severity.Warning, Find(With(100, Mixed(15, form)), "FF2432").Severity);
        Assert.DoesNotContain("FF2432", Codes(With(100, Mixed(25, "{0}.5"))));
        Assert.DoesNotContain("FF2432", Codes(With(100, Mixed(15, "level {0}"))));
        Assert.DoesNotContain("FF2432", Codes(With(100, Mixed(15, "00{0}"))));
    }

    [Fact]
    public void Whole_numbers_that_may_be_codes_are_told()
    {
        static NumberColumn Code(int from, int step) => new("code", [.. Noise(120, 2).Select(v => from + (step * Math.Floor(v * 4)))]);
        Assert.Contains("--types code=categorical", Find(With(120, Code(1, 1)), "FF2433").Notice.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("FF2433", Codes(With(120, Code(1, 2))));
        Assert.DoesNotContain("FF2433", Codes(With(120, Code(5, 1))));
        Assert.DoesNotContain("FF2433", Codes(With(90, new NumberColumn("code", [.. Noise(90, 2).Select(v => 1 + Math.Floor(v * 4))]))));
    }

    [Fact]
    public void A_target_with_a_long_tail_or_few_values_is_told()
    {
        double[] tail = [.. Noise(300, 5).Select(v => 1 / (v + 0.001))], even = Noise(300, 5), few = [.. Noise(300, 5).Select(v => Math.Floor(v * 5))];
        Assert.Contains("FF2423", Codes(WithNumber(tail)));
        Assert.DoesNotContain("FF2423", Codes(WithNumber(even)));
        Assert.Contains("FF2425", Codes(WithNumber(few), "y", Regression));
        Assert.DoesNotContain("FF2425", Codes(WithNumber(even)));
        Assert.Contains("FF2427", Codes(WithNumber(even)));
    }

    [Fact]
    public void Images_are_checked_for_repeats_blanks_and_classes()
    {
        byte[] pixels = [.. Enumerable.Range(0, 40).SelectMany(i => new byte[] { (byte)i, (byte)(i * 3), 1, 2 })];
        ImageSet Set(params int[] labels) => new(pixels, 2, 2, [.. Enumerable.Range(0, 40).Select(i => labels[i % labels.Length])], ["cat", "dog"], "pets");
        Assert.Equal(["FF2443", "FF2426"], DataCheck.Run(Set(0, 1)).Findings.Select(f => f.Notice.Code));
        pixels[4..8].CopyTo(pixels, 8);
        new byte[] { 9, 9, 9, 9 }.CopyTo(pixels, 20);
        var report = DataCheck.Run(Set(0, 1));
        Assert.Equal(["FF2443", "FF2445", "FF2444", "FF2426"], report.Findings.Select(f => f.Notice.Code));
        Assert.StartsWith("1 image repeats another one: 1 and 2 (counted from 0); 1 of them", report.Findings[2].Notice.Sentence, StringComparison.Ordinal);
        Assert.Equal([("cat", 20), ("dog", 20)], report.Classes);
        Assert.Equal(Severity.Error, DataCheck.Run(Set(1)).Findings.Single(f => f.Notice.Code == "FF2341").Severity);
        Assert.Contains(DataCheck.Run(Set([0, .. Enumerable.Repeat(1, 39)])).Findings, f => f.Notice.Code == "FF2422");
        Assert.Contains(DataCheck.Run(new ImageSet(pixels, 2, 2, null, [], "pets")).Findings, f => f.Notice.Code == "FF2446");
    }
}
