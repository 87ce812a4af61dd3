using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Feedforward.Formats;

/// <summary>A Parquet file whose columns are plain and whose sizes make sense, so far as its end tells.</summary>
internal sealed class ParquetGroups : IDisposable
{
    /// <summary>Where a file announces more than this, at more than <see cref="MostRatio"/> times its own length, it is not read.</summary>
    private const long MostBytes = 256L << 20;

    private const int MostRatio = 100;

    // Runs of equal cells take next to nothing in a file, and eight bytes each in a table.
    private const int MostCellRatio = 1000;

    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly CsvErrors _errors;
    private readonly (long Begin, long Length) _footer;

    /// <summary>Reads the end of the file.</summary>
    /// <exception cref="DataException">
    /// FF2015, FF2017 names; FF2060 damaged; FF2061 sizes; FF2062 to FF2064 columns that make no table.
    /// </exception>
    internal ParquetGroups(Stream stream, ParquetOptions settings, CsvErrors errors)
    {
        _stream = new GuardedStream(stream);
        _errors = errors;
        try
        {
            _footer = ParquetFrame.Footer(stream, errors);
            _reader = OfFooter(() => ParquetReader.CreateAsync(_stream, settings, leaveStreamOpen: true).GetAwaiter().GetResult());
            Fields = OfFooter(() => _reader.Schema.Fields.Select(Plain).ToArray());
            RequireNames();
            RequireSizes();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The columns.</summary>
    internal IReadOnlyList<DataField> Fields { get; }

    /// <summary>How many groups of rows there are.</summary>
    internal int Count => _reader.RowGroupCount;

    internal ParquetRowGroupReader Open(int group) => OfFooter(() => _reader.OpenRowGroupReader(group));

    /// <summary>How a column of a group is written, by the format's names: <c>SNAPPY; PLAIN, RLE</c>.</summary>
    internal string Coding(int group, int column) =>
        _reader.Metadata?.RowGroups[group].Columns.ElementAtOrDefault(column)?.MetaData is { } data ? $"{data.Codec}; {string.Join(", ", data.Encodings)}" : "–";

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private T OfFooter<T>(Func<T> read) => ParquetFrame.Guarded(_errors, read, "FF2060.footer", _footer.Length, _footer.Begin);

    private DataField Plain(Field field, int index)
    {
        if (field is not DataField { IsArray: false, MaxRepetitionLevel: 0 } plain)
            throw _errors.At(null, null, "FF2062", Evidence.Of(field.Name), index + 1);
        if (!ParquetCells.IsRead(plain))
            throw _errors.At(null, null, "FF2063", Evidence.Of(field.Name), index + 1, ParquetCells.TypeName(plain));
        return plain;
    }

    private void RequireNames()
    {
        if (Fields.Count == 0)
            throw _errors.At(null, null, "FF2064");
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Fields.Count; i++)
        {
            if (string.IsNullOrEmpty(Fields[i].Name))
                throw _errors.At(null, null, "FF2017", i + 1);
            if (!known.TryAdd(Fields[i].Name, i + 1))
                throw _errors.At(null, null, "FF2015", known[Fields[i].Name], i + 1, Evidence.Of(Fields[i].Name));
        }
    }

    private void RequireSizes()
    {
        var groups = _reader.Metadata?.RowGroups ?? [];
        double bytes = 0, cells = 0;
        foreach (var group in groups)
        {
            if (group.NumRows is < 0 or > int.MaxValue || group.Columns.Any(c => c.MetaData is not { } data || !IsInside(data) || data.NumValues != group.NumRows))
                throw ParquetFrame.Damaged(_errors, "FF2060.sizes", _footer.Length, _footer.Begin);
            bytes += group.Columns.Sum(c => (double)c.MetaData!.TotalUncompressedSize);
            cells += (double)group.NumRows * Fields.Count;
        }
        double announced = Math.Max(bytes / MostRatio, cells * sizeof(double) / MostCellRatio);
        if (Math.Max(bytes, cells * sizeof(double)) > MostBytes && announced > _stream.Length)
            throw _errors.At(null, null, "FF2061", bytes, cells, _stream.Length);
        if (groups.Sum(g => (double)g.NumRows) > Array.MaxLength)
            throw _errors.At(null, null, "FF2061", bytes, cells, _stream.Length);
    }

    private bool IsInside(ColumnMetaData data) => data.TotalUncompressedSize >= 0 && data.TotalCompressedSize >= 0
        && data.DataPageOffset >= 0 && data.DataPageOffset < _stream.Length && data.TotalCompressedSize <= _stream.Length;
}
