using Feedforward.Formats;
using Sylvan.Data.Csv;

namespace Feedforward.Reading;

/// <summary>The ways to read the file that are compared.</summary>
internal static class Readers
{
    /// <summary>The rows from which the pipeline learns means and deviations.</summary>
    private const int LearnedFrom = 10_000;

    private const int RowsPerBatch = 1024;

    /// <summary>Rows split by Sylvan, no cell looked at.</summary>
    internal static double SylvanRows(string path)
    {
        using var reader = CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 16 });
        int rows = 0;
        while (reader.Read()) rows++;
        return rows;
    }

    /// <summary>Rows split by our own reader, no cell looked at.</summary>
    internal static double OurRows(string path)
    {
        var errors = new CsvErrors(path, path);
        using var file = File.OpenRead(path);
        var blocks = new CsvBlocks(file, errors, new CsvOptions().BlockBytes);
        var records = new CsvRecords(errors);
        int rows = 0;
        for (; blocks.Next() is { } block; block.Release())
            for (records.Open(block, 1); records.MoveNext(); rows++) records.Clear();
        return rows;
    }

    /// <summary>Every cell by Sylvan's own <c>GetFloat</c>.</summary>
    internal static double SylvanFloats(string path)
    {
        using var reader = CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 16 });
        double sum = 0;
        while (reader.Read())
            for (int column = 0; column < GeneratedFile.Columns; column++)
                sum += reader.GetFloat(column);
        return sum;
    }

    /// <summary>The file as a data set: the last column is predicted from the others, which are standardised.</summary>
    internal static Dataset DataSet(string path, int threads)
    {
        var some = Csv.Read(path, new CsvOptions { Limit = LearnedFrom, Threads = threads });
        var pipeline = Pipeline.Fit(some, GeneratedFile.Names[^1], new PipelineOptions { Task = LearningTask.Regression });
        var kinds = some.Columns.ToDictionary(column => column.Name, column => column.Kind);
        return pipeline.Apply(Csv.ReadBatches(path, new CsvOptions { Kinds = kinds, Threads = threads }, RowsPerBatch));
    }

    /// <summary>The file as a table.</summary>
    internal static Table Table(string path, int threads) => Csv.Read(path, new CsvOptions { Threads = threads });
}
