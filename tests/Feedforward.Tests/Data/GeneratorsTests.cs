using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Feedforward.Tests.Data;

public sealed class GeneratorsTests
{
    public static TheoryData<string> Tables => [.. Generators.All.OfType<TableGenerator>().Select(generator => generator.Name)];

    public static TheoryData<string> Classes => [.. Generators.All.OfType<TableGenerator>().Where(g => g.Target == "class").Select(g => g.Name)];

    private static TableGenerator Find(string name) => Assert.IsType<TableGenerator>(Generators.Find(name));

    private static string Text(Table table) =>
        string.Join('\n', Enumerable.Range(0, table.Rows).Select(row =>
            string.Join(',', table.Columns.Select(column => table.Original(row, column.Name)))));

    [Fact]
    public void Every_generator_has_a_name_of_its_own_and_one_line_in_both_languages()
    {
        Assert.Equal(Generators.All.Count, Generators.All.Select(generator => generator.Name).Distinct().Count());
        var culture = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var generator in Generators.All)
            {
                CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
                string english = generator.Description;
                CultureInfo.CurrentUICulture = new("zh-CN");
                Assert.NotEqual(english, generator.Description);
                Assert.DoesNotContain('\n', english);
                Assert.Same(generator, Generators.Find(generator.Name.ToUpperInvariant()));
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
        Assert.Null(Generators.Find("nothing"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_has_its_default_rows_its_target_and_its_name(string name)
    {
        var generator = Find(name);
        var table = generator.Make();
        Assert.Equal(generator.Count, table.Rows);
        Assert.Equal(generator.Target, table.Columns[^1].Name);
        Assert.Equal(name, table.Source);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_same_seed_gives_the_same_table_and_fewer_rows_are_the_first_of_more(string name)
    {
        var generator = Find(name);
        Assert.Equal(Text(generator.Make(60, seed: 5)), Text(generator.Make(60, seed: 5)));
        Assert.Equal(Text(generator.Make(60, seed: 5)), Text(generator.Make(90, seed: 5).First(60)));
        Assert.NotEqual(Text(generator.Make(60, seed: 5)), Text(generator.Make(60, seed: 6)));
        Assert.NotEqual(Text(generator.Make(60, noise: 0.5)), Text(generator.Make(60, noise: 0)));
    }

    [Fact]
    public void All_tables_together_are_these_on_every_machine()
    {
        string all = string.Join('\n', Generators.All.OfType<TableGenerator>().OrderBy(g => g.Name, StringComparer.Ordinal).Select(g => Text(g.Make())));
        Assert.Equal("E32CF2507DA1644D", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16]);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_count_or_a_noise_out_of_range_is_refused_with_the_range(string name)
    {
        foreach (int count in new[] { 0, -5, 10_000_001 })
            Refused($"count = {count} is out of range: expected 1 … 10000000.", () => Find(name).Make(count));
        foreach (double noise in new[] { -0.1, 10.1, double.NaN, double.PositiveInfinity })
            Refused(string.Create(CultureInfo.InvariantCulture, $"noise = {noise} is out of range: expected 0 … 10."), () => Find(name).Make(10, noise));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Classes_are_texts_and_equally_large(string name)
    {
        var table = Find(name).Make(600);
        var column = Assert.IsType<TextColumn>(table["class"]);
        var sizes = Enumerable.Range(0, 600).CountBy(row => column[row]!).ToArray();
        Assert.InRange(sizes.Length, 2, 3);
        Assert.All(sizes, size => Assert.Equal(600 / sizes.Length, size.Value));
    }

    [Fact]
    public void Without_noise_the_points_lie_where_the_formulas_say()
    {
        foreach (var (x, y, label) in Points("circles"))
            Assert.Equal(label == "inner" ? 0.5 : 1, Math.Sqrt((x * x) + (y * y)), 3);
        foreach (var (x, y, label) in Points("xor"))
            Assert.Equal(label == "same" ? 1 : -1, x * y, 3);
        foreach (var (x, y, label) in Points("moons"))
            Assert.Equal(1, label == "upper" ? (x * x) + (y * y) : ((x - 1) * (x - 1)) + ((y - 0.5) * (y - 0.5)), 3);
        foreach (var (x, y, label) in Points("spiral"))
        {
            double radius = Math.Sqrt((x * x) + (y * y)), arm = label == "red" ? 0 : label == "green" ? 1 : 2;
            double expected = 2 * Math.PI * (((radius - 0.1) / 0.9) + (arm / 3));
            Assert.InRange(Math.Abs(Math.Sin((Math.Atan2(y, x) - expected) / 2)), 0, 2e-3);
        }
        Assert.Equal(3, Points("blobs").Distinct().Count());
    }

    [Fact]
    public void Without_noise_the_surfaces_are_the_formulas()
    {
        Check("plane", (x, y) => (2 * x) - y + 0.5);
        Check("ridge", (x, y) => Math.Sin(Math.PI * (x + (2 * y))));
        Check("saddle", (x, y) => (x * x) - (y * y));
        Check("hills", (x, y) => Math.Exp(-(Square(x + 0.5) + Square(y + 0.4)) / 0.15)
            + (0.7 * Math.Exp(-(Square(x - 0.4) + Square(y - 0.5)) / 0.1)) - (0.8 * Math.Exp(-(Square(x - 0.5) + Square(y + 0.5)) / 0.12)));
    }

    [Fact]
    public void The_noise_of_a_surface_is_as_strong_as_asked_for()
    {
        var table = Find("plane").Make(4000, 0.3);
        double sum = Enumerable.Range(0, 4000).Sum(row => Square(Number(table, row, "z") - (2 * Number(table, row, "x")) + Number(table, row, "y") - 0.5));
        Assert.InRange(Math.Sqrt(sum / 4000), 0.28, 0.32);
    }

    [Fact]
    public void Flowers_are_three_species_with_four_measures_a_habitat_and_some_blanks()
    {
        var table = Find("flowers").Make();
        Assert.Equal(["petal_length", "petal_width", "sepal_length", "sepal_width", "habitat", "species"], table.Columns.Select(c => c.Name));
        Assert.Equal(["lily", "iris", "poppy"], Assert.IsType<TextColumn>(table["species"]).Values);
        Assert.Equal(["forest", "meadow", "shore"], Assert.IsType<TextColumn>(table["habitat"]).Values.Order());
        Assert.Equal(333, table.Rows);
        foreach (string full in new[] { "petal_length", "petal_width", "sepal_length", "species" })
            Assert.Equal(0, Blanks(table, full));
        Assert.InRange(Blanks(table, "sepal_width"), 3, 25);
        Assert.InRange(Blanks(table, "habitat"), 3, 30);
        foreach (string measure in new[] { "petal_length", "petal_width", "sepal_length" })
            Assert.All(Enumerable.Range(0, 333), row => Assert.InRange(Number(table, row, measure), 0.1, 12));
    }

    // Neither trivial nor hopeless: the nearest mean of three measures is right for most flowers, not for all.
    [Fact]
    public void Flowers_can_be_told_apart_but_not_without_a_mistake()
    {
        var table = Find("flowers").Make(3000);
        string[] measures = ["petal_length", "petal_width", "sepal_length"];
        double[][] rows = [.. Enumerable.Range(0, 3000).Select(row => measures.Select(m => Number(table, row, m)).ToArray())];
        double[][] means = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 3).Select(m => rows.Where((_, i) => i % 3 == k).Average(r => r[m])).ToArray())];
        int right = rows.Where((r, i) => Enumerable.Range(0, 3).MinBy(k => r.Zip(means[k], (a, b) => Square(a - b)).Sum()) == i % 3).Count();
        Assert.InRange(right / 3000.0, 0.92, 0.995);
    }

    private static int Blanks(Table table, string column) => Enumerable.Range(0, table.Rows).Count(row => table[column].IsBlank(row));

    private static double Square(double x) => x * x;

    private static double Number(Table table, int row, string column) => table.Number(row, column)!.Value;

    private static IEnumerable<(double X, double Y, string Label)> Points(string name)
    {
        var table = Find(name).Make(120, 0);
        return Enumerable.Range(0, 120).Select(row => (Number(table, row, "x"), Number(table, row, "y"), table.Text(row, "class")!));
    }

    private static void Check(string name, Func<double, double, double> height)
    {
        var table = Find(name).Make(100, 0);
        for (int row = 0; row < 100; row++)
            Assert.Equal(height(Number(table, row, "x"), Number(table, row, "y")), Number(table, row, "z"), 6e-5);
    }

    private static void Refused(string sentence, Func<Table> make)
    {
        var error = Assert.Throws<OptionException>(make);
        Assert.Equal("FF1001", error.Code);
        Assert.Equal(sentence, error.Notice.Sentence);
    }
}
