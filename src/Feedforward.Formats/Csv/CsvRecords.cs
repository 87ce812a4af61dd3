using System.Numerics;
using System.Runtime.CompilerServices;

namespace Feedforward.Formats;

/// <summary>
/// Splits blocks of UTF-8 bytes into records and cells. Records end with LF, CRLF or CR; a cell may be quoted, and a quoted cell may hold
/// separators, line ends and doubled quotes. Sixty-four bytes are searched at a time; nothing is allocated per record.
/// </summary>
internal sealed class CsvRecords(CsvErrors errors)
{
    private const byte Quote = (byte)'"', LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';

    private const int Step = CsvSearch.Step;

    private CsvBlock _block = CsvBlock.Of([]);
    private CsvCell[] _cells = new CsvCell[2 * Step];
    private byte[] _unescaped = [];
    private int _first, _nextLine = 1, _begin, _end;

    // Where the 64 bytes lie that were searched last, and those of their separators, and of their quotes and line ends, which are still to come.
    private int _searched;
    private ulong _separators, _others;

    /// <summary>The byte between cells.</summary>
    internal byte Separator { get; set; } = (byte)',';

    /// <summary>How many cells the record has.</summary>
    internal int Count { get; private set; }

    /// <summary>The line on which the record begins, counted from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>The line on which the next record begins.</summary>
    internal int NextLine => _nextLine;

    /// <summary>Where in the block the next record begins.</summary>
    internal int Next { get; private set; }

    /// <summary>The last line of the record: more than <see cref="Line"/> where a quoted cell holds line ends.</summary>
    internal int LastLine => _nextLine - 1;

    /// <summary>The bytes of the whole record.</summary>
    internal ReadOnlySpan<byte> Bytes => _block.Bytes.AsSpan(_begin, _end - _begin);

    /// <summary>Whether the block ends with this record.</summary>
    internal bool IsLast => Next >= _block.Length;

    /// <summary>Whether the record is a line without anything but spaces.</summary>
    internal bool IsBlankLine => Count == 1 && !_cells[_first].Quoted && Trimmed(0).IsEmpty;

    /// <summary>The cells of the records that were kept, one record after the other.</summary>
    internal ReadOnlySpan<CsvCell> Kept => _cells.AsSpan(0, _first);

    /// <summary>The bytes to which the cells refer, and some after them.</summary>
    internal ReadOnlySpan<byte> Block => _block.Bytes;

    /// <summary>Goes to the beginning of a block, which lies on a line of the file.</summary>
    internal void Open(CsvBlock block, int line)
    {
        (_block, _nextLine, Next) = (block, line, block.Start);
        (_searched, _separators, _others) = (block.Start - Step, 0, 0);
        Clear();
    }

    /// <summary>What of the block is still to be read.</summary>
    internal CsvBlock Rest() => _block with { Start = Math.Min(Next, _block.Length) };

    /// <summary>Remembers the cells of the record; of a blank line it is one that holds nothing.</summary>
    internal void Keep(bool blank)
    {
        if (blank)
            _cells[_first] = default;
        _first += Count;
    }

    /// <summary>Forgets the records that were kept.</summary>
    internal void Clear() => _first = 0;

    /// <summary>A cell's bytes, without the quotes around it; of a cell that holds quotes only until the next of them is asked for.</summary>
    internal ReadOnlySpan<byte> Cell(int index) => Text(_cells[_first + index]);

    /// <summary>A cell's bytes, without the spaces at its ends unless it stood in quotes.</summary>
    internal ReadOnlySpan<byte> Trimmed(int index) => Trimmed(_cells[_first + index]);

    /// <inheritdoc cref="Cell"/>
    internal ReadOnlySpan<byte> Text(CsvCell cell)
    {
        var text = _block.Bytes.AsSpan(cell.Start, cell.Length);
        return cell.Escaped ? Unescape(text) : text;
    }

    /// <inheritdoc cref="Trimmed(int)"/>
    internal ReadOnlySpan<byte> Trimmed(CsvCell cell)
    {
        var text = Text(cell);
        return cell.Quoted || text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') ? text : text.Trim(" \t"u8);
    }

    /// <summary>Goes to the next record; false after the last of the block.</summary>
    internal bool MoveNext()
    {
        if (_block.IsTooLong)
            throw errors.LongRecord(_nextLine, CsvBlocks.LongestRecord);
        Count = 0;
        if (IsLast)
            return false;
        (_begin, Line) = (Next, _nextLine++);
        var bytes = _block.Bytes.AsSpan();
        int start = Next, end = _block.Length, count = _first, searched = _searched;
        ulong separators = _separators, others = _others;
        byte separator = Separator;
        bool quoted = false;
        while (true)
        {
            if (_cells.Length - count < 2 * Step)
                Array.Resize(ref _cells, 2 * _cells.Length);
            ulong between = separators & (others - 1) & ~others;
            if (between != 0)
            {
                var first = _cells[count];
                CsvSearch.Add(_cells.AsSpan(count), between, searched, start);
                if (quoted)
                    _cells[count] = first;
                count += BitOperations.PopCount(between);
                (start, quoted) = (searched + Step - BitOperations.LeadingZeroCount(between), false);
                separators ^= between;
            }
            if (others == 0 && (searched += Step) < end)
            {
                separators = CsvSearch.Separators(bytes, searched, end, separator);
                others = CsvSearch.Others(bytes, searched, end);
                continue;
            }
            int at = others == 0 ? end : searched + BitOperations.TrailingZeroCount(others);
            bool last = others == 0;
            others &= others - 1;
            if (!last && bytes[at] == Quote)
            {
                Count = count - _first;
                _cells[count] = Quoted(start, at, out int after);
                quoted = true;
                searched = after;
                separators = CsvSearch.Separators(bytes, searched, end, separator);
                others = CsvSearch.Others(bytes, searched, end);
                continue;
            }
            if (!quoted)
                _cells[count] = new CsvCell(start, at - start);
            (Count, _end, Next) = (count + 1 - _first, at, at + 1);
            if (Next < end && bytes[at] == CarriageReturn && bytes[Next] == LineFeed)
            {
                if (others == 0)
                {
                    searched += Step;
                    separators = CsvSearch.Separators(bytes, searched, end, separator);
                    others = CsvSearch.Others(bytes, searched, end);
                }
                others &= others - 1;
                Next++;
            }
            (_searched, _separators, _others) = (searched, separators, others);
            return true;
        }
    }

    /// <summary>The quoted cell that opens at <paramref name="open"/>, and where what comes after it begins; its line ends are counted.</summary>
    private CsvCell Quoted(int start, int open, out int after)
    {
        var bytes = _block.Bytes.AsSpan(0, _block.Length);
        if (bytes[start..open].ContainsAnyExcept(" \t"u8))
            throw errors.QuoteInCell(Line, Count, bytes[start..(open + 1)]);
        bool escaped = false;
        int close = open + 1;
        while (true)
        {
            int found = bytes[close..].IndexOf(Quote);
            if (found < 0)
                throw errors.UnclosedQuote(Line, Count, bytes[open..]);
            close += found;
            if (close + 1 == bytes.Length || bytes[close + 1] != Quote)
                break;
            (close, escaped) = (close + 2, true);
        }
        after = close + 1;
        while (after < bytes.Length && bytes[after] is (byte)' ' or (byte)'\t' && bytes[after] != Separator)
            after++;
        if (after < bytes.Length && bytes[after] != Separator && bytes[after] is not (LineFeed or CarriageReturn))
        {
            var seen = bytes[after..Math.Min(bytes.Length, after + 8)];
            int line = seen.IndexOfAny(LineFeed, CarriageReturn);
            throw errors.TextAfterQuote(Line, Count, bytes[open..(after + (line < 0 ? seen.Length : line))]);
        }
        _nextLine += CsvEncoding.CountLines(bytes[(open + 1)..close]);
        return new CsvCell(open + 1, close - open - 1, escaped);
    }

    /// <summary>The text with one quote for each two.</summary>
    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        if (_unescaped.Length < text.Length)
            _unescaped = new byte[2 * text.Length];
        int length = 0;
        for (int from = 0; from < text.Length; from++)
        {
            _unescaped[length++] = text[from];
            if (text[from] == Quote)
                from++;
        }
        return _unescaped.AsSpan(0, length);
    }
}
