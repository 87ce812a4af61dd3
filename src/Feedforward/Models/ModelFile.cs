using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Feedforward;

/// <summary>What a checkpoint says beside the model.</summary>
/// <param name="Numbers">The training's numbers: <see cref="TrainingState.Numbers"/>.</param>
/// <param name="Identity">What must be the same when the training goes on: <see cref="TrainingIdentity"/>.</param>
/// <param name="Notes">Texts of the caller.</param>
internal sealed record CheckpointTexts(
    IReadOnlyDictionary<string, string> Numbers, IReadOnlyDictionary<string, string> Identity, IReadOnlyDictionary<string, string> Notes);

/// <summary>What a model file holds.</summary>
/// <param name="Network">The network as JSON.</param>
/// <param name="Pipeline">The fitted pipeline with the class names as JSON, or null for a model without one.</param>
/// <param name="Provenance">How the model came about: seed, options, version; nothing that differs between equal runs.</param>
/// <param name="Tensors"><c>layers.N.weight</c> [out, in] and <c>layers.N.bias</c> [out], in the order of the file.</param>
internal sealed record ModelContent(
    string Network, string? Pipeline, IReadOnlyDictionary<string, string> Provenance, IReadOnlyList<NamedTensor> Tensors)
{
    /// <summary>Where it was read from, for messages.</summary>
    internal string? Source { get; init; }

    /// <summary>What makes the file a checkpoint; null for a model.</summary>
    internal CheckpointTexts? Checkpoint { get; init; }

    /// <summary>SHA-256 of the tensors' bytes in the order of the file: equal weights, equal hash, whatever else the file says.</summary>
    internal string WeightsHash => ModelFile.Hash(sha => { foreach (var tensor in Tensors) Safetensors.UseBytes(tensor, sha.AppendData); });

    /// <summary>The values of a tensor that must be there with this shape.</summary>
    /// <exception cref="ModelFileException">It is missing, or has another shape.</exception>
    internal ReadOnlyMemory<float> Values(string name, params int[] shape)
    {
        var tensor = Tensors.FirstOrDefault(tensor => tensor.Name == name) ?? throw Refuse("FF3037", name);
        return tensor.Shape.SequenceEqual(shape) ? tensor.Values
            : throw Refuse("FF3038", name, ModelFile.ShapeText(tensor.Shape), ModelFile.ShapeText(shape));
    }

    /// <summary>Refuses a file with more tensors than the network has.</summary>
    internal void RequireCount(int count)
    {
        if (Tensors.Count != count) throw Refuse("FF3039", Tensors.Count, count);
    }

    /// <summary>An error of this file, with its place.</summary>
    internal ModelFileException Refuse(string code, params ReadOnlySpan<object?> arguments) => SafetensorsReader.RefuseAt(Source, code, arguments);
}

/// <summary>
/// The model file: one safetensors file whose metadata describe the model and prove that nothing has changed since it was written.
/// <c>sha256</c> is the SHA-256 of the whole file with its own 64 digits set to 0; <c>tensor_digests</c> names the damaged tensor;
/// <c>weights_hash</c> is the SHA-256 of the tensors' bytes. Equal content gives an identical file.
/// </summary>
internal static partial class ModelFile
{
    internal const string Format = "1";
    private const int DigestLength = 64;
    private static readonly string[] CheckpointKeys = ["checkpoint", "identity", "notes"];
    private static readonly string[] Keys = ["format", "network", "provenance", "weights_hash", "tensor_digests", "sha256"];
    private static readonly string[] OptionalKeys = ["pipeline", .. CheckpointKeys];

    /// <summary>Saves to a file, so that it is on the disk when this returns (<see cref="DurableFile.Write"/>).</summary>
    internal static void Save(string path, ModelContent content, bool overwrite) =>
        DurableFile.Write(path, stream => Write(stream, content), overwrite);

    /// <summary>Writes the file to a stream, from its position on.</summary>
    /// <exception cref="ModelFileException">A weight is not finite, or a text cannot be written.</exception>
    internal static void Write(Stream stream, ModelContent content)
    {
        RequireFinite(content.Tensors, Errors.ModelFile);
        byte[] head = Safetensors.Head(Metadata(content), content.Tensors);
        Encoding.ASCII.GetBytes(FileHash(head, content.Tensors), DigestIn(head));
        stream.Write(head);
        foreach (var tensor in content.Tensors) Safetensors.UseBytes(tensor, stream.Write);
    }

    private static List<KeyValuePair<string, string>> Metadata(ModelContent content)
    {
        var metadata = new List<KeyValuePair<string, string>> { new("format", Format), new("network", content.Network) };
        if (content.Pipeline is not null) metadata.Add(new("pipeline", content.Pipeline));
        metadata.Add(new("provenance", JsonObject(content.Provenance.OrderBy(pair => pair.Key, StringComparer.Ordinal))));
        if (content.Checkpoint is { } checkpoint)
            foreach (var (key, texts) in CheckpointKeys.Zip([checkpoint.Numbers, checkpoint.Identity, checkpoint.Notes]))
                metadata.Add(new(key, JsonObject(texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))));
        metadata.Add(new("weights_hash", content.WeightsHash));
        metadata.Add(new("tensor_digests", JsonObject(content.Tensors.Select(tensor => new KeyValuePair<string, string>(tensor.Name, Digest(tensor))))));
        metadata.Add(new("sha256", new string('0', DigestLength)));
        return metadata;
    }

    private static string JsonObject(IEnumerable<KeyValuePair<string, string>> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (key, value) in members) json.WriteString(key, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>
    /// The 64 digits of <c>sha256</c> inside the head. No other text can contain these characters: inside a JSON text a quote follows a backslash.
    /// Empty where they are missing.
    /// </summary>
    private static Span<byte> DigestIn(byte[] head)
    {
        var key = "\"sha256\":\""u8;
        int at = head.AsSpan().IndexOf(key);
        return at < 0 || at + key.Length + DigestLength > head.Length ? default : head.AsSpan(at + key.Length, DigestLength);
    }

    /// <summary>SHA-256 of the whole file with the 64 digits of <c>sha256</c> set to 0.</summary>
    private static string FileHash(byte[] head, IReadOnlyList<NamedTensor> tensors)
    {
        byte[] blank = (byte[])head.Clone();
        DigestIn(blank).Fill((byte)'0');
        return Hash(sha =>
        {
            sha.AppendData(blank);
            foreach (var tensor in tensors) Safetensors.UseBytes(tensor, sha.AppendData);
        });
    }

    private static string Digest(NamedTensor tensor) => Hash(sha => Safetensors.UseBytes(tensor, sha.AppendData));

    internal static string Hash(Action<IncrementalHash> append)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        append(sha);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    internal static string ShapeText(IReadOnlyList<int> shape) =>
        $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
