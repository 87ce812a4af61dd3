using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Feedforward;

/// <summary>
/// Something a person should know: an error or a warning, with its code, one sentence, and what to do about it.
/// </summary>
/// <param name="Code">Stable code, for example <c>FF2001</c>.</param>
/// <param name="Sentence">What was expected and what was found, in the language of <see cref="CultureInfo.CurrentUICulture"/>.</param>
/// <param name="Fix">What to do, or null where the sentence says it all.</param>
public sealed record Notice(string Code, string Sentence, string? Fix = null)
{
    /// <summary>Where: <c>file:row:column</c>, as far as it is known. Rows and columns count from 1; the header is row 1.</summary>
    public string? Place { get; init => field = value is null ? null : Evidence.Path(value); }

    /// <summary>The code, the place, the sentence and the fix, as a person reads them.</summary>
    public override string ToString() =>
        $"{Code}: {(Place is null ? "" : Place + ": ")}{Sentence}{(Fix is null ? "" : Environment.NewLine + "  " + Fix)}";
}

/// <summary>
/// The texts of one assembly's notices: a resource file whose keys are codes (<c>FF2001</c>) and, where there is advice, <c>FF2001.fix</c>. Where the first
/// whole number of what is put in is 1, <c>FF2001.one</c> is taken, if there is such a text. Numbers inside a text are always written in the invariant culture.
/// </summary>
public sealed class NoticeCatalogue(string resourceName, Assembly assembly)
{
    private readonly ResourceManager _texts = new(resourceName, assembly);

    /// <summary>
    /// The notice of a code, its placeholders filled in. Control characters of what is put in are escaped: a file's names and cells must not be able to
    /// move the cursor of a terminal.
    /// </summary>
    /// <exception cref="MissingManifestResourceException">The code has no text.</exception>
    public Notice Notice(string code, params ReadOnlySpan<object?> arguments)
    {
        string sentence = Find(code, arguments)
            ?? throw new MissingManifestResourceException($"The code {code} has no text.");
        object?[] shown = [.. arguments];
        for (int i = 0; i < shown.Length; i++)
            if (shown[i] is string text)
                shown[i] = Evidence.Path(text);
        string? fix = _texts.GetString(code + ".fix", CultureInfo.CurrentUICulture);
        return new Notice(code, Fill(sentence, shown), fix is null ? null : Fill(fix, shown));
    }

    /// <summary>A plain text of the catalogue, its placeholders filled in.</summary>
    public string Text(string key, params ReadOnlySpan<object?> arguments) =>
        Fill(Find(key, arguments) ?? throw new MissingManifestResourceException($"The key {key} has no text."), arguments);

    /// <summary>The text of a key; of one thing, where the first count says so.</summary>
    private string? Find(string key, ReadOnlySpan<object?> arguments)
    {
        object? count = null;
        foreach (object? argument in arguments) count ??= argument is int or long ? argument : null;
        string? one = count is 1 or 1L ? _texts.GetString(key + ".one", CultureInfo.CurrentUICulture) : null;
        return one ?? _texts.GetString(key, CultureInfo.CurrentUICulture);
    }

    private static string Fill(string text, ReadOnlySpan<object?> arguments) =>
        string.Format(CultureInfo.InvariantCulture, text, arguments);
}
