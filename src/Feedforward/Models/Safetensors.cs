using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Feedforward;

/// <summary>A named array of floats, row-major.</summary>
internal sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>What a safetensors file holds; <paramref name="Head"/> is everything before the tensors' bytes, as it stands in the file.</summary>
internal sealed record SafetensorsContent(byte[] Head, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<NamedTensor> Tensors);

/// <summary>
/// The safetensors format, float32 only: eight bytes with the length of the header (little-endian), the header (JSON, then spaces), the
/// tensors' bytes one after the other. The header gives for each tensor <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>, and texts under
/// <c>__metadata__</c>. Nothing in it can execute. (https://github.com/huggingface/safetensors)
/// </summary>
internal static class Safetensors
{
    internal const int HeaderLimit = 100_000_000, TensorLimit = 65_536, NameLimit = 256, RankLimit = 8;
    internal const string MetadataKey = "__metadata__", Float32 = "F32";
    private const int Alignment = 64;

    /// <summary>Names that mean one thing to every reader, file system and log.</summary>
    internal static bool IsName(string name)
    {
        foreach (char letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')) return false;
        return name.Length is > 0 and <= NameLimit;
    }

    /// <summary>Length and header, padded so that the tensors begin at a multiple of 64 bytes. Equal content gives equal bytes.</summary>
    /// <exception cref="ModelFileException">The header would be longer than any reader accepts, or a text holds half a character.</exception>
    internal static byte[] Head(IReadOnlyList<KeyValuePair<string, string>> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        long length = metadata.Sum(pair => (long)pair.Key.Length + pair.Value.Length);
        if (length > HeaderLimit) throw Errors.ModelFile("FF3020", length, HeaderLimit);
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            WriteTensors(json, tensors);
            json.WriteEndObject();
        }
        int end = 8 + header.WrittenCount;
        byte[] head = new byte[(end + Alignment - 1) / Alignment * Alignment];
        if (head.Length - 8 > HeaderLimit) throw Errors.ModelFile("FF3020", head.Length - 8, HeaderLimit);
        BinaryPrimitives.WriteInt64LittleEndian(head, head.Length - 8);
        header.WrittenSpan.CopyTo(head.AsSpan(8));
        head.AsSpan(end).Fill((byte)' ');
        return head;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata)
        {
            if (!IsWholeText(value)) throw Errors.ModelFile("FF3008", key);
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<NamedTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        long offset = 0;
        foreach (var tensor in tensors)
        {
            if (!IsName(tensor.Name) || !names.Add(tensor.Name)) throw new ArgumentException($"The tensor's name \"{tensor.Name}\" is unusable or given twice.", nameof(tensors));
            if (tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length)
                throw new ArgumentException($"The shape of \"{tensor.Name}\" does not fit its {tensor.Values.Length} values.", nameof(tensors));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", Float32);
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += 4L * tensor.Values.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    /// <summary>The bytes of a tensor in the file: little-endian, whatever the machine.</summary>
    internal static void UseBytes(NamedTensor tensor, Action<ReadOnlySpan<byte>> use)
    {
        const int Piece = 1 << 26;
        for (int start = 0; start < tensor.Values.Length; start += Piece)
        {
            var values = tensor.Values.Span[start..Math.Min(start + Piece, tensor.Values.Length)];
            if (BitConverter.IsLittleEndian) use(MemoryMarshal.AsBytes(values));
            else use(MemoryMarshal.AsBytes(Reversed(values).AsSpan()));
        }
    }

    /// <summary>The same bits with their bytes in the other order.</summary>
    internal static int[] Reversed(ReadOnlySpan<float> values)
    {
        var reversed = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), reversed);
        return reversed;
    }

    private static bool IsWholeText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }
        return true;
    }
}
