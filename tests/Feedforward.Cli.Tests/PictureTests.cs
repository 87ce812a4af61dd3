namespace Feedforward.Cli.Tests;

/// <summary>Folders of pictures and single pictures, from the command line.</summary>
public class PictureTests
{
    [Fact]
    public void Digits_as_pictures_train_to_the_weights_of_the_same_digits_as_idx()
    {
        using var folder = new TemporaryFolder();
        Cli.Run("data", "digits", "--n", "300", "--png", folder.At("pictures")).Expect(0);
        Cli.Run("data", "digits", "--n", "300", "--out", folder.At("digits")).Expect(0);
        Cli.Run("data", "digits", "--n", "60", "--seed", "9", "--png", folder.At("test")).Expect(0);
        Cli.Run("data", "digits", "--n", "60", "--seed", "9", "--out", folder.At("test")).Expect(0);
        string idx = folder.At("digits-images-idx3-ubyte"), testIdx = folder.At("test-images-idx3-ubyte");
        Assert.Equal(Hash(folder, idx), Hash(folder, folder.At("pictures")));
        Assert.Equal(Hash(folder, idx, "--split", "random", "--validation", "0.2", "--test", "30"), Hash(folder, folder.At("pictures"), "--split", "random", "--validation", "0.2", "--test", "30"));
        Assert.Equal(
            Hash(folder, idx, "--validation", testIdx, "--test-data", testIdx),
            Hash(folder, folder.At("pictures"), "--validation", folder.At("test"), "--test-data", folder.At("test")));
    }

    [Fact]
    public void A_model_reads_folders_and_single_pictures_in_its_own_size()
    {
        using var folder = new TemporaryFolder();
        Cli.Run("data", "digits", "--n", "200", "--png", folder.At("pictures")).Expect(0);
        string model = folder.At("m.safetensors");
        Cli.Run(["train", folder.At("pictures"), "--size", "14x10", "--color", "rgb", "--out", model, .. Samples.Quick]).Expect(0).Says("14 × 10", "FF2287");
        Assert.Contains("14 × 10", Cli.Run("inspect", model).Expect(0).Out, StringComparison.Ordinal);
        Cli.Run("evaluate", model, folder.At("pictures")).Expect(0);
        string[] rows = Cli.Run("predict", model, folder.At("pictures"), "--proba").Expect(0).Out.Split('\n');
        Assert.StartsWith("row,file,prediction,probability_0,", rows[0], StringComparison.Ordinal);
        Assert.Equal(202, rows.Length);
        Assert.Matches("^1,[0-9]/000000.png,[0-9],", rows[1]);
        string picture = Directory.EnumerateFiles(folder.At("pictures/3")).Order(StringComparer.Ordinal).First();
        string single = Cli.Run("predict", model, picture, "--proba").Expect(0).Out.Split('\n')[1];
        string name = Path.GetFileName(picture);
        Assert.Equal(rows.Single(r => r.Contains("/" + name, StringComparison.Ordinal)).Split(',')[2..], single.Split(',')[2..]);
        Assert.StartsWith("1," + name, single, StringComparison.Ordinal);
    }

    [Fact]
    public void Published_sets_become_folders_for_training_and_test()
    {
        string data = Feedforward.Tests.PublishedData.Folder;
        if (!Directory.Exists(Path.Combine(data, "fashion-mnist"))) Assert.Skip("The published data are not here.");
        using var folder = new TemporaryFolder();
        Cli.Run("data", "fashion-mnist", "--png", folder.At("f"), "--n", "40", "--data-dir", data).Expect(0);
        var result = Cli.Run(["train", folder.At("f/train"), "--test-data", folder.At("f/test"), "--out", folder.At("m.safetensors"), .. Samples.Quick]).Expect(0);
        Assert.DoesNotContain("⚠", result.Error, StringComparison.Ordinal);
        Assert.Contains("T-shirt/top, Trouser, Pullover", Cli.Run("inspect", folder.At("m.safetensors")).Expect(0).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var folder = new TemporaryFolder();
        string pictures = folder.At("pictures");
        Cli.Run("data", "digits", "--n", "100", "--png", pictures).Expect(0);
        Cli.Run("data", "digits", "--png", pictures).Expect(2).Says("FF2295", "--force");
        Cli.Run("data", "digits", "--n", "50", "--png", pictures, "--force").Expect(0);
        Assert.Equal(50, Directory.EnumerateFiles(pictures, "*.png", SearchOption.AllDirectories).Count());
        Cli.Run("data", "flowers", "--png", folder.At("x")).Expect(2).Says("FF9133");
        Cli.Run("data", "digits", "--png", folder.At("x"), "--out", "y").Expect(2).Says("FF9113");
        Cli.Run("train", pictures, "--size", "28by28").Expect(2).Says("FF9116");
        Cli.Run("train", pictures, "--size", "0x28").Expect(2).Says("FF1001", "--size");
        Cli.Run("train", "digits", "--size", "28x28").Expect(2).Says("FF9117");
        Cli.Run("train", pictures, "--target", "x").Expect(2).Says("FF9122");
        Cli.Run("train", Path.Combine(pictures, "3")).Expect(3).Says("FF9124", "one folder for each class");
        Cli.Run("train", folder.Path).Expect(3).Says("FF2285", "pictures/0");
        File.WriteAllText(Path.Combine(pictures, "3", "broken.png"), "no picture");
        Cli.Run("train", pictures).Expect(3).Says("FF2280", "broken.png");
        Cli.Run("evaluate", Samples.Model(folder), Path.Combine(pictures, "4")).Expect(3).Says("FF2363");
    }

    private static string Hash(TemporaryFolder folder, string data, params string[] flags)
    {
        string path = folder.At("model.safetensors");
        Cli.Run(["train", data, "--force", "--out", path, .. Samples.Quick, .. flags]).Expect(0);
        return Model.Load(path).WeightsHash;
    }
}
