using System.Globalization;

namespace Feedforward.Studio;

/// <summary>Names that hold the port: cookies are kept for each host, and not for each port, so that two studios would share theirs.</summary>
internal sealed record StudioNames(int Port)
{
    /// <summary>The cookie that lets a browser in.</summary>
    internal string Access { get; } = string.Create(CultureInfo.InvariantCulture, $"feedforward-{Port}");

    /// <summary>The cookie of the language.</summary>
    internal string Language => Access + "-language";

    /// <summary>The cookie of the theme.</summary>
    internal string Theme => Access + "-theme";
}
