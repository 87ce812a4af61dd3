using System.IO.Compression;

namespace Feedforward.Formats.Tests;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ImageSet Set() =>
        new(Enumerable.Range(0, 24).Select(i => (byte)(10 * i)).ToArray(), 2, 3, [2, 0, 1, 2], ["a", "b", "c"], "set");

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte")]
    [InlineData("my.images", "my.labels")]
    public void What_was_written_is_read_again_with_the_labels_beside_it(string images, string labels)
    {
        Idx.WriteImages(Set(), _folder.At(images));
        Idx.WriteLabels(Set(), _folder.At(labels));
        var set = Idx.ReadImages(_folder.At(images));
        Assert.Equal((4, 2, 3), (set.Rows, set.Height, set.Width));
        Assert.Equal(Set().Bytes.ToArray(), set.Bytes.ToArray());
        Assert.Equal(Set().Labels, set.Labels);
        Assert.Equal(["0", "1", "2"], set.Classes);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void The_bytes_of_a_file_are_those_of_the_format()
    {
        Idx.WriteImages(new ImageSet(new byte[] { 7, 8 }, 1, 2, null, [], "s"), _folder.At("x"));
        Assert.Equal(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8 }, File.ReadAllBytes(_folder.At("x")));
    }

    [Fact]
    public void Gzip_is_recognised_by_content_and_not_by_name()
    {
        Idx.WriteImages(Set(), _folder.At("a.gz"));
        File.Move(_folder.At("a.gz"), _folder.At("plain"));
        Idx.WriteImages(Set(), _folder.At("a"));
        File.Move(_folder.At("a"), _folder.At("b.gz"));
        Assert.Equal(4, Idx.ReadImages(_folder.At("plain")).Rows);
        Assert.Equal(4, Idx.ReadImages(_folder.At("b.gz")).Rows);
    }

    [Fact]
    public void Images_without_labels_beside_them_are_read_without_labels()
    {
        Idx.WriteImages(Set(), _folder.At("train-images-idx3-ubyte"));
        Idx.WriteImages(Set(), _folder.At("other"));
        Assert.Null(Idx.ReadImages(_folder.At("train-images-idx3-ubyte")).Labels);
        Assert.Null(Idx.ReadImages(_folder.At("other")).Labels);
    }

    [Fact]
    public void Class_names_are_taken_as_given()
    {
        Idx.WriteImages(Set(), _folder.At("i"));
        Idx.WriteLabels(Set(), _folder.At("l"));
        Assert.Equal(["a", "b", "c", "d"], Idx.ReadImages(_folder.At("i"), _folder.At("l"), ["a", "b", "c", "d"]).Classes);
    }

    [Fact]
    public void Any_number_of_dimensions_can_be_read_as_an_array()
    {
        string path = _folder.Write("x", 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5, 6);
        var array = Idx.Read(path);
        Assert.Equal([2, 1], array.Dimensions);
        Assert.Equal(new byte[] { 5, 6 }, array.Bytes.ToArray());
    }

    [Fact]
    public void A_gzip_file_larger_than_the_first_piece_is_read_whole()
    {
        const int rows = 5000, side = 64;
        byte[] pixels = new byte[rows * side * side];
        for (int i = 0; i < pixels.Length; i += 7) pixels[i] = (byte)((i * 2654435761L) >> 13);
        Idx.WriteImages(new ImageSet(pixels, side, side, null, [], "s"), _folder.At("x.gz"));
        Assert.True(Idx.ReadImages(_folder.At("x.gz")).Bytes.Span.SequenceEqual(pixels));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_as_a_whole()
    {
        string path = _folder.Write("x", [.. Enumerable.Repeat((byte)9, 1000)]);
        Idx.WriteImages(Set(), path);
        Assert.Equal(16 + 24, new FileInfo(path).Length);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_nothing_is_left_behind()
    {
        var error = Assert.Throws<StorageException>(() => Idx.WriteImages(Set(), _folder.At("no/such/folder")));
        Assert.Equal("FF4120", error.Code);
        Assert.Contains(_folder.At("no/such/folder"), error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.At("taken"));
        Assert.Equal("FF4120", Assert.Throws<StorageException>(() => Idx.WriteImages(Set(), _folder.At("taken"))).Code);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Labels_that_are_no_bytes_are_not_written()
    {
        Assert.Equal("FF2231", Assert.Throws<OptionException>(
            () => Idx.WriteLabels(new ImageSet(new byte[1], 1, 1, null, [], "s"), _folder.At("l"))).Code);
        string[] many = [.. Enumerable.Range(0, 257).Select(i => $"{i}")];
        Assert.Equal("FF2231", Assert.Throws<OptionException>(
            () => Idx.WriteLabels(new ImageSet(new byte[1], 1, 1, [256], many, "s"), _folder.At("l"))).Code);
    }

    [Fact]
    public void Paths_with_spaces_line_feeds_dashes_and_other_scripts_are_paths_like_any_other()
    {
        foreach (string name in new[] { "a b", "--x", "数字", "ü\nö" })
        {
            Idx.WriteImages(Set(), _folder.At(name));
            Assert.Equal(4, Idx.ReadImages(_folder.At(name)).Rows);
        }
    }

    internal static byte[] Gzip(params byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(bytes);
        return memory.ToArray();
    }
}
