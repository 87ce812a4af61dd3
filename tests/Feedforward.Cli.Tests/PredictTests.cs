using System.Text;

namespace Feedforward.Cli.Tests;

public class PredictTests
{
    [Fact]
    public void The_input_comes_back_unchanged_with_a_prediction_beside_it_and_needs_no_target()
    {
        using var folder = new TemporaryFolder();
        string model = Samples.Model(folder), rows = "note,y,x,colour\n\"a, \"\"b\"\"\", 01.50 ,1e0,red\n中文,-0.5,3,\n";
        var result = Cli.Run("predict", model, folder.Write("rows.csv", rows)).Expect(0);
        string[] lines = result.Out.Split('\n');
        Assert.Equal("note,y,x,colour,prediction", lines[0]);
        Assert.StartsWith("\"a, \"\"b\"\"\",\" 01.50 \",1e0,red,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("中文,-0.5,3,,", lines[2], StringComparison.Ordinal);
        Assert.All(lines[1..3], line => Assert.Contains(line.Split(',')[^1], new[] { "left", "right" }));
        result.Says("FF2352", "note");
    }

    [Fact]
    public void Predictions_are_the_library_s_and_probabilities_sum_to_1()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        var predictions = Model.Load(path).Predict(Formats.Csv.Read(folder.At("points.csv")));
        string[][] rows = [.. Cli.Run("predict", path, folder.At("points.csv"), "--proba").Expect(0).Out.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];
        Assert.Equal(["x", "y", "colour", "kind", "prediction", "probability_left", "probability_right"], rows[0]);
        for (int i = 0; i < predictions.Count; i++)
        {
            Assert.Equal(predictions[i].Class, rows[i + 1][4]);
            float[] shares = [.. rows[i + 1][5..].Select(t => float.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(predictions[i].Probabilities.Select(p => p.Probability), shares);
            Assert.Equal(1, shares.Sum(), 1e-5f);
        }
    }

    [Fact]
    public void It_is_a_filter_from_standard_input_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        string fromFile = Cli.Run("predict", path, folder.At("points.csv")).Expect(0).Out;
        string fromInput = Cli.Run(File.ReadAllBytes(folder.At("points.csv")), [], "predict", path, "-").Expect(0).Out;
        Assert.Equal(fromFile, fromInput);
        Assert.Equal(fromFile, Cli.StartShell(folder.Path, [], "\"$@\" < points.csv | cat", "predict", path, "-").Expect(0).Out);
    }

    [Fact]
    public void However_rows_are_written_the_predictions_are_the_same()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), points = File.ReadAllText(folder.At("points.csv"));
        string[] expected = Predictions(Cli.Run("predict", path, folder.At("points.csv")));
        string german = points.Replace(',', ';').Replace('.', ',');
        var told = Cli.Run("predict", path, folder.Write("german.csv", german)).Expect(0).Says("FF2040");
        Assert.Equal(expected, Predictions(told));
        Assert.Equal(expected, Predictions(Cli.Run(Encoding.UTF8.GetBytes(german), [], "predict", path, "-", "--decimal", ",", "--separator", ";")));
        Assert.Equal(expected, Predictions(Cli.Run("predict", path, folder.Write("points.tsv", points.Replace(',', '\t')))));
        File.WriteAllBytes(folder.At("utf16.csv"), Encoding.Unicode.GetBytes(points));
        Assert.Equal(expected, Predictions(Cli.Run("predict", path, folder.At("utf16.csv"), "--encoding", "utf-16le")));
        string json = folder.Write("points.jsonl", string.Concat(points.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line =>
            line.Split(',') is var c ? $"{{\"x\":{c[0]},\"y\":{c[1]},\"colour\":\"{c[2]}\",\"kind\":\"{c[3]}\"}}\n" : "")));
        Assert.Equal(expected, Predictions(Cli.Run("predict", path, json)));
        Assert.Equal(expected, Predictions(Cli.Run(File.ReadAllBytes(json), [], "predict", path, "-")));
        Cli.Run("evaluate", path, json).Expect(0);
        Cli.Run("train", json, "--target", "kind", "--epochs", "1", "--out", folder.At("again.safetensors")).Expect(0);
        Cli.Run("predict", path, json, "--decimal", "x").Expect(2).Says("FF9135");
        Cli.Run("predict", path, json, "--separator", "x").Expect(2).Says("FF9134");
        Cli.Run("predict", path, json, "--encoding", "x").Expect(2).Says("FF2043");

        static string[] Predictions(Result result) => [.. result.Expect(0).Out.TrimEnd('\n').Split('\n')[1..].Select(line => line.Split(',')[^1])];
    }

    [Fact]
    public void Batches_do_not_show()
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder), long_ = folder.Write("long.csv", Samples.Points(5000));
        string[] lines = Cli.Run("predict", path, long_).Expect(0).Out.TrimEnd('\n').Split('\n');
        Assert.Equal(5001, lines.Length);
        Assert.Equal(Model.Load(path).Predict(Formats.Csv.Read(long_)).Select(p => p.Class), lines[1..].Select(l => l.Split(',')[^1]));
    }

    [Fact]
    public void A_number_is_predicted_in_the_units_of_the_data()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("plane.csv", Samples.Plane()), path = folder.At("plane.safetensors");
        Cli.Run("train", data, "--target", "z", "--out", path, "--epochs", "100", "--lr", "0.02").Expect(0);
        string[] lines = Cli.Run("predict", path, data).Expect(0).Out.TrimEnd('\n').Split('\n');
        var errors = lines[1..].Select(l => l.Split(',').Select(c => double.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).Select(c => Math.Abs(c[3] - c[2]));
        Assert.True(errors.Average() < 0.3, errors.Average().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Cli.Run("predict", path, data, "--proba").Expect(2).Says("FF9129", "--proba");
    }

    [Fact]
    public void Images_give_a_row_number_and_a_prediction()
    {
        using var folder = new TemporaryFolder();
        string images = folder.At("x-images-idx3-ubyte"), path = folder.At("m.safetensors");
        Cli.Run("data", "digits", "--n", "200", "--out", images).Expect(0);
        Cli.Run("train", images, "--out", path, "--hidden", "12", "--epochs", "2").Expect(0);
        string[] lines = Cli.Run("predict", path, images).Expect(0).Out.TrimEnd('\n').Split('\n');
        Assert.Equal("row,prediction", lines[0]);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), lines[1..].Select(l => l.Split(',')[0]));
        Assert.All(lines[1..], l => Assert.Contains(l.Split(',')[1], Enumerable.Range(0, 10).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(12, Cli.Run("predict", path, images, "--proba").Expect(0).Out.Split('\n')[0].Split(',').Length);
        Cli.Run("predict", path, folder.Write("rows.csv", "x\n1\n")).Expect(3);
        Cli.Run("predict", path, "-").Expect(2).Says("FF9128");
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "FF2350", "colour")]
    [InlineData("x,y,color\n1,2,red\n", "FF2350", "\"color\"")]
    [InlineData("x,y,colour\n1,zwei,red\n", "FF2001", "rows.csv:2:2")]
    [InlineData("x,y,colour\n1,2\n", "FF2003", "rows.csv:2")]
    [InlineData("x,y,colour,prediction\n1,2,red,left\n", "FF9130", "\"prediction\"")]
    [InlineData("", "FF2002", "rows.csv")]
    public void Rows_that_do_not_fit_are_refused_with_their_place(string text, string code, string evidence)
    {
        using var folder = new TemporaryFolder();
        string path = Samples.Model(folder);
        Cli.Run("predict", path, folder.Write("rows.csv", text)).Expect(3).Says(code, evidence);
    }

    [Fact]
    public void A_header_alone_gives_a_header()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("x,y,colour,prediction\n", Cli.Run("predict", Samples.Model(folder), folder.Write("rows.csv", "x,y,colour\n")).Expect(0).Out);
    }

    [Fact]
    public void What_is_odd_is_told_once_not_for_each_batch()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("x,y,colour\n");
        for (int i = 0; i < 3000; i++) text.Append("0.1,0.2,green\n");
        var result = Cli.Run("predict", Samples.Model(folder), folder.Write("rows.csv", text.ToString())).Expect(0);
        Assert.Single(result.Error.Split('\n'), line => line.Contains("FF2353", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-model.safetensors", 2, "FF1242")]
    [InlineData("rows.csv", 3, "FF30")]
    public void A_model_that_is_none_is_refused(string model, int exit, string code)
    {
        using var folder = new TemporaryFolder();
        folder.Write("rows.csv", Samples.Points(3));
        Cli.Run("predict", folder.At(model), folder.At("rows.csv")).Expect(exit).Says(code);
    }

    [Fact]
    public void A_model_made_by_a_program_for_numbers_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        new Model(new Network(2, new Dense(2, Activation.Softmax))).Save(folder.At("bare.safetensors"));
        Cli.Run("predict", folder.At("bare.safetensors"), folder.Write("rows.csv", Samples.Points(3))).Expect(3).Says("FF9127");
    }
}
