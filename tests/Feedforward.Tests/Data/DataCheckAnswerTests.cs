namespace Feedforward.Tests.Data;

/// <summary>What a check says about classes, about columns that give the answer away, and about rows to test on.</summary>
public class DataCheckAnswerTests
{
    private const int Rows = 400;

    private static double[] Noise(int seed, int rows = Rows) => [.. Enumerable.Range(0, rows).Select(i => (double)((((uint)(i + (seed * 7919)) * 2654435761u) ^ 0x5bd1e995u) * 2246822519u) / uint.MaxValue)];

    private static Table Numbers(double[] target, params (string Name, double[] Values)[] columns) =>
        Table.FromColumns("t.csv", [.. columns.Select(c => new NumberColumn(c.Name, c.Values)), new NumberColumn("y", target)]);

    private static Table Classed(string[] target, params Column[] columns) =>
        Table.FromColumns("t.csv", [new NumberColumn("x", Noise(1, target.Length)), .. columns, new TextColumn("y", target)]);

    private static string[] Halves(double[] noise) => [.. noise.Select(v => v < 0.5 ? "a" : "b")];

    private static List<Finding> Found(Table table, params string[] codes) => [.. DataCheck.Run(table, "y").Findings.Where(f => codes.Contains(f.Notice.Code))];

    private static readonly string[] OfNumbers = ["FF2412", "FF2413", "FF2414", "FF2415"], OfClasses = ["FF2416", "FF2417", "FF2418"];

    [Fact]
    public void A_column_that_is_the_target_in_other_units_leaks_and_one_with_noise_is_only_strong()
    {
        double[] x = Noise(1), noise = Noise(2), y = [.. x.Select(v => (1000 * v) + 5)];
        Assert.Equal("FF2412", Assert.Single(Found(Numbers(y, ("x", x), ("z", Noise(3))), OfNumbers)).Notice.Code);
        double[] strong = [.. x.Zip(noise, (v, n) => v + (0.4 * n))], weak = [.. x.Zip(noise, (v, n) => v + n)];
        Assert.Equal("FF2414", Assert.Single(Found(Numbers(y, ("x", strong), ("z", Noise(3))), OfNumbers)).Notice.Code);
        Assert.Empty(Found(Numbers(y, ("x", weak), ("z", Noise(3))), OfNumbers));
    }

    [Fact]
    public void A_column_on_the_scale_of_the_target_is_told_earlier()
    {
        double[] y = Noise(1), noise = Noise(2), near = [.. y.Zip(noise, (v, n) => v + (0.6 * (n - 0.5)))];
        Assert.Equal("FF2415", Assert.Single(Found(Numbers(y, ("before", near), ("z", Noise(3))), OfNumbers)).Notice.Code);
        Assert.Empty(Found(Numbers(y, ("before", [.. near.Select(v => 10 * v)]), ("z", Noise(3))), OfNumbers));
        Assert.Empty(Found(Numbers(y, ("before", [.. near.Select(v => v + 5)]), ("z", Noise(3))), OfNumbers));
    }

    [Fact]
    public void Sums_of_two_and_of_three_columns_leak()
    {
        double[] a = Noise(1), b = Noise(2), c = Noise(3), d = Noise(4), e = Noise(5);
        double[] two = [.. a.Zip(c, (p, q) => (2 * p) - q)], three = [.. a.Select((p, i) => p + b[i] + (3 * d[i]))];
        string Named(double[] target) => Assert.Single(Found(Numbers(target, ("a", a), ("b", b), ("c", c), ("d", d)), "FF2413")).Notice.Fix!;
        Assert.EndsWith("--ignore a,c", Named(two), StringComparison.Ordinal);
        Assert.Equal(["a", "b", "d"], Named(three).Split(' ')[^1].Split(',').Order());
        double[] nearly = [.. three.Zip(e, (t, n) => t + (0.1 * n))], four = [.. three.Zip(c, (t, q) => t + q)];
        Assert.Empty(Found(Numbers(nearly, ("a", a), ("b", b), ("c", c), ("d", d)), "FF2413"));
        Assert.Empty(Found(Numbers(four, ("a", a), ("b", b), ("c", c), ("d", d)), "FF2413"));
        Assert.Empty(Found(Numbers(three[..39], ("a", a[..39]), ("b", b[..39]), ("d", d[..39])), OfNumbers));
    }

    [Fact]
    public void Equal_columns_and_blanks_do_not_upset_the_sums()
    {
        double[] a = Noise(1), b = Noise(2), y = [.. a.Zip(b, (p, q) => p + q)], holes = [.. a];
        holes[3] = double.NaN;
        Assert.Equal("FF2413", Assert.Single(Found(Numbers(y, ("a", a), ("a2", a), ("b", b)), "FF2413")).Notice.Code);
        Assert.Empty(Found(Numbers(y, ("a", holes), ("a2", holes)), "FF2413"));
    }

    [Fact]
    public void Categories_from_which_a_number_follows_leak()
    {
        string[] city = [.. Noise(1).Select(v => $"c{(int)(v * 4)}")];
        double[] y = [.. city.Select(c => c[1] - 40.0)], mixed = [.. y.Zip(Noise(2), (v, n) => v + (6 * n))];
        Table Of(double[] target) => Table.FromColumns("t.csv", new TextColumn("city", city), new NumberColumn("z", Noise(3)), new NumberColumn("y", target));
        Assert.Contains(DataCheck.Run(Of(y), "y", new() { Columns = new() { Task = LearningTask.Regression } }).Findings, f => f.Notice.Code == "FF2412");
        Assert.Empty(Found(Of(mixed), OfNumbers));
    }

    [Fact]
    public void A_number_or_a_category_that_decides_the_class_leaks()
    {
        double[] x = Noise(2);
        string[] y = Halves(x);
        Assert.Equal("FF2416", Assert.Single(Found(Classed(y, new NumberColumn("score", x)), OfClasses)).Notice.Code);
        Assert.Equal("FF2416", Assert.Single(Found(Classed(y, new TextColumn("word", [.. y.Select(v => v == "a" ? "yes" : "no")])), OfClasses)).Notice.Code);
        // Of three classes, the middle one too.
        string[] three = [.. x.Select(v => v < 0.3 ? "a" : v < 0.6 ? "b" : "c")];
        Assert.Equal("FF2416", Assert.Single(Found(Classed(three, new NumberColumn("score", x)), OfClasses)).Notice.Code);
        string[] others = [.. y];
        for (int i = 0; i < 3; i++) others[i * 100] = others[i * 100] == "a" ? "b" : "a";
        Assert.Equal("FF2417", Assert.Single(Found(Classed(others, new NumberColumn("score", x)), OfClasses)).Notice.Code);
        for (int i = 0; i < Rows; i += 8) others[i] = "a";
        Assert.Empty(Found(Classed(others, new NumberColumn("score", x)), OfClasses));
        Assert.Empty(Found(Classed(y, new NumberColumn("score", Noise(6)), new TextColumn("word", Halves(Noise(7)))), OfClasses));
    }

    [Fact]
    public void A_number_that_puts_two_classes_in_order_is_told_where_one_is_rare()
    {
        double[] x = Noise(2);
        // Half of the upper twentieth: no threshold is right often, but all of them are at the top.
        string[] y = [.. x.Select((v, i) => v > 0.95 && i % 2 == 0 ? "rare" : "usual")];
        double[] dull = [.. x.Select(v => v > 0.6 ? 0.6 : v)];
        var found = Found(Classed(y, new NumberColumn("score", x)), OfClasses);
        Assert.DoesNotContain(found, f => f.Severity == Severity.Warning);
        Assert.Empty(Found(Classed(y, new NumberColumn("score", dull)), OfClasses));
        string[] top = [.. x.Select((v, i) => v > 0.99 || (v > 0.97 && i % 3 == 0) ? "rare" : "usual")];
        Assert.Equal("FF2418", Assert.Single(Found(Classed(top, new NumberColumn("score", x)), OfClasses)).Notice.Code);
    }

    [Fact]
    public void Identifiers_and_other_columns_that_are_no_inputs_leak_nothing()
    {
        string[] y = Halves(Noise(2));
        var table = Classed(y, new TextColumn("id", [.. Enumerable.Range(0, Rows).Select(i => $"n{i}")]), new NumberColumn("score", Noise(2)));
        Assert.Equal(["score"], Found(table, OfClasses).Select(f => f.Notice.Sentence.Split('"')[1]));
        Assert.DoesNotContain(DataCheck.Run(table, "y", new() { Columns = new() { Ignore = ["score"] } }).Findings, f => OfClasses.Contains(f.Notice.Code));
    }

    [Theory]
    [InlineData(380, Severity.Warning)]
    [InlineData(379, Severity.Info)]
    [InlineData(319, null)]
    public void A_class_that_has_most_rows_is_told(int rows, Severity? severity)
    {
        string[] y = [.. Enumerable.Range(0, Rows).Select(i => i * 37 % Rows < rows ? "no" : "yes")];
        Assert.Equal(severity, Found(Classed(y), "FF2422").FirstOrDefault()?.Severity);
    }

    [Fact]
    public void Rare_classes_and_too_many_of_them_are_told()
    {
        string[] y = Halves(Noise(2));
        (y[0], y[1], y[2], y[3], y[4]) = ("c", "c", "c", "c", "d");
        var found = Found(Classed(y), "FF2421", "FF2337");
        Assert.Equal(["FF2337", "FF2421"], found.Select(f => f.Notice.Code));
        Assert.Contains("c 4", found[1].Notice.Sentence, StringComparison.Ordinal);
        y[5] = "c";
        Assert.Empty(Found(Classed(y), "FF2421"));
        string[] many = [.. Enumerable.Range(0, 60).Select(i => $"k{i % 31}")], fewer = [.. Enumerable.Range(0, 60).Select(i => $"k{i % 30}")];
        Assert.Equal(Severity.Error, Assert.Single(Found(Classed(many), "FF2420")).Severity);
        Assert.Empty(Found(Classed(fewer), "FF2420"));
    }

    [Fact]
    public void Test_rows_are_compared_with_the_others()
    {
        string[] y = Halves(Noise(2)), word = Halves(Noise(4));
        var train = Classed(y, new TextColumn("word", word));
        List<Finding> Against(Table test) => [.. DataCheck.Run(train, "y", new() { Test = test }).Findings.Where(f => f.Severity >= Severity.Warning)];
        var other = Table.FromColumns("test.csv", new NumberColumn("x", Noise(8)), new TextColumn("word", Halves(Noise(5))), new TextColumn("y", Halves(Noise(6))));
        Assert.Empty(Against(other));
        // Words in another order of appearance are the same words; a column more does not matter.
        var same = Table.FromColumns("test.csv", new TextColumn("y", [y[7], y[3], "b"]), new NumberColumn("more", [1, 2, 3]),
            new TextColumn("word", [word[7], word[3], "a"]), new NumberColumn("x", [train.Number(7, "x")!.Value, train.Number(3, "x")!.Value, 0.5]));
        var found = Against(same);
        Assert.Equal(["FF2352", "FF2434"], found.Select(f => f.Notice.Code));
        Assert.StartsWith("2 of 3 rows (66.7 %) of test.csv", found[1].Notice.Sentence, StringComparison.Ordinal);
        var odd = Table.FromColumns("test.csv", new NumberColumn("x", [0.1, 9]), new TextColumn("word", ["a", "new"]), new TextColumn("y", ["a", "c"]));
        Assert.Equal(["FF2356", "FF2353", "FF2358"], Against(odd).Select(f => f.Notice.Code));
        Assert.Equal("FF2350", Assert.Single(Against(odd.Without("word"))).Notice.Code);
    }
}
