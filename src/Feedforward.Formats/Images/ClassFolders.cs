using System.Globalization;
using System.Text;

namespace Feedforward.Formats;

/// <summary>The names of classes as names of folders, and the list of their order.</summary>
internal static class ClassFolders
{
    /// <summary>The file that lists the folders of the classes in their order, one a line.</summary>
    internal const string List = "classes.txt";

    private const string NotInNames = "/\\:*?\"<>|%";

    /// <summary>The folder of a class: characters that some file system refuses stand as <c>%2F</c>.</summary>
    internal static string Name(string classed)
    {
        var name = new StringBuilder();
        for (int i = 0; i < classed.Length; i++)
        {
            char c = classed[i];
            bool atEdge = (c == '.' && i == 0) || (c is '.' or ' ' && i == classed.Length - 1);
            if (c < ' ' || atEdge || NotInNames.Contains(c, StringComparison.Ordinal)) name.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else name.Append(c);
        }
        return name.ToString();
    }

    /// <summary>The class of a folder; takes back what <see cref="Name"/> does.</summary>
    internal static string Class(string folder)
    {
        var name = new StringBuilder();
        for (int i = 0; i < folder.Length; i++)
        {
            bool escaped = folder[i] == '%' && i + 2 < folder.Length && char.IsAsciiHexDigit(folder[i + 1]) && folder[i + 1] < '8' && char.IsAsciiHexDigit(folder[i + 2]);
            name.Append(escaped ? (char)Convert.ToByte(folder.Substring(i + 1, 2), 16) : folder[i]);
            if (escaped) i += 2;
        }
        return name.ToString();
    }
}
