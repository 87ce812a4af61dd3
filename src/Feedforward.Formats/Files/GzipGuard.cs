using System.IO.Compression;
using System.Security.Cryptography;

namespace Feedforward.Formats;

/// <summary>
/// The decompressed bytes of a gzip file, sure to be all of them: <see cref="GZipStream"/> alone takes a file that is cut off for a whole one.
/// A member of our own is therefore fed to it after the end of the file; only where the file was complete does that member come out last.
/// </summary>
internal sealed class GuardedGzipStream : Stream
{
    /// <summary>Where more than this comes out, at more than <see cref="BombRatio"/> times what went in, reading stops.</summary>
    private const long BombBytes = 256L << 20;

    private const int BombRatio = 100;

    private const int BestRatio = 8 / 2 * 258;

    private const int Piece = 1 << 16;

    // Half of it repeats the other, so that its compressed form does not contain it.
    private static readonly byte[] End = [.. SHA256.HashData("end"u8), .. SHA256.HashData("end"u8)];

    private static readonly byte[] EndMember = Compress(End);

    private readonly Stream _file;
    private readonly string _path;
    private readonly FollowedStream _compressed;
    private readonly GZipStream _inflated;

    // The last bytes that came out are held back: they are the end, or else more will come.
    private readonly byte[] _ahead = new byte[End.Length + Piece];
    private int _held;
    private long _bytes;

    internal GuardedGzipStream(Stream file, string path)
    {
        (_file, _path) = (file, path);
        _compressed = new FollowedStream(file, EndMember);
        _inflated = new GZipStream(_compressed, CompressionMode.Decompress);
    }

    /// <summary>More than this cannot come out of a file: two bits at least stand for 258 bytes at most (RFC 1951).</summary>
    internal long MostBytes => BestRatio * _file.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _bytes; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            int read = Inflate(_ahead.AsSpan(_held, Math.Min(buffer.Length, Piece)));
            if (read == 0 && !_ahead.AsSpan(0, _held).SequenceEqual(End)) throw GzipFile.Failure("FF2214", _path, _bytes);
            if (read == 0) return 0;
            int ready = _held + read - End.Length;
            _held = Math.Min(_held + read, End.Length);
            if (ready <= 0) continue;
            // Nobody knows how such a file was made, or what for: it is refused whatever reads it.
            if (_bytes == 0 && _ahead is [0x1F, 0x8B, ..]) throw GzipFile.Failure("FF2216", _path);
            _ahead.AsSpan(0, ready).CopyTo(buffer);
            _ahead.AsSpan(ready, _held).CopyTo(_ahead);
            _bytes += ready;
            if (_bytes > BombBytes && _bytes / BombRatio > _compressed.Taken)
                throw GzipFile.Failure("FF2215", _path, _bytes, _compressed.Taken, BombRatio);
            return ready;
        }
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
        {
            _inflated.Dispose();
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _inflated.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw GzipFile.Failure("FF2214", _path, _bytes);
        }
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>A stream, then some bytes.</summary>
    private sealed class FollowedStream(Stream first, byte[] then) : Stream
    {
        private int _given;

        /// <summary>The bytes read from the first stream.</summary>
        internal long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = _given == 0 ? first.Read(buffer) : 0;
            Taken += read;
            if (read > 0) return read;
            int more = Math.Min(buffer.Length, then.Length - _given);
            then.AsSpan(_given, more).CopyTo(buffer);
            _given += more;
            return more;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
