using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Feedforward.Pictures;

namespace Feedforward.Studio.Tests.Pictures;

public partial class ChartTests
{
    private static readonly Series[] Two =
    [
        new("training", [new(0, 1), new(1, 0.5), new(2, 0.25)], 0),
        new("validation", [new(0, 1.5), new(1, double.NaN), new(2, -0.75)], 1),
    ];

    [Fact]
    public async Task A_chart_says_in_words_what_is_to_be_seen()
    {
        var chart = await Chart();
        var svg = Assert.Single(chart.Descendants("svg"));
        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Equal("training 0.25; validation −0.75", (string?)svg.Attribute("aria-label"));
        var named = await Chart(("Reading", "The cost falls."), ("Title", "Cost"));
        Assert.Equal("The cost falls.", (string?)named.Descendants("svg").Single().Attribute("aria-label"));
        Assert.Equal("Cost", named.Descendants("figcaption").Single().Value);
    }

    [Fact]
    public async Task The_numbers_of_a_chart_stand_in_its_table()
    {
        Assert.Empty((await Chart()).Descendants("table"));
        var table = (await Chart(("ShowTable", true), ("XLabel", "epoch"))).Descendants("table").Single();
        Assert.Equal(["epoch", "training", "validation"], table.Descendants("th").Select(cell => cell.Value));
        Assert.Equal(["0 1 1.5", "1 0.5 NaN", "2 0.25 −0.75"],
            table.Element("tbody")!.Elements("tr").Select(row => string.Join(' ', row.Elements("td").Select(cell => cell.Value))));
    }

    [Fact]
    public async Task A_value_that_is_not_finite_leaves_a_gap()
    {
        var paths = (await Chart()).With("path", "curve").Where(path => path.Parent!.Name == "svg").ToList();
        Assert.Equal(2, paths.Count);
        Assert.Equal((1, 2), Strokes(paths[0]));
        Assert.Equal((2, 0), Strokes(paths[1]));
        Assert.DoesNotContain("NaN", string.Concat(paths.Select(path => (string?)path.Attribute("d"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_curve_keeps_its_highest_and_lowest_points()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => i == 50_123 ? 7.0 : i == 70_321 ? -7.0 : Math.Sin(i / 1000.0)).ToArray();
        var chart = await Drawn.Of<LineChart>(new() { ["Series"] = new[] { Series.Of("long", values, 0) }, ["YRange"] = (-7.0, 7.0) });
        string path = (string)chart.With("path", "curve").Single().Attribute("d")!;
        Assert.InRange(path.Length, 100, 20_000);
        // The ends of the y axis are 34 and 202 units from the top.
        var heights = Height().Matches(path).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(34, heights.Min());
        Assert.Equal(202, heights.Max());
    }

    [Fact]
    public async Task Without_any_point_there_is_a_picture_all_the_same()
    {
        var chart = await Drawn.Of<LineChart>(new() { ["Series"] = new[] { new Series("none", [], 0) } });
        Assert.DoesNotContain("NaN", chart.ToString(), StringComparison.Ordinal);
        Assert.Equal("", (string?)chart.Descendants("svg").Single().Attribute("aria-label"));
        var same = await Drawn.Of<LineChart>(new() { ["Series"] = new[] { new Series("one", [new(3, 4)], 0) }, ["LogY"] = true });
        Assert.DoesNotContain("NaN", same.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_below_zero_go_to_the_left_and_have_a_look_of_their_own()
    {
        var chart = await Drawn.Of<BarChart>(new() { ["Bars"] = new[] { new Bar("w", 2), new Bar("b", -1) }, ["Low"] = -3.0, ["High"] = 3.0, ["ShowValues"] = true });
        var plus = chart.With("g", "plus").Single().Element("rect")!;
        var minus = chart.With("g", "minus").Single().Element("rect")!;
        Assert.Equal(Number(plus, "x"), Number(minus, "x") + Number(minus, "width"), 0.05);
        Assert.Equal(Number(plus, "width"), 2 * Number(minus, "width"), 0.05);
        Assert.Contains("−1", chart.With("g", "minus").Single().Value, StringComparison.Ordinal);
        Assert.Equal("w 2; b −1", (string?)chart.Descendants("svg").Single().Attribute("aria-label"));
    }

    [Fact]
    public async Task Pictures_are_the_same_in_every_culture()
    {
        var (line, bars) = (await Chart(("ShowTable", true)), await Bars());
        foreach (string culture in new[] { "de-DE", "zh-CN", "ar-EG", "fa-IR", "sv-SE" })
        {
            var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                Assert.Equal(line.ToString(), (await Chart(("ShowTable", true))).ToString());
                Assert.Equal(bars.ToString(), (await Bars()).ToString());
            }
            finally
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
            }
        }
    }

    [Fact]
    public async Task Names_cannot_become_markup()
    {
        const string name = "<script>alert(1)</script>\"'&";
        var chart = await Drawn.Of<LineChart>(new() { ["Series"] = new[] { new Series(name, [new(0, 1)], 0) }, ["Title"] = name, ["Legend"] = true, ["ShowTable"] = true });
        Assert.Empty(chart.Descendants("script"));
        Assert.Contains(chart.Descendants("text"), text => text.Value == name);
    }

    private static Task<XElement> Chart(params (string Name, object? Value)[] more) =>
        Drawn.Of<LineChart>(more.Append(("Series", (object?)Two)).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    private static Task<XElement> Bars() => Drawn.Of<BarChart>(new() { ["Bars"] = new[] { new Bar("w", 1234.5), new Bar("b", -0.125) }, ["ShowValues"] = true, ["ShowTable"] = true });

    private static (int Moves, int Lines) Strokes(XElement path)
    {
        string d = (string)path.Attribute("d")!;
        return (d.Count(c => c == 'M'), d.Count(c => c == 'L'));
    }

    private static double Number(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" ([\d.]+)")]
    private static partial Regex Height();

    /// <summary>The areas of columns are in the ratio of the counts where bins of other widths stand beside.</summary>
    [Fact]
    public async Task A_histogram_of_densities_keeps_areas()
    {
        var (narrow, wide) = (new ValueHistogram(-1, 1, [1, 3]), new ValueHistogram(-4, 4, [1, 3]));
        double top = new[] { narrow, wide }.Max(h => h.Densities()[1]);
        var heights = new List<double>();
        foreach (var data in new[] { narrow, wide })
        {
            var drawn = await Drawn.Of<Histogram>(new() { ["Data"] = data, ["XRange"] = (-4.0, 4.0), ["IsDensity"] = true, ["Top"] = top, ["ShowTable"] = true });
            var columns = Columns(drawn);
            Assert.Equal(2, columns.Count);
            Assert.Equal(3, columns[1].Height / columns[0].Height, 0.02);
            heights.Add(columns[1].Height);
            Assert.Equal(["1", "3"], drawn.Descendants("tr").Select(row => row.Elements("td").LastOrDefault()?.Value).OfType<string>());
        }
        Assert.Equal(4, heights[0] / heights[1], 0.05);
        // Numbers that are all the same are a line of the whole height.
        var same = Assert.Single(Columns(await Drawn.Of<Histogram>(new() { ["Data"] = new ValueHistogram(0, 0, [5, 0]), ["XRange"] = (-1.0, 1.0), ["IsDensity"] = true, ["Top"] = 2.0 })));
        Assert.True(same.Height > heights[0] - 1 && same.Width <= 2);
    }

    private static List<(double Width, double Height)> Columns(XElement drawn) =>
        [.. Regex.Matches((string)drawn.With("path", "columns").Single().Attribute("d")!, @"M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)").Select(m =>
        {
            double Part(int i) => double.Parse(m.Groups[i].Value, CultureInfo.InvariantCulture);
            return (Part(4) - Part(1), Part(2) - Part(3));
        })];
}
