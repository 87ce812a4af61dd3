using System.CommandLine;
using System.Globalization;

namespace Feedforward.Cli;

/// <summary>What was given, read flag by flag: on the command line, behind it by <c>--set</c>, behind that in a configuration.</summary>
internal sealed class Arguments(ParseResult parsed, CliCommand? command, Screen notes)
{
    private readonly Settings _settings = new();

    /// <summary>The words as they were typed.</summary>
    internal IReadOnlyList<string> Words => [.. parsed.Tokens.Select(t => t.Value)];

    /// <summary>The language asked for, before anything else is known to be right.</summary>
    internal string? Language => parsed.GetResult(GeneralFlags.Lang.Name) is { Tokens: [var token, ..] } ? token.Value : null;

    /// <summary>The data that <see cref="Data"/> found, as a name or a path.</summary>
    internal string? Subject { get; private set; }

    /// <summary>Whether the flag is there; one that the command does not take never is.</summary>
    internal bool Has(Flag flag) => IsTyped(flag) || (IsTaken(flag) && _settings.Find(flag) is { IsGiven: true });

    /// <summary>Where the flag's value comes from.</summary>
    internal Origin OriginOf(Flag flag) => IsTyped(flag) ? Origin.CommandLine : Has(flag) ? _settings.Find(flag)!.Origin : Origin.Recipe;

    /// <summary>What an error in the flag's value points at.</summary>
    internal string Place(Flag flag) => OriginOf(flag) is not (Origin.CommandLine or Origin.Recipe) ? _settings.Find(flag)!.Place : flag.Name;

    /// <summary>The flag's text, or null.</summary>
    internal string? Text(Flag flag) => IsTyped(flag) ? parsed.GetValue<string>(flag.Name) : Has(flag) ? _settings.Find(flag)!.Text : null;

    /// <summary>The texts of a flag that may be given many times.</summary>
    internal IReadOnlyList<string> All(Flag flag) => IsTyped(flag) ? parsed.GetValue<string[]>(flag.Name) ?? [] : [];

    /// <summary>A word without flag, or null.</summary>
    internal string? Word(Operand operand) => parsed.GetValue<string>(operand.Name);

    /// <summary>A word without flag that must be there.</summary>
    internal string Required(Operand operand) => Word(operand) ?? throw new InvalidOperationException(operand.Name);

    /// <summary>
    /// The data that a word without flag names. Where it is a configuration, the data are those that it names, and its values hold from now on
    /// wherever the command line says nothing.
    /// </summary>
    /// <exception cref="OptionException">FF9150 to FF9159: something is wrong with the configuration, or with <c>--set</c>.</exception>
    internal string Data(Operand operand)
    {
        string word = Word(operand) ?? throw Texts.Option("FF9106", command!.Name, operand.Name, $"{CommandLine.Name} {command.Name} <{operand.Name}>");
        _settings.Add(SetFlags.Read(All(TrainFlags.Set)), IsTyped);
        if (ConfigurationFile.Is(word)) return DataOf(word);
        var named = _settings.Find(ConfigurationKeys.Data);
        return Subject = named is null ? word : throw Texts.Option("FF9113", $"<{operand.Name}>", named.Place);
    }

    /// <summary>The data that a configuration names; its values hold from now on wherever nothing nearer is said.</summary>
    /// <exception cref="OptionException">FF9150 to FF9158: something is wrong with the configuration.</exception>
    internal string DataOf(string configuration)
    {
        _settings.Add(ConfigurationReader.Read(ConfigurationText.Read(configuration)), IsTyped);
        foreach (var (written, name) in _settings.Renamed()) notes.Labelled("", Texts.Get("synonym", written, name));
        return Subject = _settings.Find(ConfigurationKeys.Data)?.Text ?? throw ConfigurationKeys.Refuse("FF9158", null, Evidence.Path(configuration));
    }

    /// <summary>The flags that were typed.</summary>
    internal IEnumerable<Flag> Typed => command!.Flags.Where(IsTyped);

    /// <summary>Puts values behind all others.</summary>
    internal void Behind(IReadOnlyList<Setting> settings) => _settings.Add(settings, IsTyped);

    /// <summary>Takes back a value that does not go with a nearer one, and says so.</summary>
    internal void LeaveOut(Flag flag, Flag nearer)
    {
        notes.Labelled("", Texts.Get("leftOut", Place(flag), flag.Path, Text(nearer)));
        _settings.Remove(flag);
    }

    /// <summary>The words of an operand that may stand many times.</summary>
    internal IReadOnlyList<string> Many(Operand operand) => parsed.GetValue<string[]>(operand.Name) ?? [];

    /// <summary>The flag's names between commas; empty where it is not there.</summary>
    internal IReadOnlyList<string> Names(Flag flag) =>
        !IsTyped(flag) && Has(flag) && _settings.Find(flag)!.Items is { } items ? items :
        Text(flag)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The flag's number, or null.</summary>
    /// <exception cref="OptionException">FF9107: it is none.</exception>
    internal float? Number(Flag flag) => Read(flag, text =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number : throw Texts.Option("FF9107", Evidence.Of(text)));

    /// <summary>The flag's whole number, or null.</summary>
    /// <exception cref="OptionException">FF9108: it is none, or out of range.</exception>
    internal int? Whole(Flag flag, int least = int.MinValue) => Read(flag, text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw Texts.Option("FF9108", Evidence.Of(text), least == int.MinValue ? "" : " ≥ " + least));

    /// <summary>The flag's seed, or null.</summary>
    /// <exception cref="OptionException">FF9108: it is none.</exception>
    internal ulong? Seed(Flag flag) => Read(flag, text =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw Texts.Option("FF9108", Evidence.Of(text), " ≥ 0"));

    /// <summary>One of some words, or null.</summary>
    /// <exception cref="OptionException">FF9109: it is another.</exception>
    internal T? Choice<T>(Flag flag, params ReadOnlySpan<(string Name, T Value)> choices) where T : struct
    {
        string? text = Text(flag);
        if (text is null) return null;
        foreach (var (name, value) in choices)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        string[] names = [.. choices.ToArray().Select(c => c.Name)];
        throw At(flag, Texts.Option("FF9109", Evidence.Of(text), string.Join(", ", names), Texts.DidYouMean(text, names)));
    }

    /// <summary>What a function makes of the flag's text, or null; what it refuses is told with the flag's name.</summary>
    internal T? Read<T>(Flag flag, Func<string, T> read) where T : struct =>
        Text(flag) is { } text ? Checked(flag, () => read(text)) : null;

    /// <summary>What a function makes of the flag's text, or null; what it refuses is told with the flag's name.</summary>
    internal T? Parse<T>(Flag flag, Func<string, T> read) where T : class =>
        Text(flag) is { } text ? Checked(flag, () => read(text)) : null;

    /// <summary>What a function makes; what it refuses, or only a code of it, is told with the flag's place, where the flag is there.</summary>
    internal T Checked<T>(Flag flag, Func<T> make, string? only = null)
    {
        try
        {
            return make();
        }
        catch (OptionException e) when (Has(flag) && e.Notice.Place is null && (only is null || e.Code == only))
        {
            throw At(flag, e);
        }
    }

    /// <summary>Tells which words of other programs were understood as which flags.</summary>
    internal void TellSynonyms()
    {
        foreach (var flag in command!.Flags)
            if (parsed.GetResult(flag.Name) is System.CommandLine.Parsing.OptionResult { IdentifierToken.Value: { } typed } && flag.Synonyms.Contains(typed))
                notes.Labelled("", Texts.Get("synonym", typed, flag.Name));
    }

    private bool IsTyped(Flag flag) => IsTaken(flag) && parsed.GetResult(flag.Name) is System.CommandLine.Parsing.OptionResult { Implicit: false };

    private bool IsTaken(Flag flag) => command is null || command.Flags.Contains(flag) || GeneralFlags.All.Contains(flag);

    private OptionException At(Flag flag, OptionException e) => new(e.Notice with { Place = Place(flag) }, e);
}
