namespace Feedforward;

/// <summary>The library's own texts, <c>Errors.resx</c>.</summary>
internal static class Errors
{
    private static readonly NoticeCatalogue Catalogue = new("Feedforward.Errors", typeof(Errors).Assembly);

    internal static Notice Notice(string code, params ReadOnlySpan<object?> arguments) => Catalogue.Notice(code, arguments);

    internal static string Text(string key, params ReadOnlySpan<object?> arguments) => Catalogue.Text(key, arguments);

    internal static OptionException Option(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    internal static DataException Data(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));

    internal static ModelFileException ModelFile(string code, params ReadOnlySpan<object?> arguments) => new(Catalogue.Notice(code, arguments));
}
