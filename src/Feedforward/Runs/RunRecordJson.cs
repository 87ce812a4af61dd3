using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Feedforward;

/// <summary><c>run.json</c>: written for people and programs, read leniently, so that a later version's file still tells what this one knows.</summary>
internal static class RunRecordJson
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Read = new() { MaxDepth = 16 };

    internal static void Write(Stream stream, RunRecord run)
    {
        using (var json = new Utf8JsonWriter(stream, Written))
        {
            json.WriteStartObject();
            WriteStory(json, run);
            WriteMachine(json, run);
            WriteData(json, run);
            WriteResult(json, run);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void WriteStory(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteString("name", run.Name);
        json.Strings("tags", run.Tags);
        json.WriteString("note", run.Note);
        json.WriteString("status", Word(run.Status));
        json.WriteString("started", run.Started);
        if (run.Ended is { } ended) json.WriteString("ended", ended);
        json.WriteNumber("seconds", Math.Round(run.Seconds, 3));
        json.WriteNumber("resumed", run.Resumed);
        json.Strings("command", run.Command);
    }

    private static void WriteMachine(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteStartObject("machine");
        json.WriteString("version", run.Machine.Version);
        json.WriteString("runtime", run.Machine.Runtime);
        json.WriteString("system", run.Machine.System);
        json.WriteString("processor", run.Machine.Processor);
        json.WriteNumber("processors", run.Machine.Processors);
        json.WriteEndObject();
        json.WriteNumber("threads", run.Threads);
        if (run.Commit is not null) json.WriteString("commit", run.Commit);
    }

    private static void WriteData(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteStartArray("data");
        foreach (var data in run.Data)
        {
            json.WriteStartObject();
            json.WriteString("role", data.Role);
            json.WriteString("name", data.Name);
            if (data.Bytes is { } bytes) json.WriteNumber("bytes", bytes);
            if (data.Sha256 is not null) json.WriteString("sha256", data.Sha256);
            json.WriteNumber("rows", data.Rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("columns");
        foreach (var column in run.Columns) json.WriteString(column.Name, Word(column.Kind));
        json.WriteEndObject();
        if (run.Target is not null) json.WriteString("target", run.Target);
        if (run.SplitHash is not null) json.WriteString("split_hash", run.SplitHash);
    }

    private static void WriteResult(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteString("network", run.Network);
        json.WriteNumber("parameters", run.Parameters);
        if (run.WeightsHash is not null) json.WriteString("weights_hash", run.WeightsHash);
        json.WriteNumber("epochs", run.Epochs);
        json.WriteNumber("best_epoch", run.BestEpoch);
        json.WriteString("stop", Word(run.StopReason));
        json.WriteStartObject("metrics");
        foreach (var (name, value) in run.Metrics) json.Number(name, value);
        json.WriteEndObject();
        if (run.Error is null) return;
        json.WriteStartObject("error");
        json.Notice(run.Error);
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">It is no JSON, or no object with a name.</exception>
    internal static RunRecord Parse(ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text, Read);
        var root = new Members(document.RootElement);
        var machine = root.Of("machine");
        return new RunRecord
        {
            Name = root.Text("name") ?? throw new JsonException("name"),
            Tags = root.Texts("tags"),
            Note = root.Text("note") ?? "",
            Status = Enum.TryParse<RunStatus>(root.Text("status"), true, out var status) ? status : RunStatus.Failed,
            Started = root.Time("started") ?? default,
            Ended = root.Time("ended"),
            Seconds = root.Number("seconds") ?? 0,
            Resumed = (int)(root.Number("resumed") ?? 0),
            Command = root.Texts("command"),
            Machine = new RunMachine(
                machine.Text("version") ?? "", machine.Text("runtime") ?? "", machine.Text("system") ?? "", machine.Text("processor") ?? "", (int)(machine.Number("processors") ?? 0)),
            Threads = (int)(root.Number("threads") ?? 0),
            Commit = root.Text("commit"),
            Data = [.. root.Items("data").Select(d => new RunData(
                d.Text("role") ?? "", d.Text("name") ?? "", (long?)d.Number("bytes"), d.Text("sha256"), (int)(d.Number("rows") ?? 0)))],
            Columns = [.. root.Of("columns").All().Select(c => new PipelineColumn(c.Name, c.Value.ToString() == "number" ? ColumnKind.Number : ColumnKind.Text))],
            Target = root.Text("target"),
            SplitHash = root.Text("split_hash"),
            Network = root.Text("network") ?? "",
            Parameters = (long)(root.Number("parameters") ?? 0),
            WeightsHash = root.Text("weights_hash"),
            Epochs = (int)(root.Number("epochs") ?? 0),
            BestEpoch = (int)(root.Number("best_epoch") ?? 0),
            StopReason = Enum.TryParse<StopReason>((root.Text("stop") ?? "").Replace("_", "", StringComparison.Ordinal), true, out var stop) ? stop : StopReason.None,
            Metrics = new SortedDictionary<string, double>(
                root.Of("metrics").All().Where(m => m.Value.ValueKind == JsonValueKind.Number).ToDictionary(m => m.Name, m => m.Value.GetDouble()), StringComparer.Ordinal),
            Error = root.Of("error") is var error && error.Text("code") is { } code
                ? new Notice(code, error.Text("message") ?? "", error.Text("fix")) { Place = error.Text("place") }
                : null,
        };
    }

    /// <summary>A word of an enumeration as files have it: <c>learning_rate</c>.</summary>
    internal static string Word<T>(T member) where T : struct, Enum =>
        member is StopReason.LearningRate ? "learning_rate" : member.ToString().ToLowerInvariant();

    /// <summary>The members of an object; what is missing, or of another kind, is null.</summary>
    private readonly record struct Members(JsonElement Element)
    {
        internal string? Text(string name) => Get(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        internal double? Number(string name) => Get(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

        internal DateTimeOffset? Time(string name) =>
            DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;

        internal Members Of(string name) => new(Get(name) ?? default);

        internal JsonProperty[] All() => Element.ValueKind == JsonValueKind.Object ? [.. Element.EnumerateObject()] : [];

        internal IEnumerable<Members> Items(string name) =>
            Get(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => new Members(item)) : [];

        internal string[] Texts(string name) =>
            Get(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)] : [];

        private JsonElement? Get(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value) ? value : null;
    }
}
