namespace Feedforward.Formats;

/// <summary>
/// A stream that ends the patience of a reader which has lost its way: one that reads on behind the end, or the same bytes again and again.
/// </summary>
internal sealed class GuardedStream(Stream inner) : Stream
{
    private const int MostReadsAtEnd = 1024, MostTimes = 16;

    private const long Allowance = 16 << 20;

    private int _readsAtEnd;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => Seek(value, SeekOrigin.Begin); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        // A seek or an empty read costs as much as a few bytes.
        Count(read + 16);
        if (read == 0 && buffer.Length > 0 && ++_readsAtEnd > MostReadsAtEnd)
            throw new EndOfStreamException();
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Count(16);
        return inner.Seek(offset, origin);
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Count(int bytes)
    {
        _read += bytes;
        if (_read > Allowance + (MostTimes * inner.Length))
            throw new InvalidDataException();
    }
}
