using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Feedforward.Formats;

/// <summary>
/// Splits a stream of UTF-8 bytes into records and cells. Records end with LF, CRLF or CR; a cell may be quoted, and a quoted cell may hold
/// separators, line ends and doubled quotes. Sixty-four bytes are searched at a time; nothing is allocated per record.
/// </summary>
internal sealed class CsvRecords(Stream input, CsvErrors errors, int room = CsvRecords.Room)
{
    private const byte Quote = (byte)'"', LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';
    private const int Step = 64, Room = 1 << 20, LongestRecord = 1 << 28;

    private byte[] _buffer = new byte[room + Step];
    private CsvCell[] _cells = new CsvCell[64];
    private int _filled, _next, _nextLine = 1, _begin, _end;
    private bool _ended;
    private readonly CsvEncoding _encoding = new(errors);
    private int _maskAt = -1;
    private ulong _mask;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The byte between cells.</summary>
    internal byte Separator { get; set; } = (byte)',';

    /// <summary>How many cells the record has.</summary>
    internal int Count { get; private set; }

    /// <summary>The line on which the record begins, counted from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>The last line of the record: more than <see cref="Line"/> where a quoted cell holds line ends.</summary>
    internal int LastLine => _nextLine - 1;

    /// <summary>A cell's bytes, without the quotes around it.</summary>
    internal ReadOnlySpan<byte> Cell(int index) => _buffer.AsSpan(_cells[index].Start, _cells[index].Length);

    /// <summary>A cell's bytes, without the spaces at its ends unless it stood in quotes.</summary>
    internal ReadOnlySpan<byte> Trimmed(int index)
    {
        var cell = Cell(index);
        return _cells[index].Quoted || cell.IsEmpty || (cell[0] > ' ' && cell[^1] > ' ') ? cell : cell.Trim(" \t"u8);
    }

    /// <summary>The bytes of the whole record.</summary>
    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_begin, _end - _begin);

    /// <summary>Whether the input ends with this record.</summary>
    internal bool IsLast => _ended && _next >= _filled;

    /// <summary>Whether the record is a line without anything but spaces.</summary>
    internal bool IsBlankLine => Count == 1 && !_cells[0].Quoted && Trimmed(0).IsEmpty;

    /// <summary>The bytes from the beginning of the next record, as many as are buffered: all there is, or a buffer full.</summary>
    internal ReadOnlySpan<byte> Peek()
    {
        if (_filled == _next)
            Refill();
        return _buffer.AsSpan(_next, _filled - _next);
    }

    /// <summary>Goes to the next record; false after the last.</summary>
    internal bool Next()
    {
        while (!Scan())
        {
            if (_ended)
                return false;
            Refill();
        }
        return true;
    }

    /// <summary>One record from the buffer; false where it does not hold the whole of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Scan()
    {
        Count = 0;
        Line = _nextLine;
        int start = _next, lines = 1;
        CsvCell quoted = default;
        if (_maskAt < 0)
            LoadMask(start);
        while (true)
        {
            int at = NextSpecial();
            if (at >= _filled)
                return _ended && (start < _filled || Count > 0 || quoted.Quoted) && End(start, _filled, quoted, _filled, lines);
            byte special = _buffer[at];
            if (special == Separator)
            {
                Add(start, at, quoted);
                quoted = default;
                start = at + 1;
            }
            else if (special == Quote)
            {
                if (!Quoted(start, at, out quoted, out int after))
                    return false;
                lines += CsvEncoding.CountLines(_buffer.AsSpan(quoted.Start, quoted.Length));
                LoadMask(after);
            }
            else
            {
                if (special == CarriageReturn && at + 1 == _filled && !_ended)
                    return false;
                bool pair = special == CarriageReturn && at + 1 < _filled && _buffer[at + 1] == LineFeed;
                if (pair)
                    NextSpecial();
                return End(start, at, quoted, at + (pair ? 2 : 1), lines);
            }
        }
    }

    /// <summary>The position of the next separator, quote or line end; at or after the end of the buffered bytes where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextSpecial()
    {
        while (_mask == 0)
        {
            if (_maskAt + Step >= _filled)
                return _filled;
            LoadMask(_maskAt + Step);
        }
        int at = _maskAt + BitOperations.TrailingZeroCount(_mask);
        _mask &= _mask - 1;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LoadMask(int at)
    {
        _maskAt = at;
        _mask = Specials(at) | ((ulong)Specials(at + 32) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Specials(int at)
    {
        var bytes = Vector256.Create(_buffer.AsSpan(at, 32));
        return (Vector256.Equals(bytes, Vector256.Create(Separator)) | Vector256.Equals(bytes, Vector256.Create(Quote))
            | Vector256.Equals(bytes, Vector256.Create(LineFeed)) | Vector256.Equals(bytes, Vector256.Create(CarriageReturn)))
            .ExtractMostSignificantBits();
    }

    /// <summary>The quoted cell that opens at <paramref name="open"/>; false where the buffer ends before it does.</summary>
    private bool Quoted(int start, int open, out CsvCell cell, out int after)
    {
        if (_buffer.AsSpan(start, open - start).ContainsAnyExcept(" \t"u8))
            throw errors.QuoteInCell(Line, Count, _buffer.AsSpan(start, open + 1 - start));
        (cell, after) = (default, 0);
        bool escaped = false;
        for (int at = open + 1; ; at += 2, escaped = true)
        {
            int found = _buffer.AsSpan(at, _filled - at).IndexOf(Quote);
            if (found >= 0 && at + found + 1 == _filled && !_ended)
                return false;
            if (found < 0)
                return _ended ? throw errors.UnclosedQuote(Line, Count, _buffer.AsSpan(open, _filled - open)) : false;
            at += found;
            if (at + 1 < _filled && _buffer[at + 1] == Quote)
                continue;
            cell = new CsvCell(open + 1, at - open - 1, true, escaped);
            after = at + 1;
            break;
        }
        while (after < _filled && _buffer[after] is (byte)' ' or (byte)'\t' && _buffer[after] != Separator)
            after++;
        if (after == _filled)
            return _ended;
        byte next = _buffer[after];
        return next == Separator || next is LineFeed or CarriageReturn
            ? true
            : throw errors.TextAfterQuote(Line, Count, _buffer.AsSpan(open, Math.Min(_filled, after + 8) - open));
    }

    private void Add(int start, int end, CsvCell quoted)
    {
        if (Count == _cells.Length)
            Array.Resize(ref _cells, 2 * Count);
        _cells[Count++] = quoted.Quoted ? quoted : new CsvCell(start, end - start, false, false);
    }

    private bool End(int start, int end, CsvCell quoted, int next, int lines)
    {
        Add(start, end, quoted);
        for (int i = 0; i < Count; i++)
            if (_cells[i].Escaped)
                Unescape(ref _cells[i]);
        (_begin, _end, _next) = (_next, end, next);
        _nextLine += lines;
        return true;
    }

    /// <summary>Writes the cell over itself with one quote for each two.</summary>
    private void Unescape(ref CsvCell cell)
    {
        var text = _buffer.AsSpan(cell.Start, cell.Length);
        int to = 0;
        for (int from = 0; from < text.Length; from++)
        {
            text[to++] = text[from];
            if (text[from] == Quote)
                from++;
        }
        cell = cell with { Length = to };
    }

    /// <summary>Moves the unfinished record to the front and fills the rest of the buffer, which doubles where the record already fills it.</summary>
    private void Refill()
    {
        bool first = _begin == 0 && _filled == 0;
        int kept = _filled - _next, room = _buffer.Length - Step;
        if (kept > LongestRecord)
            throw errors.LongRecord(_nextLine, LongestRecord);
        byte[] target = kept > room / 2 ? new byte[(2 * room) + Step] : _buffer;
        _buffer.AsSpan(_next, kept).CopyTo(target);
        (_buffer, _next, _filled, _maskAt) = (target, 0, kept, -1);
        int read = _encoding.Read(input, _buffer.AsSpan(kept, _buffer.Length - Step - kept));
        _filled += read;
        _ended = _filled < _buffer.Length - Step;
        _encoding.Check(_buffer.AsSpan(0, _filled), kept, _ended, _nextLine);
        if (first && _buffer.AsSpan(0, _filled).StartsWith(ByteOrderMark))
            _next = ByteOrderMark.Length;
    }
}

/// <summary>Where a cell lies in the buffer.</summary>
internal readonly record struct CsvCell(int Start, int Length, bool Quoted, bool Escaped);
