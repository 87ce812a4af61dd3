using System.Text;
using System.Text.Unicode;

namespace Feedforward.Formats;

/// <summary>Sees to it that the bytes of a file are UTF-8 and text.</summary>
internal sealed class CsvEncoding(CsvErrors errors)
{
    /// <summary>So many letters show whether each takes two bytes.</summary>
    private const int WideLetters = 32, FewestWide = 3;

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
        int side = (int)((block.Offset + at) % 2);
        string key = !IsWide(block.Text[Math.Max(0, at - side)..], side) ? "FF2011" : side == 0 ? "FF2011.utf16be" : "FF2011.utf16le";
        return At(key, block, at, line);
    }

    /// <summary>Whether bytes look like letters of two bytes each, most of which have a zero on the same side.</summary>
    private static bool IsWide(ReadOnlySpan<byte> text, int side)
    {
        int letters = 0, zeros = 0;
        for (int i = 0; i + 1 < text.Length && letters < WideLetters; i += 2, letters++)
            if (text[i + 1 - side] == 0)
                return false;
            else if (text[i + side] == 0)
                zeros++;
        return zeros >= FewestWide && 2 * zeros > letters;
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
        bool mixed = text[..at].ContainsAnyInRange((byte)0x80, (byte)0xFF);
        return At(mixed ? "FF2012.mixed" : IsChinese(text) ? "FF2012.gb18030" : "FF2012.latin1", block, at, line);
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

    /// <summary>
    /// Whether bytes outside ASCII always come in pairs, as Chinese in GB18030 does, seldom so letters of Latin-1; and whether half of the pairs are
    /// of the 3,755 common characters, which begin with B0 to D7, seldom so small letters of Latin-1.
    /// </summary>
    private static bool IsChinese(ReadOnlySpan<byte> text)
    {
        int pairs = 0, common = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] < 0x80)
                continue;
            if (at + 1 == text.Length || text[at + 1] < 0x40)
                return false;
            (pairs, common) = (pairs + 1, common + (text[at] is >= 0xB0 and <= 0xD7 && text[at + 1] >= 0xA1 ? 1 : 0));
            at++;
        }
        return 2 * common >= pairs;
    }
}
