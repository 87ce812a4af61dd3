using System.Globalization;
using Feedforward.Studio.Learn;
using Microsoft.AspNetCore.WebUtilities;

namespace Feedforward.Studio.Build;

/// <summary>The form of the Build room, which is the address of its page. Immutable.</summary>
public sealed record BuildState
{
    private const int MostLayers = 8;

    /// <summary>What can be set about network and training; each is a flag of <c>train</c>.</summary>
    public static IReadOnlyList<Knob> Knobs { get; } =
    [
        new ChoiceKnob("activation", "relu", "relu", "tanh", "sigmoid", "leaky-relu", "elu", "gelu", "silu"),
        new ChoiceKnob("optimizer", "adam", "adam", "adamw", "sgd", "rmsprop"),
        new NumberKnob("lr", 0.001, 0.00001, 10, 0.001) { IsLogarithmic = true },
        new NumberKnob("batch", 32, 1, 1024, 1),
        new NumberKnob("epochs", 100, 1, 5000, 1) { IsLogarithmic = true },
        new NumberKnob("patience", 10, 0, 500, 1),
        new NumberKnob("dropout", 0, 0, 0.9, 0.05),
        new NumberKnob("l2", 0, 0, 1, 0.0001),
        new NumberKnob("seed", 42, 0, 1_000_000, 1),
    ];

    private readonly Dictionary<string, string> _values;

    private BuildState(Dictionary<string, string> values) => _values = values;

    /// <summary>The data: a path beneath the folder, or the name of a generator; null where none is chosen.</summary>
    public string? Data { get; init; }

    /// <summary>The column to predict; null where none is chosen.</summary>
    public string? Target { get; init; }

    /// <summary>Units of each hidden layer.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [32];

    /// <summary>The knobs that were turned, by name.</summary>
    public bool IsTurned(string name) => _values.ContainsKey(name);

    /// <summary>A knob's value as text.</summary>
    public string Text(string name) => _values.TryGetValue(name, out string? value) ? value : Knobs.First(knob => knob.Name == name).Usual;

    /// <summary>With another value of a knob.</summary>
    public BuildState With(string name, string text)
    {
        var knob = Knobs.First(knob => knob.Name == name);
        var values = new Dictionary<string, string>(_values) { [name] = knob.Allowed(text) };
        if (values[name] == knob.Usual) values.Remove(name);
        return new BuildState(values) { Data = Data, Target = Target, Hidden = Hidden };
    }

    /// <summary>What an address says.</summary>
    public static BuildState Read(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        var values = new Dictionary<string, string>();
        foreach (var knob in Knobs)
            if (given.TryGetValue(knob.Name, out var text) && knob.Allowed(text.ToString()) is var allowed && allowed != knob.Usual) values[knob.Name] = allowed;
        return new BuildState(values)
        {
            Data = Word(given, "data"),
            Target = Word(given, "target"),
            Hidden = Word(given, "hidden") is { } hidden && Layers(hidden) is { } layers ? layers : [32],
        };
    }

    /// <summary>The address's query.</summary>
    public string Query()
    {
        var pairs = new List<(string Name, string Value)>();
        if (Data is not null) pairs.Add(("data", Data));
        if (Target is not null) pairs.Add(("target", Target));
        if (!Hidden.SequenceEqual([32])) pairs.Add(("hidden", HiddenText));
        pairs.AddRange(Knobs.Where(knob => _values.ContainsKey(knob.Name)).Select(knob => (knob.Name, _values[knob.Name])));
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs.Select(pair => pair.Name + "=" + Uri.EscapeDataString(pair.Value)));
    }

    /// <summary>The arguments of the command that trains so.</summary>
    public IReadOnlyList<string> Arguments(string? target)
    {
        // What begins with a dash would be a flag.
        var words = new List<string> { "train", Data!.StartsWith('-') ? "./" + Data : Data, "--hidden", HiddenText };
        if (target is not null) words.AddRange(target.StartsWith('-') ? ["--target=" + target] : ["--target", target]);
        foreach (var knob in Knobs)
            if (_values.ContainsKey(knob.Name) || knob.Name is "activation" or "optimizer" or "lr" or "batch" or "epochs" or "patience") words.AddRange(["--" + knob.Name, Text(knob.Name)]);
        return words;
    }

    private string HiddenText => Hidden.Count == 0 ? "none" : string.Join(',', Hidden);

    private static string? Word(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> given, string name) =>
        given.TryGetValue(name, out var text) && text.ToString() is { Length: > 0 and <= 1024 } word ? word : null;

    private static int[]? Layers(string text)
    {
        if (text == "none") return [];
        string[] parts = text.Split(',');
        var layers = new List<int>();
        foreach (string part in parts.Take(MostLayers))
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int units) && units is >= 1 and <= 4096) layers.Add(units);
            else return null;
        return [.. layers];
    }
}
