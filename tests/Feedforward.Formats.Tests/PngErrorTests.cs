using System.Buffers.Binary;
using System.Globalization;

namespace Feedforward.Formats.Tests;

/// <summary>Damaged files, each told with what is wrong and where.</summary>
public class PngErrorTests
{
    private static readonly TestPng Grey = TestPng.Random(new Random(1), 4, 4, 0, 8), Palette = TestPng.Random(new Random(2), 4, 4, 3, 2);

    private static readonly byte[] Sound = Grey.Encode();

    private static readonly Dictionary<string, (byte[] File, string Says)> Damaged = new()
    {
        ["signature, high bit lost"] = ([0x09, .. Sound[1..]], "0D0A1A0A"),
        ["signature, line ends"] = ([.. Sound[..4], 0x0A, .. Sound[6..]], "text mode"),
        ["nothing after the signature"] = (Sound[..8], "byte 8"),
        ["cut in the header"] = (Sound[..20], "byte 8"),
        ["cut in the pixels"] = (Sound[..^20], "IDAT at byte 33 announces"),
        ["no end"] = (Sound[..^12], "IEND"),
        ["check sum of the header"] = (Flip(Sound, 30), "IHDR at byte 8"),
        ["check sum of the pixels"] = (Flip(Sound, 45), "IDAT at byte 33"),
        ["length beyond the file"] = (Patched(Sound, 33, 0x7FFFFFFF), "2147483647"),
        ["length beyond 2³¹"] = (Patched(Sound, 33, -1), "4294967295"),
        ["no letters"] = ([.. Sound[..37], 0, .. Sound[38..]], "00444154"),
        ["header later"] = (Chunks(("gAMA", [0, 0, 0, 1]), ("IHDR", Header())), "gAMA at byte 8"),
        ["two headers"] = (Chunks(("IHDR", Header()), ("IHDR", Header())), "IHDR at byte 33"),
        ["short header"] = (Chunks(("IHDR", Header()[..12])), "12 bytes"),
        ["width 0"] = (OfHeader(0, 0), "width is 0"),
        ["height 0"] = (OfHeader(4, 0), "height is 0"),
        ["depth 3"] = (OfHeader(8, 3, bytes: 1), "bit depth is 3"),
        ["depth 4 of colours"] = (Chunks(("IHDR", [0, 0, 0, 4, 0, 0, 0, 4, 4, 2, 0, 0, 0])), "expected 8, 16"),
        ["colour type 1"] = (OfHeader(9, 1, bytes: 1), "colour type is 1"),
        ["compression 1"] = (OfHeader(10, 1, bytes: 1), "compression method is 1"),
        ["filter method 64"] = (OfHeader(11, 64, bytes: 1), "filter method is 64"),
        ["interlace 2"] = (OfHeader(12, 2, bytes: 1), "interlace method is 2"),
        ["no pixels"] = (Chunks(("IHDR", Header()), ("IEND", [])), "no chunk IDAT"),
        ["no palette"] = (Chunks(("IHDR", [0, 0, 0, 4, 0, 0, 0, 4, 2, 3, 0, 0, 0]), ("IDAT", [1])), "IDAT at byte 33"),
        ["palette of 4 bytes"] = (Palette with { Palette = [1, 2, 3, 4] }).Encoded("4 bytes"),
        ["palette too long"] = (Palette with { Palette = new byte[15] }).Encoded("expected 3, 6 … 12"),
        ["palette of grey"] = (Grey with { Palette = new byte[3] }).Encoded("PLTE"),
        ["colour beyond the palette"] = (new TestPng(1, 1, 3, 2, [3]) { Palette = new byte[9] }).Encoded("colour 3"),
        ["too many transparent"] = (Palette with { Transparency = new byte[5] }).Encoded("tRNS"),
        ["transparency of alpha"] = (TestPng.Random(new Random(5), 2, 2, 4, 8) with { Transparency = [0, 0] }).Encoded("tRNS"),
        ["pixels apart"] = (Chunks(("IHDR", Header()), ("IDAT", [1]), ("tEXt", []), ("IDAT", [2])), "IDAT at byte 58"),
        ["unknown and needed"] = (Grey with { Before = [("NEED", [])] }).Encoded("NEED"),
        ["end with content"] = (Chunks(("IHDR", Header()), ("IDAT", [1]), ("IEND", [0])), "IEND at byte 46"),
        ["too few pixels"] = (OfPixels(TestPng.Deflate(Grey.Lines()[..^1])), "end after 19 bytes"),
        ["too many pixels"] = (OfPixels(TestPng.Deflate([.. Grey.Lines(), 0])), "go on after the 20"),
        ["no compression at all"] = (OfPixels([1, 2, 3, 4]), "wrong after 0 of 20"),
        ["a dictionary that nobody has"] = (OfPixels([0x78, 0x20, 0, 0, 0, 1, 1, 2]), "wrong after 0 of 20"),
        ["compressed data damaged"] = (OfPixels(Flip(TestPng.Deflate(Grey.Lines()), 9)), "pixel data"),
        ["sum of the pixels"] = (OfPixels(Flip(TestPng.Deflate(Grey.Lines()), TestPng.Deflate(Grey.Lines()).Length - 1)), "compressed pixel data are wrong"),
        ["filter 5"] = (OfPixels(TestPng.Deflate([5, .. Grey.Lines()[1..]])), "filter 5 in line 0"),
    };

    public static TheoryData<string> Names => [.. Damaged.Keys];

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_with_its_place(string name)
    {
        var (file, says) = Damaged[name];
        var error = Assert.Throws<DataException>(() => PngTests.Decode(file));
        Assert.Equal(("FF2283", "test.png"), (error.Code, error.Notice.Place));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Notice.Fix);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Messages_do_not_depend_on_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        string[] expected = [.. Damaged.Values.Select(d => Message(d.File))];
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Damaged.Values.Select(d => Message(d.File)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(65_535, 65_535)]
    [InlineData(4097, 4096)]
    [InlineData(1, 65_537)]
    public void Too_large_a_picture_is_refused_by_its_header(int height, int width)
    {
        byte[] header = Header();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        Assert.Equal("FF2281", Assert.Throws<DataException>(() => PngTests.Decode(Chunks(("IHDR", header)))).Code);
    }

    [Fact]
    public void A_header_that_promises_more_than_its_data_can_hold_costs_no_memory()
    {
        byte[] file = (Grey with { Height = 4096, Width = 4096 }).WithHeaderOnly(TestPng.Deflate(new byte[1000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("FF2283", Assert.Throws<DataException>(() => PngTests.Decode(file)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void What_follows_the_end_is_not_looked_at() => Assert.Equal(PngTests.Decode(Sound).Pixels, PngTests.Decode([.. Sound, 1, 2, 3]).Pixels);

    private static string Message(byte[] file) => Assert.Throws<DataException>(() => PngTests.Decode(file)).Message;

    private static byte[] Header() => [0, 0, 0, 4, 0, 0, 0, 4, 8, 0, 0, 0, 0];

    private static byte[] OfHeader(int at, int value, int bytes = 4)
    {
        byte[] header = Header();
        for (int i = 0; i < bytes; i++) header[at + i] = (byte)value;
        return Chunks(("IHDR", header), ("IDAT", TestPng.Deflate(Grey.Lines())), ("IEND", []));
    }

    private static byte[] OfPixels(byte[] compressed) => Grey.WithHeaderOnly(compressed);

    private static byte[] Chunks(params (string Type, byte[] Content)[] chunks)
    {
        var file = new List<byte>(Sound[..8]);
        foreach (var (type, content) in chunks) TestPng.Add(file, type, content);
        return [.. file];
    }

    private static byte[] Flip(byte[] file, int at)
    {
        byte[] copy = [.. file];
        copy[at] ^= 0x10;
        return copy;
    }

    private static byte[] Patched(byte[] file, int at, int value)
    {
        byte[] copy = [.. file];
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(at), value);
        return copy;
    }
}

/// <summary>Shorter ways of writing a damaged picture.</summary>
internal static class TestPngDamage
{
    internal static (byte[] File, string Says) Encoded(this TestPng picture, string says) => (picture.Encode(), says);

    /// <summary>The header of a picture of bytes of grey, and other pixel data.</summary>
    internal static byte[] WithHeaderOnly(this TestPng picture, byte[] compressed)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        var file = new List<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        TestPng.Add(file, "IHDR", header);
        TestPng.Add(file, "IDAT", compressed);
        TestPng.Add(file, "IEND", []);
        return [.. file];
    }
}
