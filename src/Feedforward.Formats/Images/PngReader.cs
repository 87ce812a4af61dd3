using System.Buffers.Binary;
using System.Text;

namespace Feedforward.Formats;

/// <summary>
/// Reads the chunks of a PNG picture, trusting none of their numbers: lengths, order and check sums are verified before anything is inflated.
/// Source: W3C, Portable Network Graphics (third edition), 5 and 11.
/// </summary>
internal sealed class PngReader(ReadOnlyMemory<byte> file, string path)
{
    internal const int SignatureBytes = 8;

    private const int ChunkFrame = 12;

    private readonly List<ReadOnlyMemory<byte>> _data = [];
    private PngHeader? _header;
    private byte[]? _palette;
    private byte[]? _transparency;
    private int _orientation = 1;
    private bool _dataEnded;

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Height and width as they are shown, without inflating anything.</summary>
    /// <exception cref="DataException">FF2281, FF2283.</exception>
    internal (int Height, int Width) ReadSize()
    {
        ReadChunks();
        return Orientation.Swaps(_orientation) ? (_header!.Width, _header.Height) : (_header!.Height, _header.Width);
    }

    /// <summary>The picture.</summary>
    /// <exception cref="DataException">FF2281: too many pixels. FF2283: the file is damaged; the message says where.</exception>
    internal Raster Read()
    {
        ReadChunks();
        var lines = new PngLines(_header!, _palette, _transparency, path);
        return Orientation.Apply(_orientation, new PngPixels(_header!, _data, path).Read(lines));
    }

    /// <summary>The error of a damaged file: a variant of FF2283.</summary>
    internal static DataException Damaged(string key, string path, params ReadOnlySpan<object?> arguments)
    {
        var notice = Errors.Notice(key, arguments);
        return new DataException(notice with { Code = "FF2283", Place = path, Fix = notice.Fix ?? Errors.Text("FF2283.again") });
    }

    private void ReadChunks()
    {
        var bytes = file.Span;
        if (!bytes.StartsWith(Signature))
            throw Damaged("FF2283.signature", path, Convert.ToHexString(bytes[..Math.Min(bytes.Length, SignatureBytes)]), Convert.ToHexString(Signature));
        int at = SignatureBytes;
        while (true)
        {
            var (type, content) = Chunk(at);
            if (_header is null && type != "IHDR") throw Damaged("FF2283.order", path, type, at);
            if (type == "IEND")
            {
                RequireLength(type, at, content.Length, content.IsEmpty, "0");
                break;
            }
            Take(type, content, at);
            at += ChunkFrame + content.Length;
        }
        if (_data.Count == 0) throw Damaged("FF2283.missing", path, "IDAT", at);
    }

    /// <summary>The chunk at a byte; its length, its type and its check sum are right.</summary>
    private (string Type, ReadOnlyMemory<byte> Content) Chunk(int at)
    {
        var rest = file.Span[at..];
        if (rest.Length < ChunkFrame) throw Damaged("FF2283.end", path, at, ChunkFrame, rest.Length);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var name = rest.Slice(4, 4);
        foreach (byte letter in name)
            if (!char.IsAsciiLetter((char)letter)) throw Damaged("FF2283.type", path, at, Convert.ToHexString(name));
        string type = Encoding.ASCII.GetString(name);
        if (length > rest.Length - ChunkFrame) throw Damaged("FF2283.cut", path, type, at, length, rest.Length - ChunkFrame);
        uint found = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]), expected = Crc32.Of(rest.Slice(4, 4 + (int)length));
        if (found != expected)
            throw Damaged("FF2283.crc", path, type, at, found.ToString("X8", null), expected.ToString("X8", null));
        return (type, file.Slice(at + 8, (int)length));
    }

    private void Take(string type, ReadOnlyMemory<byte> content, int at)
    {
        _dataEnded |= _data.Count > 0 && type != "IDAT";
        switch (type)
        {
            case "IHDR":
                RequirePlace(_header is null);
                RequireLength(type, at, content.Length, content.Length == PngHeader.Bytes, "13");
                _header = PngHeader.Read(content.Span, path);
                break;
            case "PLTE":
                RequirePlace(_palette is null && _transparency is null && _data.Count == 0 && !_header!.IsGrey);
                int most = _header!.Color == PngColor.Palette ? 3 << _header.Depth : 3 * 256;
                RequireLength(type, at, content.Length, content.Length % 3 == 0 && content.Length > 0 && content.Length <= most, $"3, 6 … {most}");
                _palette = content.ToArray();
                break;
            case "tRNS":
                RequirePlace(_transparency is null && _data.Count == 0 && !_header!.HasAlpha && (_header.Color != PngColor.Palette || _palette is not null));
                RequireTransparency(content.Length, at);
                _transparency = content.ToArray();
                break;
            case "IDAT":
                RequirePlace(!_dataEnded && (_header!.Color != PngColor.Palette || _palette is not null));
                _data.Add(content);
                break;
            case "eXIf":
                _orientation = Orientation.OfTiff(content.Span);
                break;
            default:
                // A small first letter marks what a reader may leave out: gamma, colour profiles, texts, further frames.
                if (char.IsAsciiLetterUpper(type[0])) throw Damaged("FF2283.unknown", path, type, at);
                break;
        }

        void RequirePlace(bool right)
        {
            if (!right) throw Damaged("FF2283.order", path, type, at);
        }
    }

    private void RequireTransparency(int length, int at)
    {
        var (right, expected) = _header!.Color switch
        {
            PngColor.Grey => (length == 2, "2"),
            PngColor.Rgb => (length == 6, "6"),
            _ => (length >= 1 && length <= _palette!.Length / 3, $"1 … {_palette!.Length / 3}"),
        };
        RequireLength("tRNS", at, length, right, expected);
    }

    private void RequireLength(string type, int at, int found, bool right, string expected)
    {
        if (!right) throw Damaged("FF2283.length", path, type, at, found, expected);
    }
}
