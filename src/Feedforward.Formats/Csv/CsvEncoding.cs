using System.Text;
using System.Text.Unicode;

namespace Feedforward.Formats;

/// <summary>Sees to it that the bytes of a file are UTF-8 and text.</summary>
internal sealed class CsvEncoding(CsvErrors errors)
{
    private const byte LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';

    /// <summary>Checks a block, which begins on a line of the file.</summary>
    /// <exception cref="DataException">FF2011: a byte that is zero. FF2012: bytes that are not UTF-8. FF2013: a file of another kind.</exception>
    internal void Check(CsvBlock block, int line)
    {
        var text = block.Text;
        int zero = text.IndexOf((byte)0);
        if (zero >= 0)
            throw Zero(block, zero, line);
        if (!Utf8.IsValid(text))
            throw Invalid(block, line);
    }

    /// <summary>How many line ends a text holds: LF, CR, or the two together.</summary>
    internal static int CountLines(ReadOnlySpan<byte> text)
    {
        int lines = text.Count(LineFeed);
        if (!text.Contains(CarriageReturn))
            return lines;
        for (int at = 0; at < text.Length; at++)
            if (text[at] == CarriageReturn && (at + 1 == text.Length || text[at + 1] != LineFeed))
                lines++;
        return lines;
    }

    private DataException Zero(CsvBlock block, int at, int line)
    {
        if (Binary(block) is { } binary)
            return binary;
        bool wide = at < 2 || (at + 2 < block.Length && block.Bytes[at + 2] == 0);
        string key = !wide ? "FF2011" : at % 2 == 0 ? "FF2011.utf16be" : "FF2011.utf16le";
        return At(key, block, at, line);
    }

    private DataException Invalid(CsvBlock block, int line)
    {
        if (Binary(block) is { } binary)
            return binary;
        var text = block.Text;
        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
            at += length;
        if (errors.Origin is { } origin)
            return errors.At(line + CountLines(text[..at]), null, "FF2012.other", origin.Stream.Invalid, origin.Encoding.WebName);
        return At(OnlyPairs(text) ? "FF2012.gb18030" : "FF2012.latin1", block, at, line);
    }

    private DataException At(string key, CsvBlock block, int at, int line)
    {
        int row = line + CountLines(block.Text[..at]);
        string value = Convert.ToHexString(block.Bytes, at, 1);
        return errors.At(row, null, key, block.Offset + at, value, errors.Source);
    }

    /// <summary>The error of a file that is of another kind altogether, known by its first bytes.</summary>
    private DataException? Binary(CsvBlock block) =>
        block.Offset == 0 && FileKinds.Known(block.Text) is { } kind ? errors.At(null, null, "FF2013", kind) : null;

    /// <summary>Whether bytes outside ASCII always come in pairs, as Chinese in GB18030 does, seldom so letters of Latin-1.</summary>
    private static bool OnlyPairs(ReadOnlySpan<byte> text)
    {
        int run = 0;
        foreach (byte value in text)
        {
            if (value < 0x80 && run % 2 == 1)
                return false;
            run = value < 0x80 ? 0 : run + 1;
        }
        return true;
    }
}
