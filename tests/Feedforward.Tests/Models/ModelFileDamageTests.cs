using System.Buffers.Binary;
using static Feedforward.Tests.Models.ModelFileForge;

namespace Feedforward.Tests.Models;

/// <summary>Nothing can change in a file without being noticed, and a damaged tensor is named.</summary>
public class ModelFileDamageTests
{
    private static readonly byte[] Sound = Bytes(Content() with { Tensors = Tensors(40, 60, 10) });
    private static readonly int DataStart = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(Sound);

    private static ModelFileException AssertNoticed(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return Assert.Throws<ModelFileException>(() => ModelFile.Read(stream, null));
    }

    [Fact]
    public void The_file_is_sound_before_it_is_damaged() => Assert.Equal(4, Read(Sound).Tensors.Count);

    [Fact]
    public void Every_flipped_bit_of_the_header_is_noticed()
    {
        byte[] file = [.. Sound];
        for (int bit = 0; bit < 8 * DataStart; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertNoticed(file);
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Ten_thousand_flipped_bits_of_the_weights_are_noticed_and_the_tensor_is_named()
    {
        byte[] file = [.. Sound];
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            int bit = random.Next(8 * DataStart, 8 * file.Length);
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = AssertNoticed(file);
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal("FF3033", error.Code);
            Assert.Contains(TensorAt((bit / 8) - DataStart), error.Message, StringComparison.Ordinal);
        }
    }

    private static string TensorAt(int offset) => (offset / 4) switch
    {
        < 2_400 => "layers.0.weight",
        < 2_460 => "layers.0.bias",
        < 3_060 => "layers.1.weight",
        _ => "layers.1.bias",
    };

    [Fact]
    public void A_file_that_ends_early_is_noticed_wherever_it_ends()
    {
        for (int length = 0; length < DataStart; length++) AssertNoticed(Sound[..length]);
        var random = new Random(2);
        for (int i = 0; i < 1_000; i++) AssertNoticed(Sound[..random.Next(DataStart, Sound.Length)]);
    }

    [Fact]
    public void Whatever_is_appended_is_noticed()
    {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] more = new byte[random.Next(1, 200)];
            if (i % 2 == 0) random.NextBytes(more);
            AssertNoticed([.. Sound, .. more]);
        }
    }

    [Fact]
    public void Blocks_of_4_KiB_that_became_zero_are_noticed()
    {
        for (int start = 0; start < Sound.Length; start += 512)
        {
            byte[] file = [.. Sound];
            Array.Clear(file, start, Math.Min(4096, file.Length - start));
            AssertNoticed(file);
        }
    }

    [Fact]
    public void Two_blocks_that_changed_places_are_noticed()
    {
        for (int start = DataStart; start + 1024 <= Sound.Length; start += 512)
            AssertNoticed([.. Sound[..start], .. Sound[(start + 512)..(start + 1024)], .. Sound[start..(start + 512)], .. Sound[(start + 1024)..]]);
    }
}
