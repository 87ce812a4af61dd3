using System.Text;

namespace Feedforward.Formats;

/// <summary>What a file holds.</summary>
public enum DataFormat
{
    /// <summary>A table as text with separators: CSV, TSV.</summary>
    Csv,

    /// <summary>A table as JSON lines: an object a line.</summary>
    JsonLines,

    /// <summary>A table as Parquet.</summary>
    Parquet,

    /// <summary>Images or labels as IDX.</summary>
    Idx,
}

/// <summary>
/// Files of every format that is read, told apart by what they hold, then by their name, also compressed by gzip. Tables come from CSV, TSV, JSON
/// lines and Parquet, images from IDX. A path may be that of a pipe, of which a table is read.
/// </summary>
public static class DataFile
{
    private const string NoName = "input";

    /// <summary>What a file holds. A pipe cannot be asked: reading it tells.</summary>
    /// <exception cref="DataException">FF2046: a file of another kind. FF2045, FF2210 to FF2214: the file cannot be read.</exception>
    public static DataFormat FormatOf(string path) => Look(path).Format;

    /// <summary>Reads what a file holds, a table or images: one of the two is there.</summary>
    /// <param name="path">The file, or a pipe with a table.</param>
    /// <param name="options">How a table is read, whatever its format.</param>
    /// <param name="classes">The names of the classes of images; null names them by their number.</param>
    /// <exception cref="DataException">As <see cref="ReadTable(string, CsvOptions?)"/> and <see cref="Idx.ReadImages"/>.</exception>
    public static (Table? Table, ImageSet? Images) Read(string path, CsvOptions? options = null, IReadOnlyList<string>? classes = null)
    {
        using var file = new HeldFile(path);
        bool isIdx = !file.IsPipe && FormatOf(path) == DataFormat.Idx;
        var read = isIdx ? ((Table?)null, (ImageSet?)Idx.ReadImages(path, classes: classes)) : (Table(file, path, options), null);
        file.RequireSame();
        return read;
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="options">
    /// How it is read: kinds, limit and kept text for every format; encoding for texts; separator, decimal mark and threads for CSV.
    /// </param>
    /// <exception cref="DataException">
    /// FF2046, FF2047 a file of another kind · as <see cref="Csv.Read(string, CsvOptions?)"/> · FF2050 to FF2057 JSON lines · FF2060 to FF2064 Parquet.
    /// </exception>
    public static Table ReadTable(string path, CsvOptions? options = null)
    {
        using var file = new HeldFile(path);
        var table = Table(file, path, options);
        file.RequireSame();
        return table;
    }

    /// <summary>Reads a table from a stream, which is not closed; one that cannot go back is taken into memory first.</summary>
    /// <exception cref="DataException">As <see cref="ReadTable(string, CsvOptions?)"/>.</exception>
    public static Table ReadTable(Stream stream, CsvOptions? options = null)
    {
        var source = Source(options, NoName);
        using var copy = stream.CanSeek ? null : GzipFile.Gather(stream, source.Source!);
        var bytes = copy ?? stream;
        long start = bytes.Position;
        using var content = Content(bytes, source.Source!);
        var format = RequireTable(Format(content.Start, source.Source!), source.Source!);
        bytes.Position = start;
        if (format == DataFormat.Csv)
            return Csv.Read(bytes, source);
        return Table(Again, format, source, source.Source!);

        Stream Again()
        {
            bytes.Position = start;
            return Content(bytes, source.Source!);
        }
    }

    /// <summary>
    /// Reads a table in tables of so many rows, so that it may be larger than the memory; of a Parquet file, a group of rows is in memory at a
    /// time. Of CSV and JSON lines, columns whose kind is not given are texts. There is always one table, without rows where the file has none.
    /// </summary>
    /// <exception cref="DataException">As <see cref="ReadTable(string, CsvOptions?)"/>, when the rows concerned are reached.</exception>
    public static IEnumerable<Table> ReadTableBatches(string path, CsvOptions options, int rowsPerBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBatch, 1);
        return Batches();

        IEnumerable<Table> Batches()
        {
            using var file = new HeldFile(path);
            var (format, source) = file.IsPipe ? (default, Source(options, Path.GetFileName(path))) : TableOf(path, options);
            var tables = file.IsPipe ? ReadTableBatches(file.Pipe, source, rowsPerBatch)
                : format == DataFormat.Csv ? Csv.ReadBatches(path, source, rowsPerBatch)
                : DataFile.Batches(() => GzipFile.OpenRead(path), format, source, path, rowsPerBatch);
            foreach (var table in tables)
                yield return table;
            file.RequireSame();
        }
    }

    /// <summary>Reads a stream in tables of so many rows, as <see cref="ReadTableBatches(string, CsvOptions, int)"/>; it is closed at the end.</summary>
    /// <exception cref="DataException">As <see cref="ReadTable(string, CsvOptions?)"/>, when the rows concerned are reached.</exception>
    public static IEnumerable<Table> ReadTableBatches(Stream stream, CsvOptions options, int rowsPerBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBatch, 1);
        return Batches();

        IEnumerable<Table> Batches()
        {
            var source = Source(options, NoName);
            using var content = Content(stream, source.Source!, leaveOpen: false);
            var format = RequireTable(Format(content.Start, source.Source!), source.Source!);
            var tables = format == DataFormat.Csv
                ? Csv.ReadBatches(content, source, rowsPerBatch)
                : DataFile.Batches(() => content, format, source, source.Source!, rowsPerBatch);
            foreach (var table in tables)
                yield return table;
        }
    }

    private static Table Table(HeldFile file, string path, CsvOptions? options)
    {
        if (file.IsPipe)
            return ReadTable(file.Pipe, Source(options, Path.GetFileName(path)));
        var (format, source) = TableOf(path, options);
        return format == DataFormat.Csv ? Csv.Read(path, source) : Table(() => GzipFile.OpenRead(path), format, source, path);
    }

    private static Table Table(Func<Stream> open, DataFormat format, CsvOptions options, string path)
    {
        var errors = new CsvErrors(options.Source!, path);
        return format == DataFormat.JsonLines ? new JsonReader(open, errors, options).Read() : new ParquetTable(() => Seekable(open(), path), errors, options).Read();
    }

    private static IEnumerable<Table> Batches(Func<Stream> open, DataFormat format, CsvOptions options, string path, int rows)
    {
        var errors = new CsvErrors(options.Source!, path);
        return format == DataFormat.JsonLines
            ? new JsonReader(open, errors, options).Batches(rows)
            : new ParquetTable(() => Seekable(open(), path), errors, options).Batches(rows);
    }

    /// <summary>A Parquet file is read from its end.</summary>
    private static Stream Seekable(Stream stream, string path)
    {
        if (stream.CanSeek)
            return stream;
        using (stream)
            return GzipFile.Gather(stream, path);
    }

    private static PeekStream Content(Stream stream, string path, bool leaveOpen = true)
    {
        var start = new PeekStream(stream, path, leaveOpen);
        return start.StartsWith([0x1F, 0x8B]) ? new PeekStream(new GuardedGzipStream(start, path), path) : start;
    }

    private static CsvOptions Source(CsvOptions? options, string name) => (options ?? new CsvOptions()) with { Source = options?.Source ?? name };

    /// <summary>What a file with a table holds, and the options with the file's name; what is called a TSV file, and has tabs, is one.</summary>
    private static (DataFormat Format, CsvOptions Options) TableOf(string path, CsvOptions? options)
    {
        var (format, hasTabs) = Look(path);
        var named = Source(options, Path.GetFileName(path));
        bool isTsv = format == DataFormat.Csv && hasTabs && named.Separator is null && Ending(path) is ".tsv" or ".tab";
        return (RequireTable(format, path), isTsv ? named with { Separator = '\t' } : named);
    }

    /// <summary>What a file holds, and whether there are tabs in its first line.</summary>
    private static (DataFormat Format, bool HasTabs) Look(string path)
    {
        using var stream = new PeekStream(GzipFile.OpenRead(path), path);
        int end = stream.Start.IndexOf((byte)'\n');
        return (Format(stream.Start, path), (end < 0 ? stream.Start : stream.Start[..end]).Contains((byte)'\t'));
    }

    private static DataFormat RequireTable(DataFormat format, string path) =>
        format == DataFormat.Idx ? throw GzipFile.Failure("FF2047", path) : format;

    private static DataFormat Format(ReadOnlySpan<byte> start, string path)
    {
        if (start.StartsWith("PAR1"u8))
            return DataFormat.Parquet;
        if (start is [0, 0, 8 or 9 or (>= 0x0B and <= 0x0E), ..])
            return DataFormat.Idx;
        if (FileKinds.NoText(start) is { } kind)
            throw GzipFile.Failure("FF2046", path, kind);
        return IsJson(start) || Ending(path) is ".jsonl" or ".ndjson" or ".json" ? DataFormat.JsonLines : DataFormat.Csv;
    }

    /// <summary>Whether a text begins as an object does, or as a list of objects.</summary>
    private static bool IsJson(ReadOnlySpan<byte> start)
    {
        const string Space = "\uFEFF \t\r\n";
        var text = (start.StartsWith(new byte[] { 0xFF, 0xFE }) ? Encoding.Unicode.GetString(start)
            : start.StartsWith(new byte[] { 0xFE, 0xFF }) ? Encoding.BigEndianUnicode.GetString(start)
            : Encoding.UTF8.GetString(start)).AsSpan().TrimStart(Space);
        if (text is ['[', ..])
            return text[1..].TrimStart(Space) is ['{', ..];
        return text is ['{', ..] && text[1..].TrimStart(Space) is ['"' or '}', ..] or [];
    }

    private static string Ending(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant();
    }
}
