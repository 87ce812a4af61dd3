using System.Globalization;
using Feedforward.Pictures;

namespace Feedforward.Studio;

/// <summary>Everything the studio says, in English and in Chinese: <c>Resources/Texts.resx</c>.</summary>
internal static class Texts
{
    private static readonly NoticeCatalogue Catalogue = new("Feedforward.Studio.Resources.Texts", typeof(Texts).Assembly);

    /// <summary>A text with its placeholders filled in.</summary>
    internal static string Get(string key, params ReadOnlySpan<object?> arguments) => Catalogue.Text(key, arguments);

    /// <summary>A text with a count in it; one has a text of its own.</summary>
    internal static string Counted(string key, long count) =>
        Get(key + (count == 1 ? ".one" : ".other"), Numbers.Count(count));

    /// <summary>A request that makes no sense.</summary>
    internal static OptionException Option(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    /// <summary>The notice of a code.</summary>
    internal static Notice Notice(string code, params ReadOnlySpan<object?> arguments) => Catalogue.Notice(code, arguments);

    /// <summary>Whether texts are in Chinese now.</summary>
    internal static bool AreChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
}
