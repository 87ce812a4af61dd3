using System.Globalization;
using System.Text;

namespace Feedforward.Cli.Tests;

/// <summary>Several target columns: labels and numbers, from training to the answers.</summary>
public class TargetsTests
{
    /// <summary>Two inputs; two labels, of words and of 0 and 1; two numbers of different units.</summary>
    private static string Data(int rows = 200)
    {
        var text = new StringBuilder("a,b,warm,\"wet, cold\",height,weight\n");
        for (int i = 0; i < rows; i++)
        {
            double a = Math.Round(Math.Sin(i * 1.7), 3), b = Math.Round(Math.Cos(i * 2.3), 3);
            text.Append(CultureInfo.InvariantCulture, $"{a},{b},{(a + b > 0.1 ? "yes" : "no")},{(a > b ? 1 : 0)},{Math.Round(a - (2 * b), 3)},{Math.Round((1000 * b) + (200 * a))}\n");
        }
        return text.ToString();
    }

    private static Result Train(TemporaryFolder folder, string targets, params string[] more) => Cli.Run(
        ["train", folder.Write("data.csv", Data()), "--target", targets, "--out", folder.At("m.safetensors"), "--force", "--epochs", "80", "--lr", "0.02", .. more]);

    private static string[][] Cells(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];

    [Fact]
    public void Labels_are_learned_measured_and_predicted()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("labels.csv", Data().Replace("\"wet, cold\"", "wet", StringComparison.Ordinal)), path = folder.At("m.safetensors");
        Cli.Run("train", data, "--target", "warm,wet", "--ignore", "height,weight", "--out", path, "--epochs", "80", "--lr", "0.02").Expect(0)
            .Says("2 labels (warm, wet)", "(multi-label)", "2 sigmoid", "cross-entropy", "(random, seed 42)", "val_acc=", "labels right", "rows all right", "micro F1", "macro F1");
        var evaluation = Cli.Run("evaluate", path, data, "--json").Expect(0).Events.Single();
        Assert.True(evaluation.GetProperty("exact_match").GetDouble() > 0.9, evaluation.ToString());
        Assert.Equal(["warm", "wet"], evaluation.GetProperty("labels").EnumerateArray().Select(l => l.GetProperty("name").GetString()));
        Assert.All(evaluation.GetProperty("labels").EnumerateArray(), l => Assert.Equal(200,
            new[] { "true_positives", "false_positives", "false_negatives", "true_negatives" }.Sum(n => l.GetProperty(n).GetInt32())));
        string table = Cli.Run("evaluate", path, data).Expect(0).Out;
        Assert.All(new[] { "label", "precision", "recall", "F1", "warm", "wet" }, word => Assert.Contains(word, table, StringComparison.Ordinal));

        string[][] rows = Cells(Cli.Run("predict", path, data, "--proba").Expect(0).Out);
        Assert.Equal(["prediction_warm", "prediction_wet", "probability_warm", "probability_wet"], rows[0][6..]);
        var predictions = Model.Load(path).Predict(Formats.Csv.Read(data));
        Assert.Equal(predictions.Select(p => string.Join(' ', p.Answers)), rows[1..].Select(r => $"{r[6]} {r[7]}"));
        Assert.All(rows[1..], r => Assert.Equal(float.Parse(r[8], CultureInfo.InvariantCulture) > 0.5f ? "yes" : "no", r[6]));
        Assert.True(rows[1..].Count(r => r[2] == r[6] && r[3] == r[7]) > 180);
        Assert.Contains("any of 2 labels: warm, wet", Cli.Run("inspect", path).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("passed", Cli.Run("gradcheck", path).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_learned_measured_and_predicted_each_in_its_units()
    {
        using var folder = new TemporaryFolder();
        string path = folder.At("m.safetensors"), data = folder.At("data.csv");
        Train(folder, "height,weight", "--ignore", "warm,wet, cold").Expect(2).Says("FF1203");
        Train(folder, "height,weight").Expect(0).Says("predicts 2 numbers: height, weight", "multi-output", "2 identity", "in standard deviations of each target");
        var events = Train(folder, "height,weight", "--json").Expect(0).Events;
        var about = events.Single(e => e.GetProperty("t").GetString() == "data");
        Assert.Equal("regression", about.GetProperty("task").GetString());
        Assert.Equal(["height", "weight"], about.GetProperty("targets").EnumerateArray().Select(t => t.GetString()));
        var targets = Cli.Run("evaluate", path, data, "--json").Expect(0).Events.Single().GetProperty("targets").EnumerateArray().ToList();
        Assert.All(targets, t => Assert.True(t.GetProperty("r_squared").GetDouble() > 0.95, t.ToString()));
        Assert.True(targets[1].GetProperty("baseline").GetDouble() > 100 * targets[0].GetProperty("baseline").GetDouble());
        string table = Cli.Run("evaluate", path, data).Expect(0).Out;
        Assert.All(new[] { "target", "baseline rmse", "height", "weight", "R²" }, word => Assert.Contains(word, table, StringComparison.Ordinal));

        string[][] rows = Cells(Cli.Run("predict", path, data).Expect(0).Out);
        Assert.Equal(["prediction_height", "prediction_weight"], rows[0][^2..]);
        Assert.True(rows[1..].Average(r => Math.Abs(double.Parse(r[5], CultureInfo.InvariantCulture) - double.Parse(r[^1], CultureInfo.InvariantCulture))) < 100);
        Cli.Run("predict", path, data, "--proba").Expect(2).Says("FF9129");
        Assert.Contains("2 numbers: height, weight", Cli.Run("inspect", path).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("passed", Cli.Run("gradcheck", path).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_comma_in_it_wins()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "wet, cold", "--task", "multi-label").Expect(0).Says("1 label (wet, cold)", "1 sigmoid");
        Train(folder, "wet, cold").Expect(0).Says("binary: 2 classes", "2 softmax");
    }

    [Theory]
    [InlineData("warm,wet", "FF1203")]
    [InlineData("warm,warm", "FF2456")]
    [InlineData(",", "FF2457")]
    [InlineData("height,weight --task classification", "FF2454")]
    [InlineData("height,weight --ignore weight", "FF1230")]
    [InlineData("height,weight --class-weights balanced", "FF2462")]
    [InlineData("warm --class-weights yess=2", "FF2464")]
    [InlineData("warm --class-weights yes:2", "FF2461")]
    [InlineData("warm --weight-column weights", "FF1203")]
    [InlineData("height,weight --weight-column weight", "FF2460")]
    [InlineData("warm --cv 1", "FF9108")]
    [InlineData("warm --cv 3 --validation test", "FF9145")]
    public void What_makes_no_sense_is_refused(string flags, string code)
    {
        using var folder = new TemporaryFolder();
        string[] words = flags.Split(' ');
        Train(folder, words[0], words[1..]).Expect(2).Says(code);
        Assert.DoesNotContain("m.safetensors", folder.Files);
    }

    [Theory]
    [InlineData("warm,height", ":3: Several", "FF2452")]
    [InlineData("warm,height --task multi-label", ":5: Label", "FF2453")]
    [InlineData("warm --weight-column height", ":5: Column", "FF2458")]
    [InlineData("height --cv 300", "300 folds", "FF2471")]
    public void Cells_that_do_not_fit_are_refused_with_their_place(string flags, string place, string code)
    {
        using var folder = new TemporaryFolder();
        string[] words = flags.Split(' ');
        Train(folder, words[0], words[1..]).Expect(3).Says(code, place);
    }
}
