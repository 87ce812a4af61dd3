using System.Globalization;
using System.Xml.Linq;

namespace Feedforward.Cli.Tests;

public class InspectSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_picture_is_one_file_with_all_weights_shapes_names_and_both_themes()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), file = folder.At("network.svg");
        var model = Model.Load(path);
        Assert.Contains("network.svg", Cli.Run("inspect", path, "--svg", file).Expect(0).Out, StringComparison.Ordinal);
        var picture = XDocument.Load(file).Root!;
        Assert.Equal(Svg + "svg", picture.Name);
        int weights = Enumerable.Range(0, model.Network.Layers.Count).Sum(l => model.Network.InputsOf(l) * model.Network.Layers[l].Units);
        Assert.Equal(weights, picture.Descendants(Svg + "line").Count(line => (string?)line.Attribute("class") == "stroke"));
        string[] texts = [.. picture.Descendants(Svg + "text").Select(text => text.Value)];
        foreach (string word in new[] { "dense 4 · relu", "a² (1,4)", "w¹ (4,4) | b (4)", "20 parameters", "dense 2 · softmax", "10 parameters", "left", "right" }) Assert.Contains(word, texts);
        string style = picture.Element(Svg + "style")!.Value;
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "href" or "src" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_are_text_in_the_readers_language_and_numbers_the_same_in_every_culture()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), english = folder.At("a.svg"), german = folder.At("b.svg"), chinese = folder.At("c.svg");
        Cli.Run("inspect", path, "--svg", english).Expect(0);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Cli.Run("inspect", path, "--svg", german).Expect(0);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(File.ReadAllText(english), File.ReadAllText(german));
        Cli.Run("inspect", path, "--lang", "zh", "--svg", chinese).Expect(0);
        string text = File.ReadAllText(chinese);
        Assert.Contains("20 个参数", text, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exists_stays_unless_it_may_be_replaced()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), file = folder.Write("network.svg", "mine");
        Cli.Run("inspect", path, "--svg", file).Expect(2).Says("FF1240");
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(2, Cli.Run("inspect", path, "--svg", file, "--force", "--json").Expect(0).Events.Single().GetProperty("layers").GetArrayLength());
        Assert.Contains("<svg", File.ReadAllText(file), StringComparison.Ordinal);
    }
}
