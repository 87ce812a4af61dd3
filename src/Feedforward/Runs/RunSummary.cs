using System.Globalization;
using System.Text.Json;

namespace Feedforward;

/// <summary>A run as its folder tells it; reading needs no lock and may happen while the run goes on.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Record">What <c>run.json</c> says.</param>
/// <param name="IsLive">Whether a process is writing to it.</param>
/// <param name="Settings">What <c>config.json</c> says, by path: <c>train.lr</c> → <c>0.01</c>; lists are joined by commas.</param>
public sealed record RunSummary(string Path, RunRecord Record, bool IsLive, IReadOnlyDictionary<string, string> Settings)
{
    private const string Last = "last";

    /// <summary>
    /// A figure or a setting by its name: a figure of the record (<c>test.accuracy</c>), a setting (<c>train.l2</c>, or only <c>l2</c>), or one of
    /// <c>name, status, tags, note, epochs, best, seconds, parameters, started</c>; null where the run has none.
    /// </summary>
    public string? Value(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Record.Metrics.TryGetValue(name, out double figure)) return figure.ToString("R", CultureInfo.InvariantCulture);
        if (Settings.TryGetValue(name, out string? setting)) return setting;
        return name switch
        {
            "name" => Record.Name,
            "status" => Status,
            "tags" or "tag" => string.Join(',', Record.Tags),
            "note" => Record.Note,
            "epochs" => Record.Epochs.ToString(CultureInfo.InvariantCulture),
            "best" => Record.BestEpoch.ToString(CultureInfo.InvariantCulture),
            "seconds" => Record.Seconds.ToString("R", CultureInfo.InvariantCulture),
            "parameters" => Record.Parameters.ToString(CultureInfo.InvariantCulture),
            "started" => Record.Started.ToString("O", CultureInfo.InvariantCulture),
            _ => Settings.FirstOrDefault(s => s.Key.EndsWith("." + name, StringComparison.Ordinal)).Value,
        };
    }

    /// <summary><c>running</c>, <c>finished</c>, <c>interrupted</c>, <c>failed</c>; or <c>stopped</c> where the program ended without a word.</summary>
    public string Status => Record.Status == RunStatus.Running && !IsLive ? "stopped" : RunRecordJson.Word(Record.Status);

    /// <summary>The names that <see cref="Value"/> knows for this run.</summary>
    public IEnumerable<string> Names => Record.Metrics.Keys.Concat(Settings.Keys)
        .Concat(["name", "status", "tags", "note", "epochs", "best", "seconds", "parameters", "started"]);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="OptionException">FF1262: it is no run's folder.</exception>
    /// <exception cref="DataException">FF2480: its <c>run.json</c> cannot be read.</exception>
    public static RunSummary Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string record = System.IO.Path.Combine(path, RunFolder.RecordFile);
        if (!File.Exists(record)) throw Errors.Option("FF1262", Evidence.Path(path), RunFolder.RecordFile);
        try
        {
            return new RunSummary(path, RunRecordJson.Parse(File.ReadAllBytes(record)), RunLock.IsHeld(System.IO.Path.Combine(path, RunLock.FileName)),
                ReadSettings(System.IO.Path.Combine(path, RunFolder.ConfigurationFile)));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new DataException(Errors.Notice("FF2480", Evidence.Path(record), Evidence.Of(e.Message, 200)), e);
        }
    }

    /// <summary>The run that a person means: a folder's path, a name below <paramref name="root"/>, or <c>last</c> for the one started last.</summary>
    /// <exception cref="OptionException">FF1262: the path is not that of a run's folder. FF1266: there is no such run.</exception>
    /// <exception cref="DataException">FF2480: its <c>run.json</c> cannot be read.</exception>
    public static RunSummary Find(string name, string root = RunFolder.DefaultRoot)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(root);
        foreach (string path in new[] { name, System.IO.Path.Combine(root, name) })
            if (RunFolder.IsRun(path)) return Read(path);
        var runs = List(root);
        if (name == Last && runs.Count > 0) return runs[^1];
        if (System.IO.Path.Exists(name)) throw Errors.Option("FF1262", Evidence.Path(name), RunFolder.RecordFile);
        string[] names = [.. runs.Select(r => r.Record.Name)];
        string known = names.Length == 0 ? Errors.Text("FF1266.none", Evidence.Path(root)) : NearestName.List(names);
        throw Errors.Option("FF1266", Evidence.Path(name), known, Suggestion.For(name, names));
    }

    /// <summary>All runs below a folder, in the order of their start; none where it is not there.</summary>
    /// <param name="root">The folder, by default <c>runs</c>.</param>
    /// <param name="notices">Receives what is wrong with folders that cannot be read.</param>
    public static IReadOnlyList<RunSummary> List(string root = RunFolder.DefaultRoot, ICollection<Notice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        var runs = new List<RunSummary>();
        if (!Directory.Exists(root)) return runs;
        foreach (string path in Directory.EnumerateDirectories(root).Where(p => File.Exists(System.IO.Path.Combine(p, RunFolder.RecordFile))))
        {
            try
            {
                runs.Add(Read(path));
            }
            catch (DataException e)
            {
                notices?.Add(e.Notice);
            }
        }
        return [.. runs.OrderBy(r => r.Record.Started).ThenBy(r => r.Record.Name, StringComparer.Ordinal)];
    }

    /// <summary>The settings of a configuration by their paths; none where there is no such file.</summary>
    private static Dictionary<string, string> ReadSettings(string path)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return settings;
        var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };
        using var document = JsonDocument.Parse(File.ReadAllBytes(path), options);
        Add(settings, "", document.RootElement);
        return settings;
    }

    private static void Add(Dictionary<string, string> settings, string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
                Add(settings, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
        }
        else
        {
            settings[path] = element.ValueKind == JsonValueKind.Array ? string.Join(',', element.EnumerateArray()) : element.ToString();
        }
    }
}
