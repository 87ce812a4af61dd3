using System.Text;

namespace Feedforward.Formats;

/// <summary>
/// Tables in CSV files: UTF-8 (UTF-16 and UTF-32 with a byte order mark, any other encoding if it is given), also compressed by gzip; a header;
/// cells between commas, semicolons, tabs or bars; quotes as RFC 4180 says; any line ends. Spaces around cells without quotes do not count. An empty
/// cell is blank, never 0. Numbers are written with a decimal point, or throughout the file with a decimal comma, whatever the culture; what only
/// looks like a number is an error with its place, never a silent value. A path may be that of a pipe.
/// </summary>
public static class Csv
{
    private const string NoName = "input";

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">
    /// FF2001 a cell is no number · FF2002 empty · FF2003 a row has too few or too many cells · FF2004 to FF2007 quotes · FF2008, FF2009, FF2014,
    /// FF2015, FF2017 the header · FF2011 to FF2013, FF2042 encoding · FF2044, FF2045, FF2210 to FF2215 the file cannot be opened or read.
    /// </exception>
    public static Table Read(string path, CsvOptions? options = null)
    {
        using var file = new HeldFile(path);
        if (file.IsPipe)
            return Read(file.Pipe, Named(options, path));
        var table = Reader(path, options).Read();
        file.RequireSame();
        return table;
    }

    /// <summary>
    /// Reads a stream; it is not closed. Where the first rows mislead about the kinds of columns it is read again: one that cannot go back is
    /// taken into memory first.
    /// </summary>
    /// <exception cref="DataException">As <see cref="Read(string, CsvOptions?)"/>.</exception>
    public static Table Read(Stream stream, CsvOptions? options = null)
    {
        if (!stream.CanSeek)
        {
            using var copy = GzipFile.Gather(stream, options?.Source ?? NoName);
            return Read(copy, options);
        }
        options ??= new CsvOptions();
        long start = stream.Position;
        return new CsvReader(Again, Unnamed(options), options).Read();

        Stream Again()
        {
            stream.Position = start;
            return new PeekStream(stream, Unnamed(options).Path, leaveOpen: true);
        }
    }

    /// <summary>Reads a text to its end.</summary>
    /// <exception cref="DataException">As <see cref="Read(string, CsvOptions?)"/>.</exception>
    public static Table Read(TextReader reader, CsvOptions? options = null)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(reader.ReadToEnd()));
        return Read(bytes, (options ?? new CsvOptions()) with { Encoding = null });
    }

    /// <summary>
    /// Reads a file in tables of so many rows, so that it may be larger than the memory. Columns whose kind is not given are texts. There is
    /// always one table, without rows where the file has none.
    /// </summary>
    /// <exception cref="DataException">As <see cref="Read(string, CsvOptions?)"/>, when the rows concerned are reached.</exception>
    public static IEnumerable<Table> ReadBatches(string path, CsvOptions options, int rowsPerBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBatch, 1);
        return Batches();

        IEnumerable<Table> Batches()
        {
            using var file = new HeldFile(path);
            foreach (var table in file.IsPipe ? ReadBatches(file.Pipe, Named(options, path), rowsPerBatch) : Reader(path, options).Batches(rowsPerBatch))
                yield return table;
            file.RequireSame();
        }
    }

    /// <summary>Reads a stream in tables of so many rows, as <see cref="ReadBatches(string, CsvOptions, int)"/>; it is closed at the end.</summary>
    /// <exception cref="DataException">As <see cref="Read(string, CsvOptions?)"/>, when the rows concerned are reached.</exception>
    public static IEnumerable<Table> ReadBatches(Stream stream, CsvOptions options, int rowsPerBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBatch, 1);
        // Whoever leaves early must not wait for another thread that waits for a pipe.
        int threads = stream.CanSeek ? options.Threads : 1;
        return new CsvReader(() => stream, Unnamed(options), options with { Threads = threads }).Batches(rowsPerBatch);
    }

    /// <summary>
    /// Writes a table: UTF-8, commas, LF, a header; quotes only where they are needed; the shortest numbers that read back the same; blank
    /// cells empty. What is read from it equals the table, kinds of columns apart.
    /// </summary>
    public static void Write(Table table, Stream stream)
    {
        using var writer = new CsvWriter(stream);
        writer.Write(table);
    }

    private static CsvOptions Named(CsvOptions? options, string path) =>
        (options ?? new CsvOptions()) with { Source = options?.Source ?? Path.GetFileName(path) };

    private static CsvReader Reader(string path, CsvOptions? options)
    {
        options ??= new CsvOptions();
        var errors = new CsvErrors(options.Source ?? Path.GetFileName(path), path);
        return new CsvReader(() => GzipFile.OpenRead(path), errors, options);
    }

    private static CsvErrors Unnamed(CsvOptions options) => new(options.Source ?? NoName, options.Source ?? NoName);
}
