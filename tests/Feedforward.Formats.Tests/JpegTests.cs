using System.Diagnostics;

namespace Feedforward.Formats.Tests;

/// <summary>JPEG pictures, made by an encoder of the tests that loses next to nothing.</summary>
public class JpegTests
{
    /// <summary>All orientations, in both orders of bytes, in both kinds of files.</summary>
    public static TheoryData<int, bool, bool> Orientations =>
    [
        .. from orientation in Enumerable.Range(1, 8) from little in new[] { true, false } from jpeg in new[] { true, false } select (orientation, little, jpeg),
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void A_picture_is_shown(int channels, bool progressive)
    {
        byte[] pixels = Smooth(11, 17, channels);
        var raster = Decode(TestJpeg.Encode(pixels, 11, 17, channels, progressive));
        Assert.Equal((11, 17, channels), (raster.Height, raster.Width, raster.Channels));
        for (int i = 0; i < pixels.Length; i++) Assert.InRange(raster.Pixels[i] - pixels[i], -4, 4);
    }

    [Theory, MemberData(nameof(Orientations))]
    public void A_picture_is_turned_upright(int orientation, bool little, bool jpeg)
    {
        // Three lines of two pixels; the first is bright, the second half so.
        byte[] stored = [250, 120, 10, 10, 10, 10];
        byte[] exif = TestJpeg.Exif(orientation, little);
        var raster = jpeg
            ? Decode(TestJpeg.Encode(Magnified(stored), 24, 16, 1, exif: exif))
            : PngTests.Decode(new TestPng(24, 16, 0, 8, [.. Magnified(stored)]) { Before = [("eXIf", exif)] }.Encode());
        (int y, int x, int nextY, int nextX) = orientation switch
        {
            1 => (0, 0, 0, 1),
            2 => (0, 1, 0, 0),
            3 => (2, 1, 2, 0),
            4 => (2, 0, 2, 1),
            5 => (0, 0, 1, 0),
            6 => (0, 2, 1, 2),
            7 => (1, 2, 0, 2),
            _ => (1, 0, 0, 0),
        };
        Assert.Equal(orientation >= 5 ? (16, 24) : (24, 16), (raster.Height, raster.Width));
        int At(int line, int column) => raster.Pixels[(((line * 8) + 4) * raster.Width) + (column * 8) + 4];
        Assert.InRange(At(y, x), 240, 255);
        Assert.InRange(At(nextY, nextX), 110, 130);
    }

    [Theory]
    [InlineData("FFD8FFE000104A", "FF2284")]
    [InlineData("FFD8FF", "FF2284")]
    [InlineData("FFD8FFD9", "FF2284")]
    [InlineData("FFD8FFC9000B080001000101011100FFDA0008010100003F00FFD9", "FF2284")]
    [InlineData("FFD8FFC0000B0C0001000101011100FFDA0008010100003F00FFD9", "FF2284")]
    [InlineData("FFD8FFC0000B08FFFFFFFF01011100FFDA0008010100003F00FFD9", "FF2281")]
    [InlineData("FFD8FFC0000B080000000101011100FFDA0008010100003F00FFD9", "FF2281")]
    [InlineData("FFD8FFC0000B080001000101011100FFC0000B080001000101011100FFD9", "FF2284")]
    [InlineData("FFD8FFE00001FFD9", "FF2284")]
    public void A_damaged_picture_is_refused_at_once(string hexadecimal, string code)
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(code, Assert.Throws<DataException>(() => Decode(Convert.FromHexString(hexadecimal))).Code);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_picture_without_its_end_is_refused()
    {
        byte[] file = TestJpeg.Encode(Smooth(16, 16, 1), 16, 16, 1);
        for (int length = 3; length < file.Length - 1; length += 7)
            Assert.Equal("FF2284", Assert.Throws<DataException>(() => Decode(file[..length])).Code);
    }

    [Fact]
    public void A_large_picture_with_hardly_any_data_is_refused()
    {
        byte[] file = TestJpeg.Encode(Smooth(8, 8, 3), 8, 8, 3);
        SetSize(file, 4096, 4096);
        Assert.Contains("too few", Assert.Throws<DataException>(() => Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_picture_of_one_colour_is_shown_though_it_has_few_data()
    {
        byte[] pixels = new byte[400 * 600];
        Array.Fill(pixels, (byte)128);
        Assert.All(Decode(TestJpeg.Encode(pixels, 400, 600, 1, progressive: true)).Pixels, pixel => Assert.Equal(128, pixel));
    }

    [Fact]
    public void Many_scans_of_a_large_picture_are_refused()
    {
        byte[] file = TestJpeg.Encode(Smooth(8, 8, 1), 8, 8, 1, progressive: true);
        SetSize(file, 4096, 4096);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0];
        var error = Assert.Throws<DataException>(() => Decode([.. file[..^2], .. Enumerable.Repeat(scan, 20).SelectMany(s => s), 0xFF, 0xD9]));
        Assert.Contains("17 times", error.Message, StringComparison.Ordinal);
    }

    private static Raster Decode(byte[] file) => ImageFile.Decode(file, ImageKind.Jpeg, "test.jpg");

    private static void SetSize(byte[] file, int height, int width)
    {
        int at = file.AsSpan().IndexOfAny((byte)0xC0, (byte)0xC2);
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        size.CopyTo(file, at + 4);
    }

    private static byte[] Smooth(int height, int width, int channels) =>
    [
        .. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) from c in Enumerable.Range(0, channels)
           select (byte)(128 + (60 * Math.Sin((0.4 * x) + c)) + (50 * Math.Cos(0.3 * y * (c + 1)))),
    ];

    /// <summary>Each of 3 × 2 pixels eight times as large each way, a block of its own.</summary>
    private static byte[] Magnified(byte[] small) =>
        [.. from y in Enumerable.Range(0, 24) from x in Enumerable.Range(0, 16) select small[(y / 8 * 2) + (x / 8)]];
}
