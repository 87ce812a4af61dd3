using System.Buffers;

namespace Feedforward.Formats;

/// <summary>Bytes of the input that hold whole records.</summary>
/// <param name="Bytes">The buffer; at least <see cref="CsvBlocks.Padding"/> bytes of it lie behind the block.</param>
/// <param name="Length">How many bytes of the buffer are the block.</param>
/// <param name="Offset">Where in the input the buffer begins.</param>
internal sealed record CsvBlock(byte[] Bytes, int Length, long Offset)
{
    /// <summary>Where the records begin: not at 0 where a byte order mark or a header comes first.</summary>
    internal int Start { get; init; }

    /// <summary>Whether the block is the beginning of a record that is longer than any may be.</summary>
    internal bool IsTooLong { get; init; }

    /// <summary>The block's bytes.</summary>
    internal ReadOnlySpan<byte> Text => Bytes.AsSpan(0, Length);

    /// <summary>A block of its own for a text.</summary>
    internal static CsvBlock Of(ReadOnlySpan<byte> text) => new([.. text, .. new byte[CsvBlocks.Padding]], text.Length, 0);

    /// <summary>Gives the buffer back; the block is not used any more.</summary>
    internal void Release() => ArrayPool<byte>.Shared.Return(Bytes);
}

/// <summary>
/// Cuts a stream of bytes at the ends of records, so that the blocks can be read independently. An odd number of quotes before a line end says
/// that it lies inside a cell: so it is up to the first quote that is out of place, and behind that error nothing is read.
/// </summary>
internal sealed class CsvBlocks
{
    /// <summary>So many bytes behind the end of a block may be read, whatever they are.</summary>
    internal const int Padding = 64;

    /// <summary>A record may be somewhat longer, as long as the buffer that is full only after so many bytes.</summary>
    internal const int LongestRecord = 1 << 28;

    private const byte Quote = (byte)'"', LineFeed = (byte)'\n', CarriageReturn = (byte)'\r';

    private readonly Stream _input;
    private readonly CsvErrors _errors;
    private readonly bool _hasQuotes;
    private readonly int _usualRoom;
    private byte[] _buffer;
    private int _room, _filled;
    private long _offset;
    private bool _ended;
    private CsvBlock? _first;

    /// <summary>Cuts an input into blocks of about so many bytes.</summary>
    /// <param name="input">The input.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="bytes">The usual length of a block.</param>
    /// <param name="hasQuotes">Whether line ends between quotes belong to a cell; else a record is a line.</param>
    internal CsvBlocks(Stream input, CsvErrors errors, int bytes, bool hasQuotes = true)
    {
        int room = Math.Max(1, bytes - Padding);
        (_input, _errors, _hasQuotes, _usualRoom, _room) = (input, errors, hasQuotes, room, room);
        _buffer = ArrayPool<byte>.Shared.Rent(room + Padding);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Makes the rest of a block the next one.</summary>
    internal void PutBack(CsvBlock block) => _first = block;

    /// <summary>The next block, or null at the end of the input.</summary>
    /// <exception cref="DataException">FF2213, FF2214: the file cannot be read to its end.</exception>
    internal CsvBlock? Next()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
            return first;
        while (true)
        {
            Fill();
            if (_filled == 0)
                return null;
            int end = _ended || _filled > LongestRecord ? _filled
                : _hasQuotes ? EndOfRecords(_buffer.AsSpan(0, _filled)) : _buffer.AsSpan(0, _filled).LastIndexOf(LineFeed) + 1;
            if (end > 0)
                return Cut(end);
            Continue(_buffer, 0, 2 * _room);
        }
    }

    /// <summary>Reads until the buffer is full or the input ends.</summary>
    private void Fill()
    {
        if (!_ended)
            _filled += GzipFile.Fill(_input, _buffer.AsSpan(_filled, _room - _filled), _errors.Path);
        _ended = _filled < _room;
    }

    private CsvBlock Cut(int end)
    {
        // A program that adds a mark to a file that has one leaves two.
        int start = 0;
        while (_offset == 0 && _buffer.AsSpan(start, end - start).StartsWith(ByteOrderMark))
            start += ByteOrderMark.Length;
        var block = new CsvBlock(_buffer, end, _offset) { Start = start, IsTooLong = !_ended && end > LongestRecord };
        _offset += end;
        Continue(_buffer, end, _usualRoom);
        return block;
    }

    /// <summary>Goes on in another buffer with the bytes from <paramref name="from"/> on.</summary>
    private void Continue(byte[] bytes, int from, int least)
    {
        var rest = bytes.AsSpan(from, _filled - from);
        _room = Math.Max(least, 2 * rest.Length);
        _buffer = ArrayPool<byte>.Shared.Rent(_room + Padding);
        rest.CopyTo(_buffer);
        _filled = rest.Length;
    }

    /// <summary>The end of the last record that is there as a whole; 0 where none is.</summary>
    private static int EndOfRecords(ReadOnlySpan<byte> bytes)
    {
        bool inside = int.IsOddInteger(bytes.Count(Quote));
        // A carriage return that comes last may be one half of a line end.
        int end = bytes[^1] == CarriageReturn ? bytes.Length - 1 : bytes.Length;
        while (true)
        {
            int quote = bytes[..end].LastIndexOf(Quote);
            int line = inside ? -1 : bytes[(quote + 1)..end].LastIndexOfAny(LineFeed, CarriageReturn);
            if (line >= 0)
                return quote + 1 + line + 1;
            if (quote < 0)
                return 0;
            (end, inside) = (quote, !inside);
        }
    }
}
