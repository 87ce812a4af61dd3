using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Feedforward;

public sealed partial class Pipeline
{
    /// <summary>The largest image that a model file may announce, in bytes.</summary>
    private const long MostPixels = 1L << 28;

    /// <summary>The words for the tasks, in the order of their numbers.</summary>
    private static readonly string[] Tasks = ["classification", "regression", "multi-label"];

    /// <summary>
    /// The pipeline as JSON, the form that model files hold; equal pipelines give equal texts, and numbers come back bit for bit.
    /// <c>{"task":"regression","inputs":1,"outputs":1,"target":{"column":"y","mean":2,"deviation":1},"columns":[{"type":"number",…}],"left_out":[]}</c>
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("task", Tasks[(int)Task]);
            json.WriteNumber("inputs", Inputs);
            json.WriteNumber("outputs", Outputs);
            json.WriteStartObject("target");
            _target.Write(json);
            json.WriteEndObject();
            if (ImageShape is { } shape) Write(json, shape);
            else WriteColumns(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ImageShape shape)
    {
        json.WriteStartObject("image");
        json.WriteNumber("height", shape.Height);
        json.WriteNumber("width", shape.Width);
        json.WriteNumber("scale", shape.Scale);
        if (shape.Channels != 1) json.WriteNumber("channels", shape.Channels);
        json.WriteEndObject();
    }

    private void WriteColumns(Utf8JsonWriter json)
    {
        json.WriteStartArray("columns");
        foreach (var transform in _transforms)
        {
            json.WriteStartObject();
            transform.Write(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("left_out");
        foreach (string name in _leftOut) json.WriteStringValue(name);
        json.WriteEndArray();
        if (WeightColumn is not null) json.WriteString("weight", WeightColumn);
    }

    /// <summary>Reads what <see cref="ToJson"/> writes, and nothing else.</summary>
    /// <exception cref="ModelFileException">FF2390–FF2394: no such text, or a pipeline that cannot be; the message names the entry.</exception>
    public static Pipeline FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = StrictJson.Parse(json);
        var root = new StrictJson("", document.RootElement);
        root.Only("task", "inputs", "outputs", "target", "image", "columns", "left_out", "weight");
        int task = Array.IndexOf(Tasks, root.Text("task"));
        if (task < 0) throw root.Wrong("task", root.Text("task"));
        var target = Feedforward.Target.Read((LearningTask)task, root.Object("target"));
        var pipeline = root.Has("image") ? OfImages(root, target) : OfColumns(root, target);
        return (root.Integer("inputs"), root.Integer("outputs")) == (pipeline.Inputs, pipeline.Outputs)
            ? pipeline
            : throw Errors.ModelFile("FF2394", root.Integer("inputs"), root.Integer("outputs"), pipeline.Inputs, pipeline.Outputs);
    }

    private static Pipeline OfImages(StrictJson root, Target target)
    {
        root.Only("task", "inputs", "outputs", "target", "image");
        if (target is not ClassTarget { Column: null }) throw root.Wrong("target", target.Columns[0].Name);
        var image = root.Object("image");
        image.Only("height", "width", "scale", "channels");
        int channels = image.Has("channels") ? image.Integer("channels") : 1;
        var shape = new ImageShape(image.Integer("height"), image.Integer("width"), (float)image.Number("scale"), channels);
        // Grey is what is not said, so that one pipeline has one text.
        if (image.Has("channels") && channels != 3) throw image.Wrong("channels", channels);
        if (shape.Height < 1) throw image.Wrong("height", shape.Height);
        if (shape.Width < 1 || (long)shape.Height * shape.Width > MostPixels / shape.Channels) throw image.Wrong("width", shape.Width);
        return shape.Scale is 255 or 256 ? new Pipeline(target, [], [], shape) : throw image.Wrong("scale", shape.Scale);
    }

    private static Pipeline OfColumns(StrictJson root, Target target)
    {
        if (target.Columns.Count == 0) throw root.Missing("target.column");
        Transform[] transforms = [.. root.Objects("columns").Select(Transform.Read)];
        if (transforms.Length == 0) throw root.Missing("columns[0]");
        string[] leftOut = root.Texts("left_out");
        var pipeline = new Pipeline(target, transforms, leftOut, null, root.Has("weight") ? root.Text("weight") : null);
        string[] names = [.. pipeline.Columns.Select(c => c.Name), .. pipeline.Apart];
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw root.Wrong("columns", twice.Key);
        for (int i = 0; i < transforms.Length; i++)
            if (!Follows(transforms, i)) throw root.Wrong($"columns[{i}]", transforms[i].Column);
        return pipeline;
    }

    /// <summary>A column has one transform, or a number and the flag of its blanks right after it, as fitting makes them.</summary>
    private static bool Follows(Transform[] transforms, int i)
    {
        bool flagged = i + 1 < transforms.Length && transforms[i + 1] is BlankTransform next && next.Column == transforms[i].Column;
        bool repeated = i > 0 && transforms[i - 1].Column == transforms[i].Column;
        return transforms[i] switch
        {
            NumberTransform number => number.HadBlanks == flagged && !repeated,
            BlankTransform => !flagged && (!repeated || transforms[i - 1] is NumberTransform),
            _ => !repeated,
        };
    }
}

/// <summary>An object of the pipeline's JSON, read strictly: every entry known, none missing, each of its type, every number finite.</summary>
/// <param name="Path">Where it stands, for messages.</param>
/// <param name="Element">The object.</param>
internal sealed record StrictJson(string Path, JsonElement Element)
{
    internal static JsonDocument Parse(string json)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException(document.RootElement.ValueKind.ToString());
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            document?.Dispose();
            throw new ModelFileException(Errors.Notice("FF2390", Evidence.Of(e.Message)), e);
        }
    }

    internal void Only(params string[] names)
    {
        foreach (var entry in Element.EnumerateObject())
            if (!names.Contains(entry.Name)) throw Errors.ModelFile("FF2391", Evidence.Of(At(entry.Name)));
    }

    internal bool Has(string name) => Element.TryGetProperty(name, out _);

    internal string Text(string name) => Text(name, Get(name));

    internal bool Truth(string name) => Get(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw Wrong(name, kind),
    };

    internal int Integer(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : throw Wrong(name, Get(name));

    internal double Number(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong(name, Get(name));

    internal StrictJson Object(string name) => Object(name, Get(name));

    internal StrictJson[] Objects(string name) => Each(name, Object);

    internal string[] Texts(string name) => Each(name, Text);

    internal ModelFileException Wrong(string name, object? found) =>
        Errors.ModelFile("FF2393", Evidence.Of(At(name)), Evidence.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", found)));

    internal ModelFileException Missing(string name) => Errors.ModelFile("FF2392", At(name));

    private string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private JsonElement Get(string name) => Element.TryGetProperty(name, out var value) ? value : throw Missing(name);

    private T[] Each<T>(string name, Func<string, JsonElement, T> read)
    {
        var array = Get(name);
        if (array.ValueKind != JsonValueKind.Array) throw Wrong(name, array);
        var items = new T[array.GetArrayLength()];
        int count = 0;
        foreach (var item in array.EnumerateArray())
        {
            items[count] = read($"{name}[{count}]", item);
            count++;
        }
        return items;
    }

    private StrictJson Object(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new StrictJson(At(name), value) : throw Wrong(name, value);

    /// <summary>A text that is not empty: names of columns, classes and categories never are.</summary>
    private string Text(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(name, value);
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : throw Wrong(name, "");
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFileException(Wrong(name, "\\u").Notice, e);
        }
    }
}
