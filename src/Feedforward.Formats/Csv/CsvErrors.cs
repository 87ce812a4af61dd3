using System.Text;

namespace Feedforward.Formats;

/// <summary>The errors of one CSV file, each with its place.</summary>
internal sealed class CsvErrors(string source, string path)
{
    /// <summary>What messages call the file.</summary>
    internal string Source => source;

    /// <summary>Where the file is.</summary>
    internal string Path => path;

    /// <summary>The encoding from which the text was turned into UTF-8, with the stream that did it; null where it is UTF-8.</summary>
    internal (TranscodedStream Stream, Encoding Encoding)? Origin { get; private set; }

    /// <summary>Remembers how the input is turned into UTF-8.</summary>
    internal TranscodedStream Transcoded(TranscodedStream stream, Encoding encoding)
    {
        Origin = (stream, encoding);
        return stream;
    }

    internal DataException Empty() => At(1, null, "FF2002");

    internal DataException QuoteInCell(int line, int cell, ReadOnlySpan<byte> seen) => At(line, cell, "FF2005", Show(seen));

    internal DataException TextAfterQuote(int line, int cell, ReadOnlySpan<byte> seen) => At(line, cell, "FF2006", Show(seen));

    internal DataException UnclosedQuote(int line, int cell, ReadOnlySpan<byte> seen) => At(line, cell, "FF2004", line, Show(seen));

    internal DataException LongRecord(int line, int longest) => At(line, null, "FF2007", longest >> 20);

    /// <summary>A row with too few or too many cells; <paramref name="quote"/> is the row of the last quote that spanned lines, or 0.</summary>
    internal DataException Ragged(CsvRecords row, int width, int quote)
    {
        string hint = quote > 0 ? Errors.Text("FF2003.quote", quote)
            : row.Count == width + 1 && row.Trimmed(width).IsEmpty ? Errors.Text("FF2003.trailing")
            : "";
        return At(row.Line, null, "FF2003", row.Count, width, Show(row.Bytes), hint);
    }

    internal DataException At(int? line, int? cell, string key, params ReadOnlySpan<object?> arguments) => new(Notice(line, cell, key, arguments));

    /// <summary>The notice of a code, or of a variant of it such as <c>FF2012.latin1</c>, with its place.</summary>
    internal Notice Notice(int? line, int? cell, string key, params ReadOnlySpan<object?> arguments) =>
        Errors.Notice(key, arguments) with { Code = key.Split('.')[0], Place = Place(line, cell) };

    internal string Place(int? line, int? cell) => (line, cell) switch
    {
        (null, _) => Evidence.Path(source),
        (_, null) => string.Create(null, $"{Evidence.Path(source)}:{line}"),
        _ => string.Create(null, $"{Evidence.Path(source)}:{line}:{cell + 1}"),
    };

    internal static string Show(ReadOnlySpan<byte> text) => Evidence.Of(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 400)]));
}
