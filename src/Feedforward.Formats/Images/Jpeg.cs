using StbImageSharp;

namespace Feedforward.Formats;

/// <summary>
/// Reads JPEG pictures through StbImageSharp, which trusts its input: the markers are walked over first, and the decoder sees the file through a
/// stream that ends its patience.
/// </summary>
internal static class Jpeg
{
    /// <summary>Height and width as they are shown, without decoding.</summary>
    /// <exception cref="DataException">FF2281, FF2284.</exception>
    internal static (int Height, int Width) ReadSize(ReadOnlyMemory<byte> file, string path)
    {
        var markers = JpegMarkers.Read(file.Span, path);
        return Orientation.Swaps(markers.Orientation) ? (markers.Width, markers.Height) : (markers.Height, markers.Width);
    }

    /// <summary>The picture, turned upright as its Exif data say.</summary>
    /// <exception cref="DataException">FF2281: too many pixels. FF2284: the file cannot be decoded.</exception>
    internal static Raster Read(ReadOnlyMemory<byte> file, string path)
    {
        var markers = JpegMarkers.Read(file.Span, path);
        var result = Decode(file, path);
        if ((result.Height, result.Width) != (markers.Height, markers.Width)) throw Unreadable("FF2284.decoder", path, $"{result.Height} × {result.Width}");
        int channels = result.Comp == ColorComponents.Grey ? 1 : 3;
        return Orientation.Apply(markers.Orientation, new Raster(result.Height, result.Width, channels, result.Data));
    }

    /// <summary>The error of a picture that cannot be decoded: a variant of FF2284.</summary>
    internal static DataException Unreadable(string key, string path, params ReadOnlySpan<object?> arguments) =>
        new(Errors.Notice(key, arguments) with { Code = "FF2284", Place = path, Fix = Errors.Text("FF2284.again") });

    private static ImageResult Decode(ReadOnlyMemory<byte> file, string path)
    {
        try
        {
            var info = ImageInfo.FromStream(new PatientStream(file)) ?? throw new InvalidDataException("no header");
            if (!Raster.Fits(info.Height, info.Width)) throw ImageFile.TooLarge(path, info.Height, info.Width);
            bool grey = info.ColorComponents is ColorComponents.Grey or ColorComponents.GreyAlpha;
            return ImageResult.FromStream(new PatientStream(file), grey ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        }
        catch (EndOfStreamException)
        {
            throw Unreadable("FF2284.cut", path, file.Length);
        }
        catch (Exception e) when (e is not (DataException or OutOfMemoryException))
        {
            // The decoder throws what its code runs into: whatever it is, the file is the cause.
            throw Unreadable("FF2284.decoder", path, Evidence.Of(e.Message));
        }
    }

    /// <summary>A file in memory that bears so many reads past its end and then throws: the decoder takes the end for zeros, for ever.</summary>
    private sealed class PatientStream(ReadOnlyMemory<byte> file) : Stream
    {
        private const int Patience = 1024;

        private int _at;
        private int _past;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position { get => _at; set => Seek(value, SeekOrigin.Begin); }

        public override int ReadByte() => _at < file.Length ? file.Span[_at++] : Past(-1);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, file.Length - _at);
            if (count <= 0) return Past(0);
            file.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            long to = offset + (origin == SeekOrigin.Current ? _at : origin == SeekOrigin.End ? file.Length : 0);
            return _at = (int)Math.Clamp(to, 0, file.Length);
        }

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Past(int result) => ++_past <= Patience ? result : throw new EndOfStreamException();
    }
}
