using System.Globalization;
using System.Text;
using Parquet.Data;
using Parquet.Schema;

namespace Feedforward.Formats;

/// <summary>Turns the values of Parquet columns into cells.</summary>
internal static class ParquetCells
{
    private static readonly HashSet<Type> Numbers =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(BigDecimal),
    ];

    private static readonly HashSet<Type> Texts =
        [typeof(ReadOnlyMemory<char>), typeof(bool), typeof(DateTime), typeof(DateOnly), typeof(Guid)];

    /// <summary>Whether the values of a column are numbers or texts.</summary>
    internal static bool IsRead(DataField field) => Numbers.Contains(field.ClrType) || Texts.Contains(field.ClrType);

    /// <summary>What the cells are by the column's type.</summary>
    internal static ColumnKind Kind(DataField field) =>
        Numbers.Contains(field.ClrType) && field is not TimeDataField ? ColumnKind.Number : ColumnKind.Text;

    /// <summary>What messages call the type.</summary>
    internal static string TypeName(DataField field) =>
        field.ClrType == typeof(ReadOnlyMemory<byte>) ? "binary" : field.ClrType.Name.Split('`')[0];

    /// <summary>Adds the first values of a column, so many at most.</summary>
    /// <param name="data">The values that are not null, and where they are.</param>
    /// <param name="field">The column in the file.</param>
    /// <param name="column">The column in the table.</param>
    /// <param name="before">How many rows came before.</param>
    /// <param name="rows">How many rows are added.</param>
    internal static void Add(RawColumnData data, DataField field, GatheredColumn column, int before, int rows)
    {
        var cells = new Cells(field, column, before, rows);
        switch (data)
        {
            case RawColumnData<double> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<float> values: cells.Add(values, static (c, v, line) => c.AddFloat(v, line)); break;
            case RawColumnData<sbyte> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<byte> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<short> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<ushort> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<int> values: cells.Add(values, static (c, v, line) => c.AddInteger(v, line)); break;
            case RawColumnData<uint> values: cells.Add(values, static (c, v, line) => c.Column.AddValue(v, line)); break;
            case RawColumnData<long> values: cells.Add(values, static (c, v, line) => c.AddInteger(v, line)); break;
            case RawColumnData<ulong> values: cells.Add(values, static (c, v, line) => c.AddWritten(v, line)); break;
            case RawColumnData<decimal> values: cells.Add(values, static (c, v, line) => c.AddWritten(v, line)); break;
            case RawColumnData<BigDecimal> values: cells.Add(values, static (c, v, line) => c.Column.AddNumber(Encoding.UTF8.GetBytes(v.ToString()), line)); break;
            case RawColumnData<ReadOnlyMemory<char>> values: cells.Add(values, static (c, v, line) => c.Column.AddText(v.ToString(), line)); break;
            case RawColumnData<bool> values: cells.Add(values, static (c, v, line) => c.Column.AddText(v ? "true" : "false", line)); break;
            case RawColumnData<Guid> values: cells.Add(values, static (c, v, line) => c.Column.AddText(v.ToString("D"), line)); break;
            case RawColumnData<DateOnly> values: cells.Add(values, static (c, v, line) => c.AddText(v, "yyyy-MM-dd", line)); break;
            case RawColumnData<DateTime> values: cells.Add(values, static (c, v, line) => c.AddText(v, c.DateFormat, line)); break;
            default: throw new NotSupportedException(data.GetType().Name);
        }
    }

    /// <summary>Where values go.</summary>
    private sealed record Cells(DataField Field, GatheredColumn Column, int Before, int Rows)
    {
        internal string DateFormat { get; } = Field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } ? "yyyy-MM-dd"
            : Field is DateTimeDataField { IsAdjustedToUTC: true, DateTimeFormat: not DateTimeFormat.Impala } ? "yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

        /// <summary>Adds values; those that are null are not among them, only in the levels.</summary>
        internal void Add<T>(RawColumnData<T> data, Action<Cells, T, int> add) where T : struct
        {
            var values = data.Values;
            var levels = Field.MaxDefinitionLevel > 0 ? data.DefinitionLevels : [];
            for (int row = 0, next = 0; row < Rows; row++)
            {
                if (levels.Length > 0 && levels[row] < Field.MaxDefinitionLevel)
                    Column.AddBlank();
                else
                    add(this, values[next++], Before + row + 1);
            }
        }

        internal void AddFloat(float value, int line)
        {
            if (Column.NeedsText && float.IsFinite(value))
                AddWritten(value, line);
            else
                Column.AddValue(value, line);
        }

        /// <summary>Adds an integer, or the time of day that it stands for.</summary>
        internal void AddInteger(long value, int line)
        {
            if (Field is TimeDataField time)
                AddText(TimeOnly.MinValue.Add(Span(value, time.Precision)), "HH:mm:ss.FFFFFFF", line);
            else if (Column.NeedsText || Math.Abs((double)value) >= CsvNumberCells.LargestExact)
                AddWritten(value, line);
            else
                Column.AddValue(value, line);
        }

        internal void AddWritten<T>(T value, int line) where T : IFormattable =>
            Column.AddNumber(Encoding.UTF8.GetBytes(value.ToString(null, CultureInfo.InvariantCulture)), line);

        internal void AddText<T>(T value, string format, int line) where T : IFormattable =>
            Column.AddText(value.ToString(format, CultureInfo.InvariantCulture), line);

        private static TimeSpan Span(long value, TimeUnitPrecision unit) => unit switch
        {
            TimeUnitPrecision.Millis => TimeSpan.FromMilliseconds(value, 0),
            TimeUnitPrecision.Micros => TimeSpan.FromMicroseconds(value),
            _ => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
        };
    }
}
