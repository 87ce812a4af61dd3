using Parquet;
using Parquet.Schema;

namespace Feedforward.Formats.Tests;

/// <summary>Parquet files, written by Parquet.Net.</summary>
internal static class ParquetFiles
{
    /// <summary>A file of columns, each with what writes its values.</summary>
    internal static byte[] Write(IReadOnlyList<(Field Field, Func<ParquetRowGroupWriter, DataField, Task> Write)> columns, int groups = 1, ParquetOptions? options = null)
    {
        var stream = new MemoryStream();
        WriteTo(stream, columns, groups, options).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    internal static (Field, Func<ParquetRowGroupWriter, DataField, Task>) Column<T>(Field field, params T[] values) where T : struct =>
        (field, (group, plain) => group.WriteAsync<T>(plain, values));

    internal static (Field, Func<ParquetRowGroupWriter, DataField, Task>) Nullable<T>(Field field, params T?[] values) where T : struct =>
        (field, (group, plain) => group.WriteAsync<T>(plain, values));

    internal static (Field, Func<ParquetRowGroupWriter, DataField, Task>) Texts(string name, params string[] values) =>
        (new DataField<string>(name), (group, plain) => group.WriteAsync(plain, values));

    /// <summary>A small file of several types and groups.</summary>
    internal static byte[] Small(CompressionMethod method) => Write(
        [
            Column(new DataField<int>("i"), [.. Enumerable.Range(0, 50)]),
            Nullable<double>(new DataField<double?>("d"), [.. Enumerable.Range(0, 50).Select(i => i % 7 == 0 ? (double?)null : i / 4.0)]),
            Texts("t", [.. Enumerable.Range(0, 50).Select(i => i % 5 == 0 ? null! : "text " + (i % 3))]),
            Column(new DataField<bool>("b"), [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0)]),
            Column(new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros), [.. Enumerable.Range(0, 50).Select(i => new DateTime(2026, 1, 1).AddHours(i))]),
        ],
        groups: 2, new ParquetOptions { CompressionMethod = method });

    private static async Task WriteTo(
        Stream stream, IReadOnlyList<(Field Field, Func<ParquetRowGroupWriter, DataField, Task> Write)> columns, int groups, ParquetOptions? options)
    {
        var schema = new ParquetSchema(columns.Select(c => c.Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, options);
        for (int i = 0; i < groups; i++)
        {
            using var group = writer.CreateRowGroup();
            for (int c = 0; c < columns.Count; c++)
                await columns[c].Write(group, schema.DataFields[c]);
        }
    }
}
