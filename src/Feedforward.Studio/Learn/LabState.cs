using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Feedforward.Studio.Learn;

/// <summary>
/// One thing that a lab lets its reader change. Its name is the address's, and its value there is a text; what is not in the address is as usual.
/// </summary>
/// <param name="Name">Its name in the address: short, for example <c>eta</c>.</param>
/// <param name="Usual">Its value where the address says nothing.</param>
public abstract record Knob(string Name, string Usual)
{
    /// <summary>Its name on the page: the text <c>knob.NAME</c>.</summary>
    public string Label => Texts.Get("knob." + Name);

    /// <summary>Whether it only decides what is looked at: changing it leaves the training as it is.</summary>
    public bool IsView { get; init; }

    /// <summary>The text if it is a value of this knob, else the usual one: an address may be mistyped.</summary>
    public abstract string Allowed(string text);
}

/// <summary>A number between two ends.</summary>
public sealed record NumberKnob(string Name, double Value, double Low, double High, double Step) : Knob(Name, Text(Value))
{
    /// <summary>Whether the slider moves by ratios.</summary>
    public bool IsLogarithmic { get; init; }

    public override string Allowed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? Text(Math.Clamp(value, Low, High)) : Usual;

    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

/// <summary>One of some words; the text of each is <c>choice.WORD</c>.</summary>
public sealed record ChoiceKnob(string Name, string Value, params IReadOnlyList<string> Words) : Knob(Name, Value)
{
    public override string Allowed(string text) => Words.Contains(text) ? text : Usual;
}

/// <summary>A free text with a form of its own, for example the layers of a network.</summary>
public sealed record TextKnob(string Name, string Value, Func<string, bool> IsRight) : Knob(Name, Value)
{
    public override string Allowed(string text) => text.Length <= 200 && IsRight(text) ? text : Usual;
}

/// <summary>
/// The whole state of a lab, which is the address of its page: the value of each knob, which one differs in lane B, and what is shown. Immutable.
/// </summary>
public sealed class LabState
{
    private const string VaryName = "vary", OtherName = "b", ShowName = "show";

    private readonly IReadOnlyList<Knob> _knobs;
    private readonly Dictionary<string, string> _values;
    private readonly string? _usualVary, _usualOther;

    private LabState(IReadOnlyList<Knob> knobs, Dictionary<string, string> values, (string? Vary, string? Other) usual, string? vary, string? other, IReadOnlyList<string> shown)
    {
        (_knobs, _values, (_usualVary, _usualOther)) = (knobs, values, usual);
        (Vary, Other, Shown) = (vary, other, shown);
    }

    /// <summary>The knob that lane B has another value of; null where there is no lane B.</summary>
    public string? Vary { get; }

    /// <summary>Lane B's value of it.</summary>
    public string? Other { get; }

    /// <summary>What is shown beside the picture: <c>numbers</c>, <c>table</c>, <c>code</c>.</summary>
    public IReadOnlyList<string> Shown { get; }

    /// <summary>The state that an address says.</summary>
    /// <param name="knobs">What the lab lets one change.</param>
    /// <param name="vary">The knob that differs in lane B where the address says nothing, or null.</param>
    /// <param name="other">Lane B's value of it.</param>
    /// <param name="query">The address's query.</param>
    public static LabState Read(IReadOnlyList<Knob> knobs, string? vary, string? other, string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        var values = new Dictionary<string, string>();
        foreach (var knob in knobs) values[knob.Name] = given.TryGetValue(knob.Name, out var text) ? knob.Allowed(text.ToString()) : knob.Usual;
        string? varied = given.TryGetValue(VaryName, out var name) ? (name == "none" ? null : name.ToString()) : vary;
        var differing = knobs.FirstOrDefault(knob => knob.Name == varied && !knob.IsView);
        string? second = differing is null ? null
            : given.TryGetValue(OtherName, out var b) ? differing.Allowed(b.ToString()) : varied == vary ? other : values[differing.Name];
        string[] shown = given.TryGetValue(ShowName, out var show) ? show.ToString().Split(' ', '+', ',') : [];
        return new LabState(knobs, values, (vary, other), differing?.Name, second, shown);
    }

    public string Text(string name) => _values[name];

    public double Number(string name) => double.Parse(_values[name], CultureInfo.InvariantCulture);

    public float Float(string name) => (float)Number(name);

    public int Whole(string name) => (int)Math.Round(Number(name));

    public bool Shows(string what) => Shown.Contains(what);

    public LabState With(string name, string value) =>
        new(_knobs, new(_values) { [name] = _knobs.First(knob => knob.Name == name).Allowed(value) }, (_usualVary, _usualOther), Vary, Other, Shown);

    /// <summary>Lane B with another value of one knob, or no lane B.</summary>
    public LabState WithLaneB(string? name, string? value) => new(_knobs, _values, (_usualVary, _usualOther), name,
        name is null ? null : _knobs.First(knob => knob.Name == name).Allowed(value ?? _values[name]), Shown);

    /// <summary>Shows something, or hides it.</summary>
    public LabState Toggle(string what) =>
        new(_knobs, _values, (_usualVary, _usualOther), Vary, Other, Shows(what) ? [.. Shown.Where(s => s != what)] : [.. Shown, what]);

    /// <summary>The states of the lanes: of this one, and of the one that differs in one knob.</summary>
    public IReadOnlyList<LabState> Lanes() => Vary is null ? [this] : [this, With(Vary, Other!)];

    /// <summary>The values of a preset in place of all others.</summary>
    public LabState Preset(string query) => Read(_knobs, _usualVary, _usualOther, query);

    /// <summary>The address's query: what is not as usual, in a fixed order.</summary>
    public string Query()
    {
        var pairs = _knobs.Where(knob => _values[knob.Name] != knob.Usual).Select(knob => (knob.Name, Value: _values[knob.Name])).ToList();
        if (Vary != _usualVary) pairs.Add((VaryName, Vary ?? "none"));
        // Lane B's value where the address says nothing: as usual, or lane A's where another knob differs than usual.
        if (Vary is not null && Other != (Vary == _usualVary ? _usualOther : _values[Vary])) pairs.Add((OtherName, Other!));
        if (Shown.Count > 0) pairs.Add((ShowName, string.Join(',', Shown.Order())));
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs.Select(pair => pair.Name + "=" + Uri.EscapeDataString(pair.Value)));
    }

    /// <summary>What decides about the training, as text: all but what is shown.</summary>
    public string Setup() => string.Join(';', _knobs.Where(knob => !knob.IsView).Select(knob => _values[knob.Name])) + "|" + Vary + "=" + Other;
}
