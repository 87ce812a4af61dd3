using System.Globalization;

namespace Feedforward.Cli;

/// <summary>
/// The language of people's texts: <c>--lang</c>, else <c>FEEDFORWARD_LANG</c>, else the system's. Numbers, files and events are the same in all of them.
/// </summary>
internal static class Language
{
    internal const string Variable = "FEEDFORWARD_LANG";

    private static readonly string[] Names = ["en", "zh-CN"];

    /// <summary>Sets the cultures of this thread and of those that it starts.</summary>
    /// <exception cref="OptionException">There is no such language.</exception>
    internal static void Use(string? wanted, Func<string, string?> variable)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = Culture(wanted ?? (variable(Variable) is { Length: > 0 } named ? named : null));
    }

    private static CultureInfo Culture(string? name)
    {
        string known = name ?? CultureInfo.CurrentUICulture.Name;
        bool chinese = known == "zh" || known.StartsWith("zh-", StringComparison.OrdinalIgnoreCase) || known.StartsWith("zh_", StringComparison.OrdinalIgnoreCase);
        bool english = known == "en" || known.StartsWith("en-", StringComparison.OrdinalIgnoreCase) || known.StartsWith("en_", StringComparison.OrdinalIgnoreCase);
        if (name is not null && !chinese && !english)
            throw Texts.Option("FF9114", Evidence.Of(name), string.Join(", ", Names));
        return chinese ? CultureInfo.GetCultureInfo("zh-Hans") : CultureInfo.InvariantCulture;
    }
}
