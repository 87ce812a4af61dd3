using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Feedforward.Cli.Tests.Corpus;

/// <summary>
/// How a file of a case is made. A JSON text is its content, in UTF-8. An object has <c>text</c> or <c>hex</c>, and <c>as</c>: what is done to it,
/// one step after the other; or <c>kind</c>: <c>folder</c>, <c>fifo</c>, <c>unreadable</c>, or <c>link TARGET</c>.
/// </summary>
internal sealed partial class CorpusFile
{
    private readonly string _text;
    private readonly bool _isHex;
    private readonly string[] _steps;

    private CorpusFile(string text, bool isHex, string[] steps, string? kind) => (_text, _isHex, _steps, Kind) = (text, isHex, steps, kind);

    /// <summary>What the file is other than an ordinary one, or null.</summary>
    internal string? Kind { get; }

    internal static CorpusFile Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return new(json.GetString()!, false, [], null);
        string text = "";
        bool isHex = false;
        string[] steps = [];
        string? kind = null;
        foreach (var part in json.EnumerateObject())
            switch (part.Name)
            {
                case "text": text = part.Value.GetString()!; break;
                case "hex": (text, isHex) = (part.Value.GetString()!, true); break;
                case "as": steps = [.. part.Value.EnumerateArray().Select(step => step.GetString()!)]; break;
                case "kind": kind = part.Value.GetString(); break;
                default: throw new FormatException($"a file has no part \"{part.Name}\"");
            }
        return new(text, isHex, steps, kind);
    }

    internal byte[] Bytes()
    {
        string text = Expand(_text);
        byte[]? bytes = _isHex ? Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal)) : null;
        foreach (string step in _steps) bytes = Encode(step, text) ?? Change(bytes ?? Encoding.UTF8.GetBytes(text), step);
        return bytes ?? Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Makes the file.</summary>
    internal void Write(string path)
    {
        string[] words = Kind?.Split(' ') ?? [];
        switch (words)
        {
            case ["folder"]: Directory.CreateDirectory(path); break;
            case ["fifo"]: System.Diagnostics.Process.Start("mkfifo", [path]).WaitForExit(); break;
            case ["link", var target]: File.CreateSymbolicLink(path, target); break;
            default: File.WriteAllBytes(path, Bytes()); break;
        }
        if (words is ["unreadable"] && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
    }

    /// <summary><c>{rows 40}</c> is forty sound rows of x, y and kind; <c>{each 40 r#,}</c> repeats a text, with numbers from 0 for #.</summary>
    internal static string Expand(string text) => Repetition().Replace(text, found =>
    {
        int count = int.Parse(found.Groups["count"].Value, CultureInfo.InvariantCulture);
        string piece = found.Groups["piece"].Value;
        var made = new StringBuilder();
        for (int i = 0; i < count; i++)
            if (found.Groups["what"].Value == "rows") made.Append(CultureInfo.InvariantCulture, $"{i},{i * 7 % 11},{(i % 2 == 0 ? "a" : "b")}\n");
            else made.Append(piece.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return made.ToString();
    });

    private static byte[]? Encode(string step, string text) => step switch
    {
        "utf-8 bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "utf-16le" => Encoding.Unicode.GetBytes(text),
        "utf-16be" => Encoding.BigEndianUnicode.GetBytes(text),
        "utf-16le bom" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        "utf-16be bom" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
        "utf-32le bom" => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(text)],
        "latin-1" => Encoding.Latin1.GetBytes(text),
        "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes(text),
        "shift-jis" => CodePagesEncodingProvider.Instance.GetEncoding("shift-jis")!.GetBytes(text),
        "ebcdic" => CodePagesEncodingProvider.Instance.GetEncoding(37)!.GetBytes(text),
        _ => null,
    };

    private static byte[] Change(byte[] bytes, string step)
    {
        string[] words = step.Split(' ', 2);
        int number = words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
        switch (words[0])
        {
            case "gzip":
                using (var compressed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
                    return compressed.ToArray();
                }
            case "twice": return [.. bytes, .. bytes];
            case "cut": return bytes[..^number];
            case "keep": return bytes[..number];
            case "from": return bytes[number..];
            case "flip": return [.. bytes.Select((b, i) => i == number ? (byte)(b ^ 1) : b)];
            case "append": return [.. bytes, .. Encoding.Latin1.GetBytes(words[1])];
            case "zeros": return [.. bytes, .. new byte[number]];
            default: throw new FormatException($"nothing is called \"{step}\"");
        }
    }

    [GeneratedRegex(@"\{(?<what>rows|each) (?<count>[0-9]+)(?: (?<piece>[^}]*))?\}", RegexOptions.Singleline)]
    private static partial Regex Repetition();
}
