using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Text;
using static Feedforward.Tests.Models.ModelFileForge;

namespace Feedforward.Tests.Models;

/// <summary>Files that someone made to do harm. A01–A20: known from the format's own tests and audits; B21–B75: ours.</summary>
public sealed class ModelFileAttackTests
{
    private static readonly Dictionary<string, (string Code, Func<byte[]> File)> Attacks = new()
    {
        ["A01 header longer than the file"] = ("FF3003", () => [.. Length(1_000), .. "{}"u8]),
        ["A02 header longer than the limit"] = ("FF3002", () => [.. Length(100_000_001), .. "{}"u8]),
        ["A03 header of length 0"] = ("FF3004", () => Length(0)),
        ["A04 header not UTF-8"] = ("FF3005", () => Raw([(byte)'{', 0xFF, (byte)'}'], [])),
        ["A05 header not JSON"] = ("FF3006", () => Raw("{hello}")),
        ["A06 lone brace"] = ("FF3006", () => Raw("{")),
        ["A07 white space before the header"] = ("FF3004", () => Raw(" {}")),
        ["A08 line break after the header"] = ("FF3007", () => Changed(header => header + "\n")),
        ["A09 JSON of 4 GB"] = ("FF3002", () => [.. Length(4_000_000_000), .. "{"u8]),
        ["A10 ten tensors on one buffer"] = ("FF3016", () => Raw($"{{{string.Join(',', Enumerable.Range(0, 10).Select(i => Tensor($"t{i}", "[4]", "[0,16]")))}}}", new byte[16])),
        ["A11 negative offset"] = ("FF3012", () => Raw($"{{{Tensor("t", "[1]", "[-4,0]")}}}", new byte[4])),
        ["A12 offset outside the file"] = ("FF3018", () => Raw($"{{{Tensor("t", "[256]", "[0,1024]")}}}", new byte[4])),
        ["A13 shape that does not fit the bytes"] = ("FF3017", () => Raw($"{{{Tensor("t", "[2,2]", "[0,4]")}}}", new byte[4])),
        ["A14 shape [2, 2⁶⁴−2]"] = ("FF3012", () => Raw($"{{{Tensor("t", "[2,18446744073709551614]", "[0,16]")}}}", new byte[16])),
        ["A15 shape [2, 2⁶³−1]"] = ("FF3015", () => Raw($"{{{Tensor("t", "[2,9223372036854775807]", "[0,16]")}}}", new byte[16])),
        ["A16 bytes missing at the end"] = ("FF3018", () => Bytes(Content())[..^1]),
        ["A17 bytes appended"] = ("FF3018", () => [.. Bytes(Content()), .. "<script>alert(1)</script>"u8]),
        ["A18 numbers of half a byte"] = ("FF3014", () => Raw("""{"t":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", new byte[2])),
        ["B21 hole between tensors"] = ("FF3016", () => Raw($"{{{Tensor("a", "[1]", "[0,4]")},{Tensor("b", "[1]", "[8,12]")}}}", new byte[12])),
        ["B22 tensors not in the order of their bytes"] = ("FF3016", () => Raw($"{{{Tensor("a", "[1]", "[4,8]")},{Tensor("b", "[1]", "[0,4]")}}}", new byte[8])),
        ["B23 tensor that ends before it begins"] = ("FF3017", () => Raw($"{{{Tensor("a", "[1]", "[8,4]")}}}", new byte[8])),
        ["B24 tensor given twice"] = ("FF3010", () => Raw($"{{{Tensor("a", "[1]", "[0,4]")},{Tensor("\\u0061", "[1]", "[4,8]")}}}", new byte[8])),
        ["B25 metadata given twice"] = ("FF3010", () => Raw("""{"__metadata__":{},"__metadata__":{}}""")),
        ["B26 metadata entry given twice"] = ("FF3010", () => Changed(header => header.Replace("\"format\":\"1\"", "\"format\":\"1\",\"format\":\"1\"", StringComparison.Ordinal))),
        ["B27 field given twice"] = ("FF3011", () => Raw("""{"t":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", new byte[4])),
        ["B28 unknown field"] = ("FF3011", () => Raw("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"file":"other"}}""", new byte[4])),
        ["B29 missing field"] = ("FF3012", () => Raw("""{"t":{"dtype":"F32","data_offsets":[0,4]}}""", new byte[4])),
        ["B30 offset with a fraction"] = ("FF3012", () => Raw($"{{{Tensor("t", "[1]", "[0,4.0]")}}}", new byte[4])),
        ["B31 three offsets"] = ("FF3012", () => Raw($"{{{Tensor("t", "[1]", "[0,4,4]")}}}", new byte[4])),
        ["B32 metadata that is a list"] = ("FF3012", () => Raw("""{"__metadata__":["a"]}""")),
        ["B33 metadata entry that is a number"] = ("FF3019", () => Raw("""{"__metadata__":{"format":1}}""")),
        ["B34 metadata entry that is an object"] = ("FF3019", () => Raw("""{"__metadata__":{"format":{"a":"b"}}}""")),
        ["B35 nested ten thousand deep"] = ("FF3006", () => Raw("{\"t\":{\"shape\":" + new string('[', 10_000) + new string(']', 10_000) + "}}")),
        ["B36 a million tensors"] = ("FF3013", () => Raw($"{{{string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => Tensor($"t{i}", "[0]", "[0,0]")))}}}")),
        ["B37 name that is a path"] = ("FF3009", () => Raw($"{{{Tensor("../../etc/passwd", "[1]", "[0,4]")}}}", new byte[4])),
        ["B38 name with NUL"] = ("FF3009", () => Raw($"{{{Tensor("a\\u0000b", "[1]", "[0,4]")}}}", new byte[4])),
        ["B39 name of a million characters"] = ("FF3009", () => Raw($"{{{Tensor(new string('a', 1_000_000), "[1]", "[0,4]")}}}", new byte[4])),
        ["B40 empty name"] = ("FF3009", () => Raw($"{{{Tensor("", "[1]", "[0,4]")}}}", new byte[4])),
        ["B41 name in the markup of a page"] = ("FF3009", () => Raw($"{{{Tensor("<img src=x onerror=alert(1)>", "[1]", "[0,4]")}}}", new byte[4])),
        ["B42 half a character in a text"] = ("FF3008", () => Raw("""{"__metadata__":{"network":"\ud800"}}""")),
        ["B43 half a character in a name"] = ("FF3008", () => Raw($"{{{Tensor("\\udfff", "[1]", "[0,4]")}}}", new byte[4])),
        ["B44 half a character as bytes"] = ("FF3005", () => Raw([.. "{\"__metadata__\":{\"network\":\""u8, 0xED, 0xA0, 0x80, .. "\"}}"u8], [])),
        ["B45 nine dimensions"] = ("FF3012", () => Raw($"{{{Tensor("t", "[1,1,1,1,1,1,1,1,1]", "[0,4]")}}}", new byte[4])),
        ["B46 layer of width 2³¹"] = ("FF3015", () => Raw($"{{{Tensor("layers.0.bias", "[2147483648]", "[0,8589934592]")}}}", new byte[4])),
        ["B47 unknown type of numbers"] = ("FF3014", () => Raw("""{"t":{"dtype":"PICKLE","shape":[1],"data_offsets":[0,4]}}""", new byte[4])),
        ["B48 later format"] = ("FF3031", () => Changed(header => header.Replace("\"format\":\"1\"", "\"format\":\"2\"", StringComparison.Ordinal))),
        ["B49 model of another program"] = ("FF3030", () => Raw($"{{{Tensor("t", "[1]", "[0,4]")}}}", new byte[4])),
        ["B50 weight NaN"] = ("FF3022", () => WithFirstWeight(float.NaN)),
        ["B51 weight infinite"] = ("FF3022", () => WithFirstWeight(float.NegativeInfinity)),
        ["B52 no digest of the file"] = ("FF3032", () => Changed(header => header.Replace("\"sha256\"", "\"sha257\"", StringComparison.Ordinal))),
        ["B53 digest under an escaped name"] = ("FF3032", () => Changed(header => header.Replace("\"sha256\"", "\"sh\\u0061256\"", StringComparison.Ordinal))),
        ["B54 weights changed and the file's digest with them"] = ("FF3033", () => Forged(data => data[0] ^= 1)),
        ["B55 two tensors' bytes exchanged and the file's digest with them"] = ("FF3033", () => Forged(data => data.AsSpan(0, 24).Reverse())),
        ["B56 unknown metadata entry"] = ("FF3035", () => Changed(header => header.Replace("\"format\":", "\"loader\":\"os.system\",\"format\":", StringComparison.Ordinal))),
        ["B57 network missing"] = ("FF3032", () => Changed(header => header.Replace("\"network\":", "\"pipeline2\":", StringComparison.Ordinal))),
        ["B58 provenance with an entry given twice"] = ("FF3036", () => Changed(header => header.Replace("\\\"seed\\\":", "\\\"seed\\\":\\\"1\\\",\\\"seed\\\":", StringComparison.Ordinal))),
        ["B59 comment and comma too many"] = ("FF3006", () => Changed(header => header[..^1] + ",/* */}")),
        ["B60 second JSON value"] = ("FF3007", () => Changed(header => header + "{}")),
        ["B61 byte order mark"] = ("FF3004", () => Raw("\uFEFF{}")),
        ["B62 zip archive"] = ("FF3002", () => [.. "PK\u0003\u0004"u8, .. new byte[] { 20, 0, 8, 8 }, .. new byte[100]]),
        ["B63 gzip bomb"] = ("FF3003", Gzip),
        ["B64 pickle"] = ("FF3002", () => [0x80, 4, 0x95, 0x20, 0, 0, 0, 0, 0, 0, 0, .. "cos\nsystem\n"u8]),
        ["B65 web page"] = ("FF3002", () => [.. "<!DOCTYPE html><script>alert(1)</script>"u8]),
        ["B66 empty file"] = ("FF3001", () => []),
        ["B67 seven bytes"] = ("FF3001", () => [1, 0, 0, 0, 0, 0, 0]),
        ["B68 header length 2⁶⁴−1"] = ("FF3002", () => [255, 255, 255, 255, 255, 255, 255, 255, (byte)'{']),
        ["B69 header length 2⁶³"] = ("FF3002", () => [0, 0, 0, 0, 0, 0, 0, 128, (byte)'{']),
        ["B70 header that is a list"] = ("FF3004", () => Raw("[]")),
        ["B71 type of numbers that is a number"] = ("FF3012", () => Raw("""{"t":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", new byte[4])),
        ["B72 type of numbers of a million characters"] = ("FF3014", () => Raw("{\"t\":{\"dtype\":\"" + new string('F', 1_000_000) + "\"}}")),
        ["B73 empty tensor with a size of 2³²"] = ("FF3015", () => Raw($"{{{Tensor("t", "[0,4294967296]", "[0,0]")}}}")),
        ["B74 digest of a tensor that is not its own"] = ("FF3034", () => Changed(header => header.Replace("layers.0.bias\\\":\\\"", "layers.0.bias\\\":\\\"0", StringComparison.Ordinal))),
        ["B75 digest of the file with more behind it"] = ("FF3034", () => Changed(header => header.Replace("\"},\"layers.0.weight\"", "0\"},\"layers.0.weight\"", StringComparison.Ordinal))),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_is_refused_with_a_sentence_and_little_memory(string name)
    {
        byte[] file = Attacks[name].File();
        using var stream = new MemoryStream(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => ModelFile.Read(stream, "evil\u001b[31m.safetensors"));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Attacks[name].Code, error.Code);
        Assert.Equal("evil\\u001b[31m.safetensors", error.Notice.Place);
        Assert.InRange(error.Message.Length, 20, 500);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character) && character is not ('\n' or '\r'));
        Assert.InRange(taken, 0, (4L * file.Length) + 1_000_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_through_a_pipe_is_refused_in_the_same_way(string name)
    {
        using var stream = new Pipe(Attacks[name].File());
        Assert.Equal(Attacks[name].Code, Assert.Throws<ModelFileException>(() => ModelFile.Read(stream, null)).Code);
    }

    [Fact]
    public void A19_huge_metadata_are_refused_when_written()
    {
        var content = Content(pipeline: new string('x', 100_000_001));
        using var stream = new MemoryStream();
        Assert.Equal("FF3020", Assert.Throws<ModelFileException>(() => ModelFile.Write(stream, content)).Code);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A20_a_file_that_is_mapped_while_it_is_saved_over_keeps_its_content_for_the_reader()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace a mapped file.");
        string folder = Directory.CreateTempSubdirectory("feedforward-mapped-").FullName;
        string path = Path.Combine(folder, "m.safetensors");
        ModelFile.Save(path, Content(), overwrite: false);
        byte[] old = File.ReadAllBytes(path), seen = new byte[old.Length];
        using (var map = MemoryMappedFile.CreateFromFile(path))
        using (var view = map.CreateViewAccessor(0, old.Length))
        {
            ModelFile.Save(path, Content(pipeline: null), overwrite: true);
            view.ReadArray(0, seen, 0, seen.Length);
        }
        Assert.Equal(old, seen);
        Assert.Null(ModelFile.Load(path).Pipeline);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Half_a_character_is_refused_when_written()
    {
        using var stream = new MemoryStream();
        Assert.Equal("FF3008", Assert.Throws<ModelFileException>(() => ModelFile.Write(stream, Content(pipeline: "{\"classes\":[\"\ud800\"]}"))).Code);
        Assert.Equal(0, stream.Length);
    }

    private static byte[] Length(long length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static string Tensor(string name, string shape, string offsets) =>
        $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":{offsets}}}";

    private static byte[] Forged(Action<byte[]> change)
    {
        var (header, data) = Open(Bytes(Content()));
        change(data);
        return Sealed(header, data);
    }

    private static byte[] Gzip()
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.SmallestSize)) gzip.Write(new byte[10_000_000]);
        return stream.ToArray();
    }
}
