namespace Feedforward.Cli;

/// <summary>Everything the command says, in English and in Chinese: <c>Resources/Texts.resx</c>.</summary>
internal static class Texts
{
    private static readonly NoticeCatalogue Catalogue = new("Feedforward.Cli.Resources.Texts", typeof(Texts).Assembly);

    /// <summary>A text with its placeholders filled in.</summary>
    internal static string Get(string key, params ReadOnlySpan<object?> arguments) => Catalogue.Text(key, arguments);

    /// <summary>A text with a count in it; one has a text of its own.</summary>
    internal static string Counted(string key, long count) => Get(count == 1 ? key + ".one" : key, Format.Count(count));

    /// <summary>The notice of a code.</summary>
    internal static Notice Notice(string code, params ReadOnlySpan<object?> arguments) => Catalogue.Notice(code, arguments);

    /// <summary>A request that makes no sense: exit code 2.</summary>
    internal static OptionException Option(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    /// <summary>Data that cannot be used: exit code 3.</summary>
    internal static DataException Data(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    /// <summary>A result that cannot be written: exit code 4.</summary>
    internal static StorageException Storage(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    /// <summary>A sentence that asks whether the nearest of the candidates was meant, with a space before it; empty where none is near.</summary>
    internal static string DidYouMean(string word, IEnumerable<string> candidates) =>
        NearestName.Of(word, candidates) is { } nearest ? " " + Get("didYouMean", nearest) : "";
}
