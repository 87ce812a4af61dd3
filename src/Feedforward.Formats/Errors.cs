namespace Feedforward.Formats;

/// <summary>The readers' own texts, <c>Errors.resx</c>.</summary>
internal static class Errors
{
    private static readonly NoticeCatalogue Catalogue = new("Feedforward.Formats.Errors", typeof(Errors).Assembly);

    internal static Notice Notice(string code, params ReadOnlySpan<object?> arguments) => Catalogue.Notice(code, arguments);

    internal static OptionException Option(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    internal static DataException Data(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    internal static StorageException Storage(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    internal static string Text(string key, params ReadOnlySpan<object?> arguments) => Catalogue.Text(key, arguments);
}
