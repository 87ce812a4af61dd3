using System.Text;
using System.Text.Json;

namespace Feedforward.Studio.Runs;

/// <summary>One epoch, as a run's log tells it.</summary>
/// <param name="Number">Counted from 1; 0 before the first step.</param>
/// <param name="TrainingCost">As training saw it.</param>
/// <param name="Training">Cost, accuracy and RMSE of the training rows, where they were measured.</param>
/// <param name="Validation">Cost, accuracy and RMSE of the validation rows.</param>
/// <param name="GradientNorms">‖∂C/∂W‖ of each layer.</param>
/// <param name="WeightNorms">‖W‖ of each layer.</param>
/// <param name="DeadUnits">The share of each hidden layer's units that no probed row can teach.</param>
/// <param name="Confusion">Validation rows of true class i that were predicted as class j; empty where it was not written.</param>
/// <param name="Seconds">Time of its training.</param>
public sealed record LoggedEpoch(
    int Number, double TrainingCost, Measurement? Training, Measurement? Validation, IReadOnlyList<double> GradientNorms, IReadOnlyList<double> WeightNorms,
    IReadOnlyList<double> DeadUnits, IReadOnlyList<IReadOnlyList<int>> Confusion, double Seconds);

/// <summary>Where weights and gradients lay after an epoch, layer by layer.</summary>
/// <param name="Number">The epoch.</param>
/// <param name="Weights">The weights of each layer.</param>
/// <param name="Gradients">∂C/∂W of each layer.</param>
public sealed record LoggedHistograms(int Number, IReadOnlyList<ValueHistogram> Weights, IReadOnlyList<ValueHistogram> Gradients);

/// <summary>What a log has told so far.</summary>
public sealed record LoggedRun
{
    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<LoggedEpoch> Epochs { get; init; } = [];

    /// <summary>The epochs of which there are histograms, in order.</summary>
    public IReadOnlyList<LoggedHistograms> Histograms { get; init; } = [];

    /// <summary>The classes, in the order of the outputs.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Rows to learn from, to watch, and to test on.</summary>
    public (int Train, int Validation, int Test) Rows { get; init; }

    /// <summary>Epochs that were planned.</summary>
    public int Planned { get; init; }

    /// <summary>Epochs without improvement after which it ends; 0 = never.</summary>
    public int Patience { get; init; }

    /// <summary>The best epoch so far.</summary>
    public int Best { get; init; }

    /// <summary>Warnings.</summary>
    public IReadOnlyList<Notice> Warnings { get; init; } = [];

    /// <summary>The figures of the test rows, by name; empty before the end.</summary>
    public IReadOnlyDictionary<string, double> Test { get; init; } = new Dictionary<string, double>();
}

/// <summary>Follows a run's <c>metrics.jsonl</c> while it grows; when a resumed run has cut it, reads it anew.</summary>
public sealed class RunEventsReader(string path)
{
    private readonly List<LoggedEpoch> _epochs = [];
    private readonly List<LoggedHistograms> _histograms = [];
    private readonly List<Notice> _warnings = [];
    private long _read;
    private LoggedRun _run = new();

    /// <summary>What has been told up to now.</summary>
    /// <returns>The same object as before where nothing is new.</returns>
    public LoggedRun Read()
    {
        if (!File.Exists(path)) return _run;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length < _read) Forget();
        if (stream.Length == _read) return _run;
        stream.Seek(_read, SeekOrigin.Begin);
        var bytes = new byte[stream.Length - _read];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int whole = bytes.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
        foreach (string line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries)) Take(line);
        _read += whole;
        return _run = _run with { Epochs = [.. _epochs], Histograms = [.. _histograms], Warnings = [.. _warnings] };
    }

    private void Forget()
    {
        (_read, _run) = (0, new LoggedRun());
        _epochs.Clear();
        _histograms.Clear();
        _warnings.Clear();
    }

    private void Take(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            Take(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A line that somebody else wrote there tells nothing.
        }
    }

    private void Take(JsonElement json)
    {
        switch (json.GetProperty("t").GetString())
        {
            case "start":
                _run = _run with { Planned = json.GetProperty("epochs").GetInt32(), Patience = json.GetProperty("patience").GetInt32() };
                break;
            case "data":
                _run = _run with { Classes = [.. json.GetProperty("classes").EnumerateArray().Select(c => c.GetString() ?? "")] };
                break;
            case "split":
                _run = _run with { Rows = (json.GetProperty("train").GetInt32(), json.GetProperty("validation").GetInt32(), json.GetProperty("test").GetInt32()) };
                break;
            case "epoch":
                _epochs.Add(Epoch(json));
                break;
            case "hist":
                _histograms.Add(new LoggedHistograms(json.GetProperty("epoch").GetInt32(), Histograms(json, "weights"), Histograms(json, "gradients")));
                break;
            case "best":
                _run = _run with { Best = json.GetProperty("epoch").GetInt32() };
                break;
            case "warn":
                _warnings.Add(new Notice(json.GetProperty("code").GetString()!, json.GetProperty("message").GetString()!, json.TryGetProperty("fix", out var fix) ? fix.GetString() : null));
                break;
            case "test":
                _run = _run with { Test = json.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Number).ToDictionary(m => m.Name, m => m.Value.GetDouble()) };
                break;
        }
    }

    private static LoggedEpoch Epoch(JsonElement json) => new(
        json.GetProperty("epoch").GetInt32(),
        Number(json.GetProperty("train"), "cost") ?? double.NaN,
        Measured(json, "training"),
        Measured(json, "validation"),
        Numbers(json, "grad_norm"),
        Numbers(json, "weight_norm"),
        Numbers(json, "dead"),
        json.TryGetProperty("confusion", out var rows) ? [.. rows.EnumerateArray().Select(row => (IReadOnlyList<int>)[.. row.EnumerateArray().Select(n => n.GetInt32())])] : [],
        Number(json, "sec") ?? 0);

    private static Measurement? Measured(JsonElement json, string name) =>
        json.TryGetProperty(name, out var part) ? new Measurement(Number(part, "cost") ?? double.NaN, Number(part, "accuracy"), Number(part, "rmse")) : null;

    private static double[] Numbers(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number ? n.GetDouble() : double.NaN)] : [];

    private static ValueHistogram[] Histograms(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(h => new ValueHistogram(
            h.GetProperty("low").GetDouble(), h.GetProperty("high").GetDouble(), [.. h.GetProperty("counts").EnumerateArray().Select(n => n.GetInt32())]))];

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
