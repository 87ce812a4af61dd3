using System.Text.Json;

namespace Feedforward.Workloads;

/// <summary>
/// Single measurements, each one line of artifacts/workloads.jsonl. One that has its line already is not repeated, so that the runner can be stopped and started
/// again; delete the file to measure anew.
/// </summary>
internal sealed class Cells
{
    private readonly string _path = Path.Combine(Pages.Root, "artifacts", "workloads.jsonl");

    private readonly Dictionary<string, JsonElement[]> _done = [];

    internal Cells()
    {
        if (!File.Exists(_path)) return;
        foreach (string line in File.ReadLines(_path))
        {
            var cell = JsonDocument.Parse(line).RootElement;
            _done[cell.GetProperty("cell").GetString()!] = [.. cell.GetProperty("events").EnumerateArray()];
        }
        Console.Error.WriteLine($"{_done.Count} measurements found in {_path}");
    }

    /// <summary>The events of a measurement, now or of an earlier run; a peer that is missing is looked for again the next time.</summary>
    internal JsonElement[] Get(string cell, Func<JsonElement[]> measure)
    {
        if (_done.TryGetValue(cell, out var events)) return events;
        events = measure();
        _done[cell] = events;
        if (events.Any(e => e.Is("missing"))) return events;
        File.AppendAllText(_path, $$"""{"cell":"{{cell}}","events":[{{string.Join(',', events.Select(e => e.GetRawText()))}}]}""" + "\n");
        Console.Error.WriteLine(cell);
        return events;
    }

    /// <summary>The events of a measurement that was made; none where it was not.</summary>
    internal JsonElement[] Find(string cell) => _done.GetValueOrDefault(cell, []);
}
