namespace Feedforward.Formats;

/// <summary>A stream whose first bytes can be looked at before they are read.</summary>
/// <param name="inner">Where the bytes come from.</param>
/// <param name="path">What errors call it.</param>
/// <param name="leaveOpen">Whether that stream stays open when this one is closed.</param>
internal sealed class PeekStream(Stream inner, string path, bool leaveOpen = false) : Stream
{
    private readonly byte[] _start = new byte[4096];
    private int _at, _filled = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The first bytes that are not yet read, at most four thousand.</summary>
    internal ReadOnlySpan<byte> Start
    {
        get
        {
            if (_filled < 0)
                _filled = GzipFile.Fill(inner, _start, path);
            return _start.AsSpan(_at, _filled - _at);
        }
    }

    internal bool StartsWith(ReadOnlySpan<byte> bytes) => Start.StartsWith(bytes);

    public override int Read(Span<byte> buffer)
    {
        if (_filled <= _at)
            return inner.Read(buffer);
        int count = Math.Min(buffer.Length, _filled - _at);
        _start.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
