using System.Text;

namespace Feedforward.Tests.Models;

/// <summary>Files whose digests all fit, but whose network, pipeline and tensors contradict each other. C01–C08.</summary>
public class ModelFileContradictionTests
{
    private static readonly ModelContent Sound = SoundContent(["iris", "lily"]);

    private static ModelContent SoundContent(string[] classes)
    {
        var table = Table.From(Enumerable.Range(0, 40), ("x", i => i * 0.5), ("y", i => i % 7), ("kind", i => classes[i % classes.Length]));
        var pipeline = Pipeline.Fit(table, "kind");
        using var stream = new MemoryStream();
        new Model(new Network(pipeline.Inputs, new Dense(3, Activation.Tanh), new Dense(pipeline.Outputs, Activation.Softmax)), pipeline).Save(stream);
        stream.Position = 0;
        return ModelFile.Read(stream, null);
    }

    private static Model Load(ModelContent content)
    {
        using var stream = new MemoryStream(ModelFileForge.Bytes(content));
        return Model.Load(stream);
    }

    private static string Replaced(string text, string old, string by)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, by, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_sound_before_it_is_changed() => Assert.Equal(["iris", "lily"], Load(Sound).Pipeline!.Classes);

    [Theory]
    [InlineData("C01 another width", "\"units\":3", "\"units\":4")]
    [InlineData("C02 layer of width 2³¹−1", "\"units\":3", "\"units\":2147483647")]
    [InlineData("C03 layer of width 2³¹", "\"units\":3", "\"units\":2147483648")]
    [InlineData("C04 negative width", "\"units\":3", "\"units\":-3")]
    [InlineData("C05 another number of inputs", "\"inputs\":2", "\"inputs\":3")]
    [InlineData("C06 unknown kind of layer", "\"type\":\"dense\"", "\"type\":\"System.IO.File\"")]
    [InlineData("C07 unknown activation", "tanh", "__import__")]
    public void A_network_that_contradicts_the_tensors_is_refused_in_little_memory(string name, string old, string by)
    {
        byte[] file = ModelFileForge.Bytes(Sound with { Network = Replaced(Sound.Network, old, by) });
        using var stream = new MemoryStream(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => Model.Load(stream));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000, name);
        Assert.StartsWith("FF", error.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void C08_a_list_of_classes_that_is_longer_than_the_outputs_is_refused_with_the_file_s_name()
    {
        string path = Path.GetTempFileName();
        ModelFile.Save(path, Sound with { Pipeline = SoundContent(["iris", "lily", "poppy"]).Pipeline }, overwrite: true);
        Assert.Equal(path, Assert.Throws<ModelFileException>(() => Model.Load(path)).Notice.Place);
        File.Delete(path);
    }

    [Fact]
    public void Class_names_in_the_markup_of_a_page_are_only_names()
    {
        string[] classes = ["<img src=x onerror=alert(1)>", "\"};{\"", "鸢尾花"];
        Assert.Equal(classes.Order(StringComparer.Ordinal), Load(SoundContent(classes)).Pipeline!.Classes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Random_changes_of_network_and_pipeline_give_a_model_or_a_ModelFileException()
    {
        string[] pieces = ["{", "}", "[", "]", ":", ",", "\"", "\\ud800", "null", "true", "-1", "0", "1e999", "2147483648", "\"\"", "\"dense\"", "(", ")", "0.5", "é", " "];
        var random = new Random(4);
        int loaded = 0;
        for (int i = 0; i < 10_000; i++)
        {
            var content = i % 2 == 0 ? Sound with { Network = Mutated(Sound.Network) } : Sound with { Pipeline = Mutated(Sound.Pipeline!) };
            try
            {
                Load(content);
                loaded++;
            }
            catch (ModelFileException)
            {
            }
        }
        Assert.InRange(loaded, 50, 5_000);

        string Mutated(string text)
        {
            var changed = new StringBuilder(text);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(changed.Length);
                if (random.Next(2) == 0) changed.Remove(at, random.Next(Math.Min(8, changed.Length - at)));
                if (random.Next(3) > 0) changed.Insert(at, pieces[random.Next(pieces.Length)]);
            }
            return changed.ToString();
        }
    }
}
