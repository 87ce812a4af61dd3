using System.Text;
using System.Text.Unicode;

namespace Feedforward.Formats;

/// <summary>Sees to it that the bytes of a file are UTF-8 and text.</summary>
internal sealed class CsvEncoding(CsvErrors errors)
{
    private const byte LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';

    private long _read;
    private int _unchecked;

    /// <summary>Reads until the buffer is full or the input ends.</summary>
    /// <exception cref="DataException">FF2012: UTF-16 that is damaged. FF2213, FF2214: the file cannot be read to its end.</exception>
    internal int Read(Stream input, Span<byte> buffer)
    {
        try
        {
            int read = GzipFile.Fill(input, buffer, errors.Path);
            _read += read;
            return read;
        }
        catch (DecoderFallbackException)
        {
            throw errors.At(null, null, "FF2012.utf16");
        }
    }

    /// <summary>Checks the bytes from <paramref name="from"/> on; what is before was checked, but for a letter that was cut off.</summary>
    /// <param name="buffer">Bytes that begin with a row.</param>
    /// <param name="from">Where the bytes read last begin.</param>
    /// <param name="ended">Whether these are the last bytes of the input.</param>
    /// <param name="line">The line on which the first row begins.</param>
    internal void Check(ReadOnlySpan<byte> buffer, int from, bool ended, int line)
    {
        from -= _unchecked;
        int zero = buffer[from..].IndexOf((byte)0);
        if (zero >= 0)
            throw Zero(buffer, from + zero, line);
        _unchecked = ended ? 0 : CutOff(buffer[from..]);
        var whole = buffer[from..^_unchecked];
        if (!Utf8.IsValid(whole))
            throw Invalid(buffer, from, line);
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

    /// <summary>How many bytes at the end are the beginning of a letter whose rest is still to come.</summary>
    private static int CutOff(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= Math.Min(3, text.Length); back++)
        {
            byte value = text[^back];
            if (value < 0x80)
                return 0;
            if (value >= 0xC0)
                return back < (value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2) ? back : 0;
        }
        return 0;
    }

    private DataException Zero(ReadOnlySpan<byte> buffer, int at, int line)
    {
        if (Binary(buffer) is { } binary)
            return binary;
        bool wide = at < 2 || (at + 2 < buffer.Length && buffer[at + 2] == 0);
        string key = !wide ? "FF2011" : at % 2 == 0 ? "FF2011.utf16be" : "FF2011.utf16le";
        return At(key, buffer, at, line);
    }

    private DataException Invalid(ReadOnlySpan<byte> buffer, int from, int line)
    {
        if (Binary(buffer) is { } binary)
            return binary;
        int at = from;
        while (Rune.DecodeFromUtf8(buffer[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
            at += length;
        return At(OnlyPairs(buffer[from..]) ? "FF2012.gb18030" : "FF2012.latin1", buffer, at, line);
    }

    private DataException At(string key, ReadOnlySpan<byte> buffer, int at, int line)
    {
        int row = line + CountLines(buffer[..at]);
        string value = Convert.ToHexString(buffer.Slice(at, 1));
        return errors.At(row, null, key, _read - buffer.Length + at, value, errors.Source);
    }

    /// <summary>The error of a file that is of another kind altogether, known by its first bytes.</summary>
    private DataException? Binary(ReadOnlySpan<byte> buffer) =>
        _read == buffer.Length && FileKinds.Known(buffer) is { } kind ? errors.At(null, null, "FF2013", kind) : null;

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
