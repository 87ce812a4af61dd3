using System.Text.Json;

namespace Feedforward;

internal static partial class ModelFile
{
    private delegate ModelFileException Refusal(string code, params ReadOnlySpan<object?> arguments);

    /// <summary>Reads a file.</summary>
    /// <exception cref="OptionException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, forged, of a later format, or no model at all.</exception>
    internal static ModelContent Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OptionException(Errors.Notice("FF1242", Evidence.Path(path)), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SafetensorsReader.RefuseAt(path, "FF3021", Evidence.Of(e.Message, 200));
        }
    }

    /// <summary>Reads from the stream's position to its end, and checks everything that can be checked without the network.</summary>
    /// <exception cref="ModelFileException">The content is damaged, forged, of a later format, or no model at all.</exception>
    internal static ModelContent Read(Stream stream, string? source)
    {
        var reader = new SafetensorsReader(source);
        var content = reader.Read(stream);
        CheckFormat(content.Metadata, reader.Refuse);
        CheckHashes(content, reader.Refuse);
        CheckKeys(content.Metadata, reader.Refuse);
        RequireFinite(content.Tensors, reader.Refuse);
        return new ModelContent(content.Metadata["network"], content.Metadata.GetValueOrDefault("pipeline"),
            ParseObject(content.Metadata, "provenance", reader.Refuse), content.Tensors)
        { Source = source, Checkpoint = ParseCheckpoint(content.Metadata, reader.Refuse) };
    }

    private static void CheckFormat(IReadOnlyDictionary<string, string> metadata, Refusal refuse)
    {
        if (!metadata.TryGetValue("format", out string? format)) throw refuse("FF3030");
        if (format != Format) throw refuse("FF3031", Evidence.Of(format), Format);
    }

    /// <summary>The hash of the file, then the hashes within it: a forger must at least contradict nothing.</summary>
    private static void CheckHashes(SafetensorsContent content, Refusal refuse)
    {
        if (DigestIn(content.Head).IsEmpty || !content.Metadata.TryGetValue("sha256", out string? expected)) throw refuse("FF3032", "sha256");
        bool whole = FileHash(content.Head, content.Tensors) == expected;
        bool weights = Hash(sha => { foreach (var tensor in content.Tensors) Safetensors.UseBytes(tensor, sha.AppendData); })
            == content.Metadata.GetValueOrDefault("weights_hash");
        if (whole && weights && DamagedTensor(content, refuse) is null) return;
        if (!weights && DamagedTensor(content, refuse) is { } name) throw refuse("FF3033", name);
        throw refuse("FF3034");
    }

    /// <summary>The first tensor whose bytes do not have the digest that the file gives for them, or null.</summary>
    private static string? DamagedTensor(SafetensorsContent content, Refusal refuse)
    {
        var digests = ParseObject(content.Metadata, "tensor_digests", refuse);
        if (digests.Count != content.Tensors.Count) throw refuse("FF3034");
        return content.Tensors.FirstOrDefault(tensor => digests.GetValueOrDefault(tensor.Name) != Digest(tensor))?.Name;
    }

    private static void CheckKeys(IReadOnlyDictionary<string, string> metadata, Refusal refuse)
    {
        foreach (string key in Keys)
            if (!metadata.ContainsKey(key)) throw refuse("FF3032", key);
        foreach (string key in metadata.Keys)
            if (!Keys.Contains(key) && !OptionalKeys.Contains(key)) throw refuse("FF3035", Evidence.Of(key));
    }

    private static CheckpointTexts? ParseCheckpoint(IReadOnlyDictionary<string, string> metadata, Refusal refuse)
    {
        if (!CheckpointKeys.Any(metadata.ContainsKey)) return null;
        var texts = Array.ConvertAll(CheckpointKeys, key => ParseObject(metadata, key, refuse));
        return new CheckpointTexts(texts[0], texts[1], texts[2]);
    }

    private static Dictionary<string, string> ParseObject(IReadOnlyDictionary<string, string> metadata, string key, Refusal refuse)
    {
        if (!metadata.TryGetValue(key, out string? text)) throw refuse("FF3032", key);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1, AllowDuplicateProperties = false });
            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject()) members.Add(member.Name, member.Value.GetString() ?? throw new JsonException());
            return members;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw refuse("FF3036", key);
        }
    }

    /// <summary>Weights must be finite. A mean of squares may have overflown: it then slows its weight down, and the training goes on.</summary>
    private static void RequireFinite(IReadOnlyList<NamedTensor> tensors, Refusal refuse)
    {
        foreach (var tensor in tensors)
        {
            if (tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal)) continue;
            int at = IndexOfNonFinite(tensor.Values.Span);
            if (at >= 0) throw refuse("FF3022", tensor.Name, at, tensor.Values.Span[at]);
        }
    }

    private static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
