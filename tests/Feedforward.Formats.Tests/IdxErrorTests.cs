using System.IO.Compression;
using CsCheck;

namespace Feedforward.Formats.Tests;

/// <summary>Every way in which an IDX file can be wrong has its own code, and names the file.</summary>
public sealed class IdxErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Images(int n, int height, int width, int pixels) =>
        [0, 0, 8, 3, 0, 0, 0, (byte)n, 0, 0, 0, (byte)height, 0, 0, 0, (byte)width, .. new byte[pixels]];

    private static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    private static Notice Refuse(string code, string path, string? labels = null, string[]? classes = null)
    {
        var error = Assert.Throws<DataException>(() => Idx.ReadImages(path, labels, classes));
        Assert.Equal(code, error.Code);
        Assert.Equal(labels ?? path, error.Notice.Place);
        return error.Notice;
    }

    private Notice Refuse(string code, byte[] bytes) => Refuse(code, _folder.Write("x", bytes));

    [Fact]
    public void A_file_that_is_not_there() => Refuse("FF2210", _folder.At("none"));

    [Fact]
    public void A_folder_that_is_not_there() => Refuse("FF2210", _folder.At("none/none"));

    [Fact]
    public void An_empty_path() => Refuse("FF2213", "");

    [Fact]
    public void A_folder_in_place_of_a_file() => Refuse("FF2211", _folder.Path);

    [Fact]
    public void A_file_that_this_user_may_not_read()
    {
        string path = _folder.Write("x", Labels(1));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.SkipWhen(CanRead(path), "this user may read everything");
        Refuse("FF2212", path);
    }

    [Fact]
    public void A_file_whose_device_fails()
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "no such device here");
        Refuse("FF2213", "/proc/self/mem");
    }

    [Theory]
    [InlineData("89504E470D0A1A0A", "PNG")]
    [InlineData("FFD8FFE000104A46", "JPEG")]
    [InlineData("474946383961", "GIF")]
    [InlineData("424D36000000", "BMP")]
    [InlineData("504B030414", "ZIP")]
    [InlineData("50415231", "Parquet")]
    [InlineData("934E554D505901", "NumPy")]
    [InlineData("255044462D", "PDF")]
    [InlineData("800495", "pickle")]
    [InlineData("6C6162656C2C706978656C300A", "CSV")]
    [InlineData("EFBBBF3C21444F43545950452068746D6C3E", "web page")]
    [InlineData("3C68746D6C3E", "web page")]
    [InlineData("00000701", "something else")]
    [InlineData("00000800", "something else")]
    [InlineData("0001", "something else")]
    [InlineData("78", "CSV")]
    public void Another_kind_of_file_is_named(string hex, string kind)
    {
        Assert.Contains(kind, Refuse("FF2220", Convert.FromHexString(hex)).Sentence, StringComparison.Ordinal);
        Assert.Contains(kind, Refuse("FF2220", IdxTests.Gzip(Convert.FromHexString(hex))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_inside_a_gzip_file() =>
        Assert.Contains("gzip", Refuse("FF2216", IdxTests.Gzip(IdxTests.Gzip(Labels(1)))).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(0x09, "int8")]
    [InlineData(0x0B, "int16")]
    [InlineData(0x0C, "int32")]
    [InlineData(0x0D, "float32")]
    [InlineData(0x0E, "float64")]
    public void Numbers_of_another_type(byte type, string name) =>
        Assert.Contains(name, Refuse("FF2221", [0, 0, type, 1, 0, 0, 0, 1, 0]).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Neither_images_nor_labels() => Refuse("FF2222", [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5]);

    [Fact]
    public void Labels_in_place_of_images() => Refuse("FF2223", Labels(1, 2));

    [Fact]
    public void Images_in_place_of_labels() =>
        Refuse("FF2224", _folder.Write("i", Images(1, 1, 1, 1)), _folder.Write("l", Images(1, 1, 1, 1)));

    [Theory]
    [InlineData("00000803FFFFFFFF0000001C0000001C")]
    [InlineData("00000803000000010000FFFF0000FFFF")]
    [InlineData("000008037FFFFFFF7FFFFFFF7FFFFFFF")]
    [InlineData("00000803000100000000010000000100")]
    public void Sizes_whose_product_is_too_large(string header)
    {
        Refuse("FF2225", Convert.FromHexString(header));
        Refuse("FF2225", IdxTests.Gzip(Convert.FromHexString(header)));
    }

    [Fact]
    public void A_product_of_sizes_beyond_64_bits()
    {
        byte[] bytes = [0, 0, 8, 8, .. Enumerable.Repeat(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF }, 8).SelectMany(b => b)];
        Assert.Equal("FF2225", Assert.Throws<DataException>(() => Idx.Read(_folder.Write("x", bytes))).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(19)]
    public void A_file_that_is_cut_off_says_how_much_is_missing(int length)
    {
        byte[] whole = Images(1, 2, 2, 4);
        string sentence = Refuse("FF2226", whole[..length]).Sentence;
        Assert.Contains($"found {length}.", sentence, StringComparison.Ordinal);
        Assert.Equal(sentence, Refuse("FF2226", IdxTests.Gzip(whole[..length])).Sentence);
    }

    [Fact]
    public void A_small_file_that_announces_two_billion_bytes_takes_no_such_memory()
    {
        byte[] header = Convert.FromHexString("000008030000800000000080000000FF");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuse("FF2226", header);
        Refuse("FF2226", IdxTests.Gzip(header));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    [Fact]
    public void A_file_that_goes_on_after_its_end()
    {
        Refuse("FF2227", Images(1, 2, 2, 7));
        Refuse("FF2227", IdxTests.Gzip(Images(1, 2, 2, 7)));
    }

    [Fact]
    public void A_label_for_each_image_is_needed()
    {
        var notice = Refuse("FF2228", _folder.Write("i", Images(2, 1, 1, 2)), _folder.Write("l", Labels(0, 1, 0)));
        Assert.Contains("3 labels for the 2 images", notice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 28, 28)]
    [InlineData(3, 0, 28)]
    [InlineData(3, 28, 0)]
    public void A_file_without_images(int n, int height, int width) => Refuse("FF2229", Images(n, height, width, 0));

    [Fact]
    public void A_label_without_a_class()
    {
        var notice = Refuse("FF2230", _folder.Write("i", Images(2, 1, 1, 2)), _folder.Write("l", Labels(1, 2)), ["a", "b"]);
        Assert.Contains("byte 9", notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_gzip_data()
    {
        byte[] bytes = IdxTests.Gzip(Images(3, 9, 9, 243));
        bytes[12] ^= 0xFF;
        Refuse("FF2214", bytes);
    }

    [Fact]
    public void A_gzip_checksum_that_does_not_agree()
    {
        byte[] bytes = IdxTests.Gzip(Images(3, 9, 9, 243));
        bytes[^6] ^= 0xFF;
        Refuse("FF2214", bytes);
    }

    [Fact]
    public void Gzip_data_that_is_cut_off_is_not_taken_for_whole()
    {
        byte[] pixels = new byte[243];
        new Random(1).NextBytes(pixels);
        byte[] bytes = IdxTests.Gzip([.. Images(3, 9, 9, 0), .. pixels]);
        for (int length = 2; length < bytes.Length; length++)
        {
            string path = _folder.Write("x", bytes[..length]);
            Assert.Equal("FF2214", Assert.Throws<DataException>(() => Idx.ReadImages(path)).Code);
        }
    }

    [Fact]
    public void A_gzip_file_of_several_members_is_read_to_its_end()
    {
        byte[] whole = Images(3, 9, 9, 243);
        string path = _folder.Write("x", [.. IdxTests.Gzip(whole[..20]), .. IdxTests.Gzip(whole[20..])]);
        Assert.Equal(3, Idx.ReadImages(path).Rows);
    }

    [Fact]
    public void A_decompression_bomb_is_left_alone()
    {
        string path = _folder.At("bomb");
        using (var file = File.Create(path))
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize))
        {
            gzip.Write([0, 0, 8, 3, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 8, 0]);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) gzip.Write(zeros);
        }
        Refuse("FF2215", path);
    }

    [Fact]
    public void Chinese_readers_are_told_in_Chinese()
    {
        var culture = System.Globalization.CultureInfo.CurrentUICulture;
        try
        {
            System.Globalization.CultureInfo.CurrentUICulture = new("zh-CN");
            Assert.Contains("PNG 图片", Refuse("FF2220", [0x89, .. "PNG"u8]).Sentence, StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = culture;
        }
    }

    [Fact]
    public void Any_bytes_at_all_give_images_or_a_data_error() =>
        Gen.Byte.Array[0, 60].Select(Gen.Bool, Gen.Bool).Sample((tail, header, gzip) =>
        {
            byte[] bytes = header ? [0, 0, 8, 3, 0, 0, 0, .. tail] : tail;
            string path = _folder.Write("fuzz", gzip ? IdxTests.Gzip(bytes) : bytes);
            try
            {
                _ = Idx.ReadImages(path).Rows;
            }
            catch (DataException error)
            {
                Assert.StartsWith("FF22", error.Code, StringComparison.Ordinal);
            }
        }, iter: 1000, threads: 1);

    private static bool CanRead(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
