using System.Text;

namespace Feedforward.Formats;

/// <summary>
/// Text of any encoding as UTF-8. Where bytes are no character of the encoding, the stream ends with <see cref="Stop"/>, which is in no UTF-8
/// text: so the error waits for its turn, and who finds it knows its line.
/// </summary>
internal sealed class TranscodedStream : Stream
{
    /// <summary>What stands in for bytes that are no character.</summary>
    internal const byte Stop = 0xFF;

    private const int Piece = 1 << 15;

    // A character that is none (Unicode 23.7), so that texts hardly ever have it.
    private const char Marker = '\uFFFF';

    private readonly Stream _input;
    private readonly string _path;
    private readonly Decoder _decoder;
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private readonly FirstInvalid _invalid = new();
    private readonly byte[] _bytes = new byte[Piece];
    private readonly char[] _characters;
    private readonly byte[] _utf8;
    private int _at, _filled;
    private bool _ended;

    internal TranscodedStream(Stream input, Encoding encoding, string path)
    {
        (_input, _path) = (input, path);
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = _invalid;
        _decoder = strict.GetDecoder();
        _characters = new char[strict.GetMaxCharCount(Piece)];
        _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(_characters.Length)];
    }

    /// <summary>The first bytes that are no character, in hexadecimal; null while there are none.</summary>
    internal string? Invalid => _invalid.Bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_at == _filled && !_ended)
            Decode();
        int count = Math.Min(buffer.Length, _filled - _at);
        _utf8.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private void Decode()
    {
        int read = GzipFile.Fill(_input, _bytes, _path);
        _ended = read < _bytes.Length;
        var text = _characters.AsSpan(0, _decoder.GetChars(_bytes.AsSpan(0, read), _characters, flush: _ended));
        if (_invalid.Bytes is not null)
        {
            text = text[..text.IndexOf(Marker)];
            _ended = true;
        }
        (_at, _filled) = (0, _encoder.GetBytes(text, _utf8, flush: _ended));
        if (_invalid.Bytes is not null)
            _utf8[_filled++] = Stop;
    }

    /// <summary>Puts the marker where bytes are no character, and keeps the first of them.</summary>
    private sealed class FirstInvalid : DecoderFallback
    {
        internal string? Bytes { get; private set; }

        public override int MaxCharCount => 1;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

        private sealed class Buffer(FirstInvalid owner) : DecoderFallbackBuffer
        {
            private bool _isLeft;

            public override int Remaining => _isLeft ? 1 : 0;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                owner.Bytes ??= Convert.ToHexString(bytesUnknown);
                return _isLeft = true;
            }

            public override char GetNextChar()
            {
                char next = _isLeft ? Marker : '\0';
                _isLeft = false;
                return next;
            }

            public override bool MovePrevious() => false;

            public override void Reset() => _isLeft = false;
        }
    }
}
