using System.Text;

namespace Feedforward.Formats;

/// <summary>Turns what a reader of texts is given into UTF-8 bytes.</summary>
internal static class CsvInput
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8), ([0xFF, 0xFE, 0, 0], Encoding.UTF32), ([0, 0, 0xFE, 0xFF], new UTF32Encoding(true, true)),
        ([0xFF, 0xFE], Encoding.Unicode), ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    /// <summary>
    /// The text of a stream: decompressed where it is gzip; UTF-16 and UTF-32 with a byte order mark, and any encoding that is given, turned into
    /// UTF-8. A byte order mark comes out as that of UTF-8.
    /// </summary>
    /// <exception cref="DataException">FF2042: a byte order mark tells another encoding than the one given.</exception>
    internal static Stream Decode(Stream stream, CsvErrors errors, Encoding? given)
    {
        var start = new PeekStream(stream, errors.Path);
        if (start.StartsWith([0x1F, 0x8B]))
            start = new PeekStream(new GuardedGzipStream(start, errors.Path), errors.Path);
        var (mark, marked) = Marks.FirstOrDefault(m => start.StartsWith(m.Mark));
        if (mark is not null && given is not null && !Fits(given, marked))
            throw errors.At(null, null, "FF2042", Convert.ToHexString(mark), marked.WebName, given.WebName);
        var encoding = mark is not null ? marked : given ?? Encoding.UTF8;
        return encoding.CodePage == Encoding.UTF8.CodePage ? start : errors.Transcoded(new TranscodedStream(start, encoding, errors.Path), encoding);
    }

    /// <summary>UTF-16 and UTF-32 are known by their mark in either order of bytes.</summary>
    private static bool Fits(Encoding given, Encoding marked) =>
        given.CodePage == marked.CodePage || (given is UnicodeEncoding && marked is UnicodeEncoding) || (given is UTF32Encoding && marked is UTF32Encoding);
}
