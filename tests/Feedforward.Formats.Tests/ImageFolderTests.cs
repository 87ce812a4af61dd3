using System.Globalization;

namespace Feedforward.Formats.Tests;

public class ImageFolderTests
{
    private static readonly byte[] Dark = Png(4, 4, 10), Bright = Png(4, 4, 240), Large = Png(8, 8, 100);

    [Fact]
    public void Folders_are_classes_and_files_come_by_their_names()
    {
        using var folder = new TemporaryFolder();
        folder.Write("10/b.png", Dark);
        folder.Write("10/a.png", Dark);
        folder.Write("9/a.png", Bright);
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal(["9", "10"], images.Classes);
        Assert.Equal(["9/a.png", "10/a.png", "10/b.png"], images.Names!);
        Assert.Equal([0, 1, 1], images.Labels!);
        Assert.Equal([240, 10, 10], Enumerable.Range(0, 3).Select(row => (int)images.Pixels(row)[0]));
        Assert.Equal((4, 4, 1), (images.Height, images.Width, images.Channels));
        Assert.Empty(images.Notices);
    }

    [Fact]
    public void Pictures_without_class_folders_have_no_labels()
    {
        using var folder = new TemporaryFolder();
        folder.Write("2.png", Bright);
        folder.Write("1.PNG", Dark);
        var images = ImageFolder.Read(folder.Path + Path.DirectorySeparatorChar);
        Assert.Null(images.Labels);
        Assert.Equal(["1.PNG", "2.png"], images.Names!);
    }

    [Fact]
    public void What_is_no_picture_of_a_class_is_left_out_and_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        folder.Write("a/deeper/1.png", Dark);
        folder.Write("a/x.png/1.png", Dark);
        folder.Write("a/notes.txt", 1);
        folder.Write("b/1.png", Bright);
        folder.Write(".hidden/1.png", Dark);
        folder.Write("b/._1.png", 1);
        folder.Write("beside.png", Dark);
        Directory.CreateDirectory(folder.At("c"));
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal(2, images.Rows);
        Assert.Equal(["FF2291", "FF2290"], images.Notices.Select(n => n.Code));
        Assert.Contains("1 (c)", images.Notices[0].Sentence, StringComparison.Ordinal);
        foreach (string part in new[] { "1 (notes.txt)", "hidden: 2", "deeper folders: 2 (a/deeper)", "1 (beside.png)" })
            Assert.Contains(part, images.Notices[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_is_that_of_most_pictures_and_others_are_stretched_and_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Large);
        folder.Write("a/2.png", Dark);
        folder.Write("b/3.png", Bright);
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal((4, 4), (images.Height, images.Width));
        Assert.All(images.Pixels(0).ToArray(), pixel => Assert.Equal(100, pixel));
        var notice = Assert.Single(images.Notices);
        Assert.Equal("FF2287", notice.Code);
        Assert.Contains("a/1.png", notice.Sentence, StringComparison.Ordinal);
        Assert.Equal((6, 5), Sides(ImageFolder.Read(folder.Path, new ImageFolderOptions { Height = 6, Width = 5 })));
    }

    [Fact]
    public void Colour_is_taken_where_a_picture_has_any()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        folder.Write("a/2.png", new TestPng(4, 4, 2, 8, [.. Enumerable.Repeat(7, 48)]).Encode());
        Assert.Equal(1, ImageFolder.Read(folder.Path).Channels);
        folder.Write("b/3.png", new TestPng(4, 4, 2, 8, [.. Enumerable.Range(0, 48)]).Encode());
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal(3, images.Channels);
        Assert.Equal([10, 10, 10], images.Pixels(0)[..3].ToArray());
        Assert.Equal([0, 1, 2], images.Pixels(2)[..3].ToArray());
        Assert.Equal(1, ImageFolder.Read(folder.Path, new ImageFolderOptions { Color = ImageColor.Grey }).Channels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_number_of_threads_changes_nothing(int threads)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        for (int i = 0; i < 40; i++) folder.Write($"{i % 3}/{i:D2}.png", TestPng.Random(random, 3 + (i % 4), 5, i % 7 == 0 ? 2 : 0, 8).Encode());
        var expected = ImageFolder.Read(folder.Path);
        var images = ImageFolder.Read(folder.Path, new ImageFolderOptions { Threads = threads });
        Assert.Equal(expected.Bytes.ToArray(), images.Bytes.ToArray());
        Assert.Equal(expected.Notices, images.Notices);
    }

    [Fact]
    public void A_picture_is_read_by_its_content_and_a_wrong_ending_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", TestJpeg.Encode(new byte[64], 8, 8, 1));
        folder.Write("b/2.gif", Large);
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal(2, images.Rows);
        var notice = Assert.Single(images.Notices);
        Assert.Equal("FF2288", notice.Code);
        Assert.Contains("JPEG", notice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.bmp", "BM000000", "BMP")]
    [InlineData("x.gif", "GIF89a00", "GIF")]
    [InlineData("x.png", "GIF89a00", "GIF")]
    [InlineData("x.tga", "00000000", "TGA")]
    [InlineData("x.psd", "8BPS0000", "Photoshop")]
    [InlineData("x.webp", "RIFF0000WEBP", "WebP")]
    [InlineData("x.tiff", "II*\00000", "TIFF")]
    [InlineData("x.heic", "0000ftypheic", "HEIC")]
    [InlineData("x.jpg", "hello, world", "text")]
    public void Other_kinds_of_pictures_are_refused_by_name(string name, string content, string says)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        string path = folder.Write("a/" + name, content.Select(c => (byte)c).ToArray());
        var error = Assert.Throws<DataException>(() => ImageFolder.Read(folder.Path));
        Assert.Equal(("FF2280", path), (error.Code, error.Notice.Place));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_read_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("FF2285", Code(folder.Path));
        Assert.Equal("FF2285", Code(folder.At("none")));
        folder.Write("train/a/1.png", Dark);
        Assert.Equal("FF2285", Code(folder.Path));
        string file = folder.Write("x.txt", 1);
        Assert.Equal("FF2285", Code(file));
        Assert.Equal("FF2294", Assert.Throws<OptionException>(() => ImageFolder.Read(folder.At("train"), new ImageFolderOptions { Height = 3 })).Code);
    }

    [Fact]
    public void Links_to_files_and_class_folders_are_followed_and_loops_end()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        File.CreateSymbolicLink(folder.At("a/2.png"), folder.At("a/1.png"));
        Directory.CreateSymbolicLink(folder.At("b"), folder.At("a"));
        Directory.CreateSymbolicLink(folder.At("loop"), folder.Path);
        var images = ImageFolder.Read(folder.Path);
        Assert.Equal(["a/1.png", "b/1.png", "a/2.png", "b/2.png"], images.Names!);
        File.CreateSymbolicLink(folder.At("a/3.png"), folder.At("nowhere.png"));
        Assert.Equal("FF2210", Code(folder.Path));
        File.Delete(folder.At("a/3.png"));
        File.CreateSymbolicLink(folder.At("a/4.png"), folder.At("a/4.png"));
        Assert.Equal("FF2213", Code(folder.Path));
    }

    [Fact]
    public void A_pipe_named_as_a_picture_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        using (var make = System.Diagnostics.Process.Start("mkfifo", folder.At("a/x.png"))) make.WaitForExit();
        Assert.Equal("FF2282", Code(folder.Path));
        Assert.False(ImageFile.IsImage(folder.At("a/x.png")));
    }

    [Theory]
    [InlineData("PNG,label\n1,2\n", false)]
    [InlineData("xPNG,label\n1,2\n", false)]
    [InlineData("\u0089PNG\n\u001a\n", true)]
    [InlineData("\tPNG\r\n\u001a\n", true)]
    [InlineData("\u00ff\u00d8\u00ff", true)]
    [InlineData("", false)]
    public void A_picture_is_known_by_its_first_bytes(string content, bool isImage)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(isImage, ImageFile.IsImage(folder.Write("data", content.Select(c => (byte)c).ToArray())));
    }

    [Fact]
    public void What_is_written_is_read_again_in_the_same_order_with_the_same_classes()
    {
        using var folder = new TemporaryFolder();
        byte[] pixels = new byte[6 * 3 * 2];
        new Random(6).NextBytes(pixels);
        string[] classes = ["T-shirt/top", "Bag", "..", "100%", "none"];
        var written = new ImageSet(pixels, 3, 2, [1, 0, 3, 2, 1, 0], classes, "written");
        ImageFolder.Write(written, folder.At("out"));
        var read = ImageFolder.Read(folder.At("out"));
        Assert.Equal(classes, read.Classes);
        Assert.Equal(written.Labels!, read.Labels!);
        Assert.Equal(pixels, read.Bytes.ToArray());
        Assert.Equal("T-shirt%2Ftop/000001.png", read.Names![1]);
        Assert.Equal("FF2295", Assert.Throws<OptionException>(() => ImageFolder.Write(written, folder.At("out"))).Code);
        ImageFolder.Write(written.Take(2), folder.At("out"), overwrite: true);
        Assert.Equal(2, ImageFolder.Read(folder.At("out")).Rows);
    }

    [Fact]
    public void The_list_of_classes_must_name_all_folders_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.png", Dark);
        folder.Write("b/1.png", Dark);
        File.WriteAllText(folder.At("classes.txt"), "b\r\na\r\n");
        Assert.Equal(["b", "a"], ImageFolder.Read(folder.Path).Classes);
        File.WriteAllText(folder.At("classes.txt"), "b\n");
        Assert.Equal("FF2293", Code(folder.Path));
        File.WriteAllText(folder.At("classes.txt"), "a\nb\na\n");
        Assert.Equal("FF2293", Code(folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", 1);
        Assert.Equal("FF4120", Assert.Throws<StorageException>(() => ImageFolder.Write(new ImageSet(new byte[1], 1, 1, null, [], "i"), Path.Combine(file, "x"))).Code);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Another_culture_changes_nothing(string culture)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "I", "i", "ı", "İ", "10", "9" }) folder.Write($"{name}/{name}.PNG", Dark);
        folder.Write("i/x.jpeg", TestJpeg.Encode(new byte[64], 8, 8, 1));
        var expected = ImageFolder.Read(folder.Path);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var images = ImageFolder.Read(folder.Path);
            Assert.Equal(expected.Classes, images.Classes);
            Assert.Equal(expected.Names!, images.Names!);
            Assert.Equal(expected.Notices, images.Notices);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static (int, int) Sides(ImageSet images) => (images.Height, images.Width);

    private static string Code(string path) => Assert.Throws<DataException>(() => ImageFolder.Read(path)).Code;

    private static byte[] Png(int height, int width, int light) => new TestPng(height, width, 0, 8, [.. Enumerable.Repeat(light, height * width)]).Encode();
}
