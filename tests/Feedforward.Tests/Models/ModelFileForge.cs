using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Feedforward.Tests.Models;

/// <summary>Files made by hand: a sound one, and the means to change it and to make its digests fit again.</summary>
internal static class ModelFileForge
{
    internal const string Network = """{"inputs":2,"layers":[{"units":3},{"units":2}]}""";

    /// <summary>A 2-3-2 network: 17 weights.</summary>
    internal static ModelContent Content(string? pipeline = """{"classes":["iris","lily"]}""") => new(
        Network, pipeline, new Dictionary<string, string> { ["seed"] = "42", ["options"] = "--lr 0.5", ["version"] = "0.1.0" }, Tensors(2, 3, 2));

    /// <summary>Weights [out, in] and biases [out] of the layers between these widths, with values 0.25, 0.5, …</summary>
    internal static NamedTensor[] Tensors(params int[] widths)
    {
        int next = 0;
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => ++next * 0.25f)];
        return [.. Enumerable.Range(0, widths.Length - 1).SelectMany(l => new[]
        {
            new NamedTensor($"layers.{l}.weight", [widths[l + 1], widths[l]], Values(widths[l] * widths[l + 1])),
            new NamedTensor($"layers.{l}.bias", [widths[l + 1]], Values(widths[l + 1])),
        })];
    }

    internal static byte[] Bytes(ModelContent content)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, content);
        return stream.ToArray();
    }

    internal static ModelContent Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return ModelFile.Read(stream, null);
    }

    /// <summary>The header's JSON without its padding, and the tensors' bytes.</summary>
    internal static (string Header, byte[] Data) Open(byte[] file)
    {
        int length = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file.AsSpan(8..length)).TrimEnd(' '), file[length..]);
    }

    /// <summary>Length, header and data, as they are.</summary>
    internal static byte[] Raw(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    internal static byte[] Raw(string header, byte[]? data = null) => Raw(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file whose header gives the right SHA-256 of everything, wherever it has a place for it.</summary>
    internal static byte[] Sealed(string header, byte[] data)
    {
        byte[] file = Raw(header, data);
        int at = file.AsSpan().IndexOf("\"sha256\":\""u8);
        if (at < 0 || at + 74 > file.Length) return file;
        var digits = file.AsSpan(at + 10, 64);
        digits.Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file)), digits);
        return file;
    }

    /// <summary>The sound file with its header changed and sealed again.</summary>
    internal static byte[] Changed(Func<string, string> change)
    {
        var (header, data) = Open(Bytes(Content()));
        string changed = change(header);
        Assert.NotEqual(header, changed);
        return Sealed(changed, data);
    }

    /// <summary>The sound file with other weights: all digests fit.</summary>
    internal static byte[] WithFirstWeight(float value)
    {
        var (header, data) = Open(Bytes(Content()));
        string Digest(Range range) => Convert.ToHexStringLower(SHA256.HashData(data.AsSpan(range)));
        var old = (Tensor: Digest(..24), All: Digest(..));
        BinaryPrimitives.WriteSingleLittleEndian(data, value);
        return Sealed(header.Replace(old.Tensor, Digest(..24), StringComparison.Ordinal).Replace(old.All, Digest(..), StringComparison.Ordinal), data);
    }
}
