using System.Text;

namespace Feedforward.Formats;

/// <summary>The errors of one CSV file, each with its place.</summary>
internal sealed class CsvErrors(string source)
{
    internal string Source => source;

    internal DataException QuoteInCell(int line, int cell, ReadOnlySpan<byte> seen) => At(line, cell, "FF2005", Show(seen));

    internal DataException TextAfterQuote(int line, int cell, ReadOnlySpan<byte> seen) => At(line, cell, "FF2006", Show(seen));

    internal DataException UnclosedQuote(int line, int cell) => At(line, cell, "FF2004", line);

    internal DataException LongRecord(int line, int longest) => At(line, null, "FF2007", longest >> 20);

    internal DataException At(int line, int? cell, string code, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(code, arguments) with { Place = Place(line, cell) });

    internal string Place(int line, int? cell) =>
        cell is null ? string.Create(null, $"{source}:{line}") : string.Create(null, $"{source}:{line}:{cell + 1}");

    internal static string Show(ReadOnlySpan<byte> text) => Evidence.Of(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 400)]));

    /// <summary>Reads, and says which file it was where that fails.</summary>
    internal int Guard(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException(Errors.Notice("FF1211", source, e.Message), e);
        }
    }
}
