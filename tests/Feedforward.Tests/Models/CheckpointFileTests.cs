using Feedforward.Tests.Training;

namespace Feedforward.Tests.Models;

/// <summary>Checkpoints as files: whole or refused, and never lost.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private static readonly Dataset Train = TrainingData.Classes();
    private readonly string _folder = Directory.CreateTempSubdirectory("feedforward-checkpoint-").FullName;

    private string Current => Path.Combine(_folder, Checkpoint.FileName);

    private string Previous => Path.Combine(_folder, Checkpoint.PreviousFileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The states of a small training after each of its epochs.</summary>
    private static List<Checkpoint> States(int epochs, Optimizer? optimizer = null)
    {
        var model = new Model(new Network(4, new Dense(2, Activation.Tanh), new Dense(3, Activation.Softmax)), seed: 3);
        var options = new TrainingOptions { Epochs = epochs, Batch = 30, Optimizer = optimizer ?? new Adam() };
        var states = new List<Checkpoint>();
        foreach (var _ in model.Epochs(Train, null, options)) states.Add(model.Capture());
        return states;
    }

    private static byte[] Bytes(Checkpoint checkpoint)
    {
        using var stream = new MemoryStream();
        checkpoint.Save(stream);
        return stream.ToArray();
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        byte[] file = Bytes(States(1, new Sgd())[0]);
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ModelFileException>(() => Checkpoint.Load(new MemoryStream(file)));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.Equal(1, Checkpoint.Load(new MemoryStream(file)).Epoch);
    }

    [Fact]
    public void A_file_cut_anywhere_is_noticed()
    {
        byte[] file = Bytes(States(1)[0]);
        for (int length = 0; length < file.Length; length += 7)
            Assert.Throws<ModelFileException>(() => Checkpoint.Load(new MemoryStream(file, 0, length)));
    }

    [Fact]
    public void Equal_states_give_equal_files() => Assert.Equal(States(2).Select(Bytes), States(2).Select(Bytes));

    [Fact]
    public void The_one_before_is_kept()
    {
        var states = States(3);
        foreach (var state in states) state.Save(_folder);
        Assert.Equal(Bytes(states[2]), File.ReadAllBytes(Current));
        Assert.Equal(Bytes(states[1]), File.ReadAllBytes(Previous));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        var notices = new List<Notice>();
        Assert.Equal(3, Checkpoint.Load(_folder, notices).Epoch);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_damaged_or_lost_one_is_left_out_and_named()
    {
        foreach (var state in States(3)) state.Save(_folder);
        byte[] file = File.ReadAllBytes(Current);
        file[^1] ^= 4;
        File.WriteAllBytes(Current, file);
        var notices = new List<Notice>();
        Assert.Equal(2, Checkpoint.Load(_folder, notices).Epoch);
        var notice = Assert.Single(notices);
        Assert.Equal(("FF3053", Current), (notice.Code, notice.Place));
        Assert.Contains("optimizer.second.layers.1.bias have changed", notice.Sentence, StringComparison.Ordinal);
        File.Delete(Current);
        Assert.Equal(2, Checkpoint.Load(_folder, notices).Epoch);
        Assert.Equal(2, notices.Count);
    }

    [Fact]
    public void A_damaged_one_never_takes_the_place_of_the_one_before()
    {
        var states = States(3);
        states[0].Save(_folder);
        states[1].Save(_folder);
        File.WriteAllBytes(Current, File.ReadAllBytes(Current)[..^1]);
        states[2].Save(_folder);
        Assert.Equal(Bytes(states[2]), File.ReadAllBytes(Current));
        Assert.Equal(Bytes(states[0]), File.ReadAllBytes(Previous));
    }

    [Fact]
    public void Where_none_is_whole_the_error_names_the_file()
    {
        Assert.Equal("FF1255", Assert.Throws<OptionException>(() => Checkpoint.Load(_folder)).Code);
        foreach (var state in States(2)) state.Save(_folder);
        File.WriteAllBytes(Current, []);
        File.WriteAllBytes(Previous, [1, 2, 3]);
        Assert.Equal(Previous, Assert.Throws<ModelFileException>(() => Checkpoint.Load(_folder)).Notice.Place);
        File.Delete(Previous);
        Assert.Equal(Current, Assert.Throws<ModelFileException>(() => Checkpoint.Load(_folder)).Notice.Place);
    }

    [Fact]
    public void A_checkpoint_is_no_model_and_a_model_no_checkpoint()
    {
        var state = States(1)[0];
        state.Save(_folder);
        Assert.Equal("FF3050", Assert.Throws<ModelFileException>(() => Model.Load(Current)).Code);
        state.ToModel().Save(Current, overwrite: true);
        Assert.Equal("FF3051", Assert.Throws<ModelFileException>(() => Checkpoint.Load(_folder)).Code);
    }

    [Fact]
    public void Its_first_tensors_are_those_of_the_model_in_training()
    {
        var state = States(1)[0];
        var content = ModelFile.Read(new MemoryStream(Bytes(state)), null);
        using var model = new MemoryStream();
        state.ToModel().Save(model);
        model.Position = 0;
        var tensors = ModelFile.Read(model, null).Tensors;
        Assert.Equal(tensors.Select(t => (t.Name, Convert.ToHexString(Data(t)))), content.Tensors.Take(4).Select(t => (t.Name, Convert.ToHexString(Data(t)))));

        static byte[] Data(NamedTensor tensor)
        {
            using var bytes = new MemoryStream();
            Safetensors.UseBytes(tensor, bytes.Write);
            return bytes.ToArray();
        }
    }

    [Theory]
    [InlineData("epoch")]
    [InlineData("optimizer.beta1_power")]
    public void A_forged_one_without_a_number_is_refused_by_its_name(string name)
    {
        var content = ModelFile.Read(new MemoryStream(Bytes(States(1)[0])), null);
        var texts = content.Checkpoint!;
        var forged = content with { Checkpoint = texts with { Numbers = texts.Numbers.Where(n => n.Key != name).ToDictionary() } };
        using var stream = new MemoryStream();
        ModelFile.Write(stream, forged);
        stream.Position = 0;
        var error = Assert.Throws<ModelFileException>(() =>
        {
            var checkpoint = Checkpoint.Load(stream);
            checkpoint.ToModel().Train(Train, null, new TrainingOptions { Epochs = 2, Batch = 30 }, resume: checkpoint);
        });
        Assert.Equal("FF3052", error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
