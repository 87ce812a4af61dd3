using System.IO.Compression;
using System.Text;

namespace Feedforward.Formats;

/// <summary>
/// Tables in CSV files: UTF-8, a header, cells between commas, semicolons, tabs or bars, quoted as RFC 4180 says; also compressed by gzip.
/// </summary>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="OptionException">FF1210: there is no such file. FF1211: it cannot be read.</exception>
    /// <exception cref="DataException">FF20xx: its content is no table; the message says where and why.</exception>
    public static Table Read(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        return new CsvReader(() => CsvInput.Open(path), options with { Source = options.Source ?? Path.GetFileName(path) }).Read();
    }

    /// <summary>Reads a stream to its end; it is not closed.</summary>
    /// <exception cref="DataException">FF20xx: its content is no table; the message says where and why.</exception>
    public static Table Read(Stream stream, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        byte[] bytes = copy.ToArray();
        return new CsvReader(() => new MemoryStream(bytes), options with { Source = options.Source ?? "input" }).Read();
    }

    /// <summary>Reads a text to its end.</summary>
    /// <exception cref="DataException">FF20xx: its content is no table; the message says where and why.</exception>
    public static Table Read(TextReader reader, CsvOptions? options = null) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(reader.ReadToEnd())), options);
}
