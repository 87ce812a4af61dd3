using System.Text;

namespace Feedforward.Formats;

/// <summary>Finds encodings by the names that people give them.</summary>
internal static class TextEncoding
{
    /// <summary>What messages offer: those that are met most.</summary>
    internal static readonly string[] Usual =
        ["utf-8", "utf-16", "utf-16le", "utf-16be", "latin1", "windows-1252", "windows-1251", "gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr"];

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8",
        ["utf16"] = "utf-16",
        ["utf-16le"] = "utf-16",
        ["utf16le"] = "utf-16",
        ["utf16be"] = "utf-16BE",
        ["latin-1"] = "iso-8859-1",
        ["latin1"] = "iso-8859-1",
        ["ansi"] = "windows-1252",
        ["sjis"] = "shift_jis",
        ["shift-jis"] = "shift_jis",
        ["cp936"] = "gb18030",
        ["gbk"] = "gb18030",
        ["cp932"] = "shift_jis",
        ["cp949"] = "ks_c_5601-1987",
        ["cp950"] = "big5",
    };

    /// <summary>The encoding of a name.</summary>
    /// <exception cref="OptionException">FF2043: there is none.</exception>
    internal static Encoding Parse(string name)
    {
        string known = Synonyms.GetValueOrDefault(name.Trim(), name.Trim());
        if (known.StartsWith("cp", StringComparison.OrdinalIgnoreCase) && known[2..].All(char.IsAsciiDigit))
            known = (known.Length == 6 && known.StartsWith("cp125", StringComparison.OrdinalIgnoreCase) ? "windows-" : "ibm") + known[2..];
        return (known.Length == 0 ? null : CodePagesEncodingProvider.Instance.GetEncoding(known)) ?? BuiltIn(known)
            ?? throw Errors.Option("FF2043", Evidence.Of(name), string.Join(", ", Usual), NearestName.Of(name, Usual) is { } near ? Errors.Text("FF2043.near", near) : "");
    }

    private static Encoding? BuiltIn(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
