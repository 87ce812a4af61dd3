using System.Text;
using System.Text.Json;

namespace Feedforward;

public sealed partial record Network
{
    /// <summary>
    /// The network as JSON, the form that model files hold:
    /// <c>{"inputs":2,"layers":[{"type":"dense","units":3,"activation":"sigmoid","initializer":"glorot"}]}</c>.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("inputs", Inputs);
            if (InputDropout > 0) json.WriteNumber("input_dropout", InputDropout);
            json.WriteStartArray("layers");
            foreach (var layer in _layers) Write(json, (Dense)layer);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Dense layer)
    {
        json.WriteStartObject();
        json.WriteString("type", "dense");
        json.WriteNumber("units", layer.Units);
        json.WriteString("activation", layer.Activation.ToString());
        if (layer.Dropout > 0) json.WriteNumber("dropout", layer.Dropout);
        json.WriteString("initializer", layer.Initializer.ToString());
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="ModelFileException">Not such a text, or a network that cannot be.</exception>
    public static Network FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var root = document.RootElement;
            Known(root, "inputs", "input_dropout", "layers");
            var layers = new List<Layer>();
            foreach (var layer in root.GetProperty("layers").EnumerateArray()) layers.Add(Read(layer));
            return new Network(root.GetProperty("inputs").GetInt32(), [.. layers])
            {
                InputDropout = root.TryGetProperty("input_dropout", out var share) ? share.GetSingle() : 0,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OptionException)
        {
            throw new ModelFileException(Errors.Notice("FF1109", e is OptionException o ? o.Notice.Sentence : e.Message), e);
        }
    }

    private static Dense Read(JsonElement layer)
    {
        Known(layer, "type", "units", "activation", "dropout", "initializer");
        string? type = layer.GetProperty("type").GetString();
        if (type != "dense") throw new FormatException($"layer type \"{type}\"");
        return new Dense(layer.GetProperty("units").GetInt32(), Activation.Parse(layer.GetProperty("activation").GetString() ?? ""))
        {
            Dropout = layer.TryGetProperty("dropout", out var dropout) ? dropout.GetSingle() : 0,
            Initializer = Initializer.Parse(layer.GetProperty("initializer").GetString() ?? ""),
        };
    }

    private static void Known(JsonElement element, params string[] names)
    {
        foreach (var property in element.EnumerateObject())
            if (!names.Contains(property.Name)) throw new FormatException($"\"{property.Name}\"");
    }
}
