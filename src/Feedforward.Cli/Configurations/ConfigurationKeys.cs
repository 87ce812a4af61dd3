namespace Feedforward.Cli;

/// <summary>The keys of a configuration: each flag of <c>train</c> that says something about data, network or training has one, and no key has another source.</summary>
internal static class ConfigurationKeys
{
    internal const string Schema = "$schema", True = "true", False = "false";

    /// <summary>The data themselves, which the command line names without a flag.</summary>
    internal static readonly Flag Data = new("--train", FlagGroup.Data, "FILE");

    /// <summary>All of them, in the order of the help.</summary>
    internal static readonly IReadOnlyList<Flag> All = [Data, .. TrainFlags.All.Where(f => f.Section is not null)];

    /// <summary>The parts of a configuration.</summary>
    internal static readonly IReadOnlyList<string> Sections = [.. All.Select(f => f.Section!).Distinct()];

    /// <summary>The flag of a key, which may be written with dashes, or as other programs call it.</summary>
    /// <exception cref="OptionException">FF9153: there is none.</exception>
    internal static Flag Find(string section, string member, string? place)
    {
        var inSection = All.Where(f => f.Section == section).ToList();
        string name = member.Replace('-', '_');
        return inSection.FirstOrDefault(f => f.Member == name)
            ?? inSection.FirstOrDefault(f => f.Synonyms.Any(s => Member(s) == name))
            ?? throw Unknown(section, member, place);
    }

    /// <summary>There is no such key: perhaps it stands in another part, or is misspelt.</summary>
    private static OptionException Unknown(string section, string member, string? place)
    {
        string name = member.Replace('-', '_');
        var elsewhere = All.FirstOrDefault(f => f.Member == name || f.Synonyms.Any(s => Member(s) == name));
        string[] candidates = [.. Sections.Contains(section) ? All.Where(f => f.Section == section).Select(f => f.Path) : [], .. All.Select(f => f.Path)];
        string guess = elsewhere is not null ? " " + Texts.Get("didYouMean", elsewhere.Path) : Texts.DidYouMean($"{section}.{name}", candidates);
        string known = string.Join(", ", All.Where(f => f.Section == section).Select(f => f.Member));
        return Refuse("FF9153", place, Evidence.Of($"{section}.{member}"), guess, known.Length > 0 ? known : string.Join(", ", Sections));
    }

    /// <summary>An error at a place.</summary>
    internal static OptionException Refuse(string code, string? place, params ReadOnlySpan<object?> arguments) =>
        new(Texts.Notice(code, arguments) with { Place = place });

    private static string Member(string synonym) => synonym.TrimStart('-').Replace('-', '_');
}
