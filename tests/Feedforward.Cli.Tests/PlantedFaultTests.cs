namespace Feedforward.Cli.Tests;

/// <summary>
/// Numbers that are not finite, planted in inputs, targets, weights and settings of train, evaluate and predict: each is named, none is saved, and
/// the last good model stays as it was.
/// </summary>
public class PlantedFaultTests
{
    /// <summary>A cell that is no finite number, and what is said of it.</summary>
    private static readonly (string Cell, string Code)[] Cells =
        [("Infinity", "FF2001"), ("-Infinity", "FF2001"), ("inf", "FF2001"), ("∞", "FF2001"), ("1e400", "FF2001"), ("-1e999", "FF2001"), ("0x7FC0", "FF2001"), ("1.#INF", "FF2001")];

    public static TheoryData<string, string, string> CellsOfData =>
        [.. from cell in Cells from place in new[] { "x", "z" } from command in new[] { "train", "evaluate" } select (command, place, cell.Cell)];

    public static TheoryData<string> CellsOfRows => [.. Cells.Select(c => c.Cell)];

    public static TheoryData<string, int, bool, float> Weights =>
    [
        .. from command in new[] { "predict", "evaluate", "inspect" }
           from layer in new[] { 0, 1 }
           from bias in new[] { false, true }
           from value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }
           select (command, layer, bias, value),
    ];

    public static TheoryData<string> Divergences =>
    [
        "--optimizer sgd --lr 1e6", "--optimizer sgd --lr 1e20 --activation identity", "--optimizer sgd --lr 1e38", "--optimizer sgd --lr 100 --momentum 0.99 --nesterov",
        "--optimizer sgd --lr 1 --l2 1e6", "--optimizer sgd --lr 1e10 --batch 0", "--optimizer rmsprop --lr 1e30", "--optimizer adam --lr 1e38",
        "--weight-decay 1e30", "--optimizer sgd --lr 1e7 --activation elu", "--optimizer sgd --lr 1e7 --activation softplus", "--optimizer sgd --lr 1e7 --hidden none",
    ];

    [Theory, MemberData(nameof(CellsOfData))]
    public void A_cell_that_is_no_finite_number_is_named_with_its_place(string command, string column, string cell)
    {
        using var folder = new TemporaryFolder();
        var (path, before) = Good(folder);
        string[] lines = Samples.Plane(40).Split('\n'), cells = lines[30].Split(',');
        cells[column == "x" ? 0 : 2] = cell;
        lines[30] = string.Join(',', cells);
        string data = folder.Write("bad.csv", string.Join('\n', lines));
        string[] args = command == "train" ? Train(data, path) : ["evaluate", path, data];
        Cli.Run(args).Expect(3).Says("FF2001", $"bad.csv:31:{(column == "x" ? 1 : 3)}", cell);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory, MemberData(nameof(CellsOfRows))]
    public void A_row_to_predict_that_is_no_finite_number_is_named_with_its_place(string cell)
    {
        using var folder = new TemporaryFolder();
        var (path, before) = Good(folder);
        Cli.Run("predict", path, folder.Write("rows.csv", $"x,y\n1,2\n3,{cell}\n")).Expect(3).Says("FF2001", "rows.csv:3:2", cell);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("train", "NaN", "FF2340")]
    [InlineData("train", "", "FF2340")]
    [InlineData("evaluate", "NaN", "FF2340")]
    [InlineData("evaluate", "", "FF2340")]
    public void A_target_that_is_not_there_is_named_with_its_place(string command, string cell, string code)
    {
        using var folder = new TemporaryFolder();
        var (path, before) = Good(folder);
        string data = folder.Write("bad.csv", Samples.Plane(40) + $"0.5,0.5,{cell}\n");
        string[] args = command == "train" ? Train(data, path) : ["evaluate", path, data];
        Cli.Run(args).Expect(3).Says(code, "bad.csv:42:3");
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory, MemberData(nameof(Divergences))]
    public void A_training_that_diverges_names_epoch_batch_and_layer_and_saves_nothing(string flags)
    {
        using var folder = new TemporaryFolder();
        var (path, before) = Good(folder);
        string data = folder.Write("plane.csv", Samples.Plane());
        string[] defaults = flags.Contains("--hidden", StringComparison.Ordinal) ? [] : ["--hidden", "6,6"];
        var result = Cli.Run(["train", data, "--target", "z", "--out", path, "--force", "--epochs", "200", "--json", .. defaults, .. flags.Split(' ')]).Expect(4);
        result.Says("FF4001", "at epoch", "batch", "First bad value: ", "--lr");
        var last = result.Events[^1];
        Assert.Equal(("error", 4), (last.GetProperty("t").GetString(), last.GetProperty("exit").GetInt32()));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["good.csv", "good.safetensors", "plane.csv"], folder.Files);
    }

    [Theory, MemberData(nameof(Weights))]
    public void A_weight_that_is_not_finite_is_named_and_nothing_is_computed_with_it(string command, int layer, bool bias, float value)
    {
        using var folder = new TemporaryFolder();
        var (path, _) = Good(folder);
        byte[] file = File.ReadAllBytes(path);
        int at = Find(file, layer, bias);
        BitConverter.GetBytes(value).CopyTo(file, at);
        File.WriteAllBytes(path, file);
        string[] args = command == "inspect" ? [command, path] : [command, path, folder.At("good.csv")];
        var result = Cli.Run(args).Expect(3).Says("FF30", $"layers.{layer}.{(bias ? "bias" : "weight")}");
        Assert.Equal("", result.Out);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    public void Finite_weights_whose_outputs_overflow_are_told(string command)
    {
        using var folder = new TemporaryFolder();
        var (path, _) = Good(folder);
        var model = Model.Load(path);
        for (int l = 0; l < 2; l++)
            model.Parameters.Weights(l).Set([.. Enumerable.Repeat(3e38f, model.Parameters.Weights(l).ToArray().Length)]);
        model.Parameters.Biases(0).Row(0).Fill(3e38f);
        model.Save(path, overwrite: true);
        Cli.Run(command, path, folder.At("good.csv")).Expect(3).Says("FF23");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    public void Numbers_too_far_apart_for_their_difference_are_refused(string command)
    {
        using var folder = new TemporaryFolder();
        var (path, before) = Good(folder);
        string far = folder.Write("far.csv", Samples.Plane(40) + "1.5e308,0,1\n-1.5e308,0,1\n");
        var result = Cli.Run(command switch { "train" => Train(far, path, "--split", "random", "--test", "0", "--validation", "0"), _ => [command, path, far] }).Expect(3);
        result.Says(command == "train" ? "FF2348" : "FF2357");
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_column_without_any_spread_is_left_out_not_divided_by()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("flat.csv", string.Join('\n', Samples.Plane(40).TrimEnd('\n').Split('\n').Select((line, i) => line + (i == 0 ? ",flat" : ",7"))));
        Cli.Run(["train", data, "--target", "z", "--out", folder.At("m.safetensors"), .. Samples.Quick]).Expect(0).Says("FF2333", "flat");
    }

    private static (string Path, byte[] Bytes) Good(TemporaryFolder folder)
    {
        string data = folder.Write("good.csv", Samples.Plane()), path = folder.At("good.safetensors");
        Cli.Run(["train", data, "--target", "z", "--out", path, .. Samples.Quick]).Expect(0);
        return (path, File.ReadAllBytes(path));
    }

    private static string[] Train(string data, string path, params string[] more) =>
        ["train", data, "--target", "z", "--out", path, "--force", "--epochs", "3", "--hidden", "4", .. more];

    /// <summary>The place of a tensor's first number in the file.</summary>
    private static int Find(byte[] file, int layer, bool bias)
    {
        int header = (int)BitConverter.ToUInt64(file);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, header));
        return 8 + header + json.RootElement.GetProperty($"layers.{layer}.{(bias ? "bias" : "weight")}").GetProperty("data_offsets")[0].GetInt32();
    }
}
