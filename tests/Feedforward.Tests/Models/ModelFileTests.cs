using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using static Feedforward.Tests.Models.ModelFileForge;

namespace Feedforward.Tests.Models;

public class ModelFileTests
{
    private static readonly Gen<ModelContent> AnyContent =
        from widths in Gen.Int[0, 9].Array[1, 5]
        from values in Gen.Float.Where(float.IsFinite).Array[500]
        from network in Gen.String.Where(IsWhole)
        from pipeline in Gen.OneOf(Gen.Const((string?)null), Gen.String.Where(IsWhole).Select(text => (string?)text))
        from provenance in Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 0, 9], Gen.String.Where(IsWhole))[0, 5]
        select new ModelContent(network, pipeline, provenance,
            [.. Tensors([.. widths]).Select((tensor, i) => tensor with { Values = values.AsMemory(i, tensor.Values.Length) })]);

    private static bool IsWhole(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static void AssertSame(ModelContent expected, ModelContent actual)
    {
        Assert.Equal((expected.Network, expected.Pipeline, expected.WeightsHash), (actual.Network, actual.Pipeline, actual.WeightsHash));
        Assert.Equal(expected.Provenance.OrderBy(p => p.Key, StringComparer.Ordinal), actual.Provenance.OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.Equal(expected.Tensors.Select(t => t.Name), actual.Tensors.Select(t => t.Name));
        foreach (var (a, b) in expected.Tensors.Zip(actual.Tensors))
        {
            Assert.Equal(a.Shape, b.Shape);
            Assert.Equal(a.Values.ToArray().Select(BitConverter.SingleToInt32Bits), b.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void What_is_written_is_read_back_to_the_bit() => AnyContent.Sample(content => AssertSame(content, Read(Bytes(content))), iter: 2_000);

    [Fact]
    public void Equal_content_gives_an_identical_file() => AnyContent.Sample(content =>
    {
        var again = content with { Provenance = content.Provenance.Reverse().ToDictionary() };
        Assert.Equal(Bytes(content), Bytes(again));
        Assert.Equal(Bytes(content), Bytes(Read(Bytes(content))));
    }, iter: 500);

    [Fact]
    public void The_tensors_begin_at_a_multiple_of_64_bytes() => AnyContent.Sample(content =>
    {
        byte[] file = Bytes(content);
        Assert.Equal(0, (8 + BitConverter.ToInt64(file)) % 64);
        Assert.Equal(file.Length - content.Tensors.Sum(t => 4 * t.Values.Length), 8 + BitConverter.ToInt64(file));
    }, iter: 200);

    [Fact]
    public void A_reader_that_knows_only_the_format_finds_the_weights_and_the_digests()
    {
        byte[] file = Bytes(Content());
        int start = 8 + (int)BitConverter.ToInt64(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, start - 8));
        var metadata = header.RootElement.GetProperty("__metadata__");
        Assert.Equal(["format", "network", "pipeline", "provenance", "weights_hash", "tensor_digests", "sha256"], metadata.EnumerateObject().Select(p => p.Name));
        using var digests = JsonDocument.Parse(metadata.GetProperty("tensor_digests").GetString()!);
        float next = 0;
        foreach (var tensor in header.RootElement.EnumerateObject().Skip(1))
        {
            Assert.Equal("F32", tensor.Value.GetProperty("dtype").GetString());
            int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            int[] offsets = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            Assert.Equal(4 * shape.Aggregate(1, (a, b) => a * b), offsets[1] - offsets[0]);
            byte[] bytes = file[(start + offsets[0])..(start + offsets[1])];
            for (int i = 0; i < bytes.Length; i += 4) Assert.Equal(next += 0.25f, BitConverter.ToSingle(bytes, i));
            Assert.Equal(Hex(bytes), digests.RootElement.GetProperty(tensor.Name).GetString());
        }
        Assert.Equal(17 * 0.25f, next);
        Assert.Equal(Hex(file[start..]), metadata.GetProperty("weights_hash").GetString());
        string sha = metadata.GetProperty("sha256").GetString()!;
        string blank = Encoding.Latin1.GetString(file).Replace(sha, new string('0', 64), StringComparison.Ordinal);
        Assert.Equal(Hex(Encoding.Latin1.GetBytes(blank)), sha);

        static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    [Fact]
    public void The_hash_of_the_weights_does_not_depend_on_the_rest()
    {
        Assert.Equal(Content().WeightsHash, (Content(pipeline: null) with { Network = "other" }).WeightsHash);
        Assert.NotEqual(Content().WeightsHash, (Content() with { Tensors = Tensors(2, 3, 1) }).WeightsHash);
        Assert.Matches("^[0-9a-f]{64}$", Content().WeightsHash);
    }

    [Fact]
    public void A_model_without_pipeline_has_no_entry_for_it()
    {
        Assert.DoesNotContain("pipeline", Open(Bytes(Content(pipeline: null))).Header, StringComparison.Ordinal);
        Assert.Null(Read(Bytes(Content(pipeline: null))).Pipeline);
    }

    [Fact]
    public void Class_names_that_imitate_markup_or_the_header_itself_come_back_unchanged()
    {
        string pipeline = """{"classes":["<script>alert(1)</script>","\",\"sha256\":\"0000\"}","鸢尾花","\u0000"]}""" + $"\"sha256\":\"{new string('f', 64)}\"";
        Assert.Equal(pipeline, Read(Bytes(Content(pipeline))).Pipeline);
        var content = Content() with { Network = pipeline, Provenance = new Dictionary<string, string> { [pipeline] = pipeline } };
        AssertSame(content, Read(Bytes(content)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_not_finite_is_never_written(float value)
    {
        var tensors = Tensors(2, 3, 2);
        tensors[1] = tensors[1] with { Values = new[] { 1f, value, 1f } };
        using var stream = new MemoryStream();
        var error = Assert.Throws<ModelFileException>(() => ModelFile.Write(stream, Content() with { Tensors = tensors }));
        Assert.Equal("FF3022", error.Code);
        Assert.Contains("layers.0.bias", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_network_that_does_not_fit_the_tensors_is_refused_by_the_name_of_the_tensor()
    {
        var content = Content() with { Source = "m.safetensors" };
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f, 1.25f, 1.5f], content.Values("layers.0.weight", 3, 2).ToArray());
        content.RequireCount(4);
        AssertRefused("FF3038", "layers.0.weight", () => content.Values("layers.0.weight", 2, 3));
        AssertRefused("FF3038", "[3, 2]", () => content.Values("layers.0.weight", 6));
        AssertRefused("FF3037", "layers.2.bias", () => content.Values("layers.2.bias", 2));
        AssertRefused("FF3039", "4", () => content.RequireCount(6));

        static void AssertRefused(string code, string word, Action action)
        {
            var error = Assert.Throws<ModelFileException>(action);
            Assert.Equal((code, "m.safetensors"), (error.Code, error.Notice.Place));
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_in_the_middle_of_a_stream_is_read_from_there_to_the_end()
    {
        using var stream = new MemoryStream();
        stream.Write("something else"u8);
        long start = stream.Position;
        ModelFile.Write(stream, Content());
        stream.Position = start;
        AssertSame(Content(), ModelFile.Read(stream, null));
        using var pipe = new Pipe(Bytes(Content()));
        AssertSame(Content(), ModelFile.Read(pipe, null));
    }

    [Fact]
    public void A_path_that_leads_to_no_file_is_told_apart_from_a_bad_file()
    {
        string folder = Directory.CreateTempSubdirectory("feedforward-load-").FullName;
        Assert.Equal("FF1242", Assert.Throws<OptionException>(() => ModelFile.Load(Path.Combine(folder, "none"))).Code);
        Assert.Equal("FF1242", Assert.Throws<OptionException>(() => ModelFile.Load(Path.Combine(folder, "no", "none"))).Code);
        Assert.Equal("FF3021", Assert.Throws<ModelFileException>(() => ModelFile.Load(folder)).Code);
        Directory.Delete(folder);
    }

    [Fact]
    public void Errors_speak_Chinese_where_the_person_does()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        try
        {
            Assert.Contains("这不是模型文件", Assert.Throws<ModelFileException>(() => Read([])).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
