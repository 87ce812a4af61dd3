using System.Text;

namespace Feedforward.Cli;

/// <summary>The text of a configuration, read from a file once, in UTF-8 without a mark, and its places.</summary>
internal sealed class ConfigurationText
{
    private const int MostBytes = 1 << 20;

    private readonly string _path;

    private ConfigurationText(string path, byte[] bytes) => (_path, Bytes) = (path, bytes);

    /// <summary>The text in UTF-8.</summary>
    internal byte[] Bytes { get; }

    /// <summary>The folder that paths in it start from.</summary>
    internal string Folder => Path.GetDirectoryName(_path) ?? "";

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="OptionException">FF9150 unreadable, FF9155 not UTF-8, FF9157 too large.</exception>
    internal static ConfigurationText Read(string path)
    {
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            bytes = new byte[MostBytes + 1];
            Array.Resize(ref bytes, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationKeys.Refuse("FF9150", null, Evidence.Path(path), Evidence.Path(e.Message));
        }
        return Of(path, bytes);
    }

    /// <summary>Checks it.</summary>
    internal static ConfigurationText Of(string path, byte[] bytes)
    {
        if (bytes.Length > MostBytes) throw ConfigurationKeys.Refuse("FF9157", null, Evidence.Path(path), MostBytes >> 20);
        if (IsUtf16(bytes)) throw ConfigurationKeys.Refuse("FF9155", Evidence.Path(path), "UTF-16");
        var text = new ConfigurationText(path, bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        int wrong = FirstInvalid(text.Bytes);
        return wrong < 0 ? text : throw ConfigurationKeys.Refuse("FF9155", text.Place(wrong), $"0x{text.Bytes[wrong]:X2}");
    }

    /// <summary>Whether bytes begin as UTF-16 does.</summary>
    internal static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith([(byte)0xFF, (byte)0xFE]) || bytes.StartsWith([(byte)0xFE, (byte)0xFF]) || bytes.StartsWith([(byte)'{', (byte)0]) || bytes.StartsWith([(byte)0, (byte)'{']);

    /// <summary>The place of a byte: <c>file:line:column</c>, counted from 1, columns in characters.</summary>
    internal string Place(long index)
    {
        var before = Bytes.AsSpan(0, (int)Math.Clamp(index, 0, Bytes.Length));
        int start = before.LastIndexOf((byte)'\n') + 1, column = 1;
        foreach (byte b in before[start..])
            if ((b & 0xC0) != 0x80) column++;
        return string.Create(null, $"{Evidence.Path(_path)}:{before.Count((byte)'\n') + 1}:{column}");
    }

    /// <summary>The character at a byte, as a message shows it; null at the end.</summary>
    internal string? Shown(long index) =>
        index < Bytes.Length && Rune.DecodeFromUtf8(Bytes.AsSpan((int)index), out var rune, out _) == System.Buffers.OperationStatus.Done ? Evidence.Of(rune.Value == '"' ? "\\\"" : rune.ToString()) : null;

    /// <summary>The byte at which a line begins, both counted from 0.</summary>
    internal long LineStart(long line)
    {
        int at = 0;
        for (; line > 0 && Bytes.AsSpan(at).IndexOf((byte)'\n') is >= 0 and var next; line--) at += next + 1;
        return at;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return -1;
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }
}
