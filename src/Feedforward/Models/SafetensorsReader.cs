using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Feedforward;

/// <summary>
/// Reads a safetensors file and believes nothing in it: everything is checked before memory is taken for it, and no more memory is taken than
/// a few times the file's length. <paramref name="source"/> is the file's name for messages.
/// </summary>
internal sealed class SafetensorsReader(string? source)
{
    private sealed record Entry(string Name, int[] Shape, long Begin, long End);

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <exception cref="ModelFileException">The file breaks a rule of the format, or cannot be read to its end.</exception>
    internal SafetensorsContent Read(Stream stream)
    {
        try
        {
            if (stream.CanSeek) return ReadSeekable(stream);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return ReadSeekable(copy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse("FF3021", Evidence.Of(e.Message));
        }
    }

    private SafetensorsContent ReadSeekable(Stream stream)
    {
        long length = stream.Length - stream.Position;
        byte[] head = ReadHead(stream, length);
        ParseHeader(head.AsSpan(8));
        CheckOffsets(length - head.Length);
        return new SafetensorsContent(head, _metadata, [.. _entries.Select(entry => ReadTensor(stream, entry))]);
    }

    internal ModelFileException Refuse(string code, params ReadOnlySpan<object?> arguments) => RefuseAt(source, code, arguments);

    internal static ModelFileException RefuseAt(string? source, string code, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(code, arguments) with { Place = source is null ? null : Evidence.Path(source) });

    private byte[] ReadHead(Stream stream, long length)
    {
        if (length < 8) throw Refuse("FF3001", length);
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        ulong announced = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (announced > Safetensors.HeaderLimit) throw Refuse("FF3002", announced, Safetensors.HeaderLimit);
        if ((long)announced > length - 8) throw Refuse("FF3003", announced, length - 8);
        byte[] head = new byte[8 + (int)announced];
        prefix.CopyTo(head);
        stream.ReadExactly(head.AsSpan(8));
        return head;
    }

    private void ParseHeader(ReadOnlySpan<byte> header)
    {
        if (header is not [(byte)'{', ..]) throw Refuse("FF3004");
        if (!Utf8.IsValid(header)) throw Refuse("FF3005");
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 3 });
        try
        {
            json.Read();
            ParseMembers(ref json);
        }
        catch (JsonException)
        {
            throw Refuse("FF3006", 8 + json.BytesConsumed);
        }
        int end = (int)json.BytesConsumed;
        int stray = header[end..].IndexOfAnyExcept((byte)' ');
        if (stray >= 0) throw Refuse("FF3007", 8 + end + stray);
    }

    private void ParseMembers(ref Utf8JsonReader json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = Name(ref json);
            if (!names.Add(name)) throw Refuse("FF3010", name);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject) throw Refuse("FF3012", name, "{ … }");
            if (name == Safetensors.MetadataKey) ParseMetadata(ref json);
            else _entries.Add(ParseEntry(ref json, name));
            if (_entries.Count > Safetensors.TensorLimit) throw Refuse("FF3013", Safetensors.TensorLimit);
        }
    }

    private void ParseMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = Name(ref json);
            json.Read();
            if (json.TokenType != JsonTokenType.String) throw Refuse("FF3019", key);
            if (!_metadata.TryAdd(key, Text(ref json))) throw Refuse("FF3010", key);
        }
    }

    private Entry ParseEntry(ref Utf8JsonReader json, string name)
    {
        long[]? shape = null, offsets = null;
        bool hasType = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string field = Name(ref json);
            json.Read();
            switch (field)
            {
                case "dtype" when !hasType:
                    string type = json.TokenType == JsonTokenType.String ? Text(ref json) : throw Refuse("FF3012", $"{name}.{field}", "\"F32\"");
                    hasType = type == Safetensors.Float32 ? true : throw Refuse("FF3014", name, Evidence.Of(type));
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref json, $"{name}.{field}", Safetensors.RankLimit);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref json, $"{name}.{field}", 2);
                    break;
                default:
                    throw Refuse("FF3011", name, field);
            }
        }
        if (!hasType) throw Refuse("FF3012", $"{name}.dtype", "\"F32\"");
        if (offsets is not [long begin, long end]) throw Refuse("FF3012", $"{name}.data_offsets", "[0, 4]");
        if (shape is null) throw Refuse("FF3012", $"{name}.shape", "[2, 3]");
        return new Entry(name, Shape(name, shape, begin, end), begin, end);
    }

    /// <summary>A shape whose every size and whose product fit, and which needs exactly the bytes from begin to end.</summary>
    private int[] Shape(string name, long[] shape, long begin, long end)
    {
        long count = 1;
        foreach (long size in shape)
            if (size > int.MaxValue || (count *= size) > Array.MaxLength) throw Refuse("FF3015", name, string.Join(" × ", shape));
        if (end - begin != 4 * count) throw Refuse("FF3017", name, string.Join(" × ", shape), 4 * count, begin, end);
        return Array.ConvertAll(shape, size => (int)size);
    }

    private long[] Numbers(ref Utf8JsonReader json, string place, int limit)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw Refuse("FF3012", place, "[2, 3]");
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0 || numbers.Count == limit)
                throw Refuse("FF3012", place, "[2, 3]");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private string Name(ref Utf8JsonReader json)
    {
        // Six characters of JSON at most stand for one of the name.
        if (json.ValueSpan.Length > 6 * Safetensors.NameLimit) throw Refuse("FF3009", json.ValueSpan.Length, "…");
        string name = Text(ref json);
        return Safetensors.IsName(name) ? name : throw Refuse("FF3009", name.Length, Evidence.Of(name));
    }

    private string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as \uD800.
            throw Refuse("FF3008", 8 + json.TokenStartIndex);
        }
    }

    private void CheckOffsets(long available)
    {
        long next = 0;
        foreach (var entry in _entries)
        {
            if (entry.Begin != next) throw Refuse("FF3016", entry.Name, entry.Begin, next);
            next = entry.End;
        }
        if (next != available) throw Refuse("FF3018", next, available);
    }

    private static NamedTensor ReadTensor(Stream stream, Entry entry)
    {
        const int Piece = 1 << 26;
        float[] values = new float[(entry.End - entry.Begin) / 4];
        for (int start = 0; start < values.Length; start += Piece)
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Piece, values.Length - start))));
        return new NamedTensor(entry.Name, entry.Shape,
            BitConverter.IsLittleEndian ? values : MemoryMarshal.Cast<int, float>(Safetensors.Reversed(values)).ToArray());
    }
}
