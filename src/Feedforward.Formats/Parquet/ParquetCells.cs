using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Feedforward.Formats;

/// <summary>Turns the values of Parquet columns into cells.</summary>
internal static class ParquetCells
{
    // Each type is named here, so that ahead of time its code is compiled: the package itself would find it by reflection.
    private static readonly Dictionary<Type, Action<Cells, ParquetRowGroupReader>> Numbers = new()
    {
        [typeof(double)] = static (cells, group) => cells.Add<double>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(float)] = static (cells, group) => cells.Add<float>(group, static (c, v, line) => c.AddFloat(v, line)),
        [typeof(sbyte)] = static (cells, group) => cells.Add<sbyte>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(byte)] = static (cells, group) => cells.Add<byte>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(short)] = static (cells, group) => cells.Add<short>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(ushort)] = static (cells, group) => cells.Add<ushort>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(int)] = static (cells, group) => cells.Add<int>(group, static (c, v, line) => c.AddInteger(v, line)),
        [typeof(uint)] = static (cells, group) => cells.Add<uint>(group, static (c, v, line) => c.Column.AddValue(v, line)),
        [typeof(long)] = static (cells, group) => cells.Add<long>(group, static (c, v, line) => c.AddInteger(v, line)),
        [typeof(ulong)] = static (cells, group) => cells.Add<ulong>(group, static (c, v, line) => c.AddWritten(v, line)),
        [typeof(decimal)] = static (cells, group) => cells.Add<decimal>(group, static (c, v, line) => c.AddWritten(v, line)),
        [typeof(BigDecimal)] = static (cells, group) =>
            cells.Add<BigDecimal>(group, static (c, v, line) => c.Column.AddNumber(Encoding.UTF8.GetBytes(v.ToString()), line)),
    };

    private static readonly Dictionary<Type, Action<Cells, ParquetRowGroupReader>> Texts = new()
    {
        [typeof(ReadOnlyMemory<char>)] = static (cells, group) =>
            cells.Add<ReadOnlyMemory<char>>(group, static (c, v, line) => c.Column.AddText(v.ToString(), line)),
        [typeof(bool)] = static (cells, group) => cells.Add<bool>(group, static (c, v, line) => c.Column.AddText(v ? "true" : "false", line)),
        [typeof(Guid)] = static (cells, group) => cells.Add<Guid>(group, static (c, v, line) => c.AddText(v, "D", line)),
        [typeof(DateOnly)] = static (cells, group) => cells.Add<DateOnly>(group, static (c, v, line) => c.AddText(v, "yyyy-MM-dd", line)),
        [typeof(DateTime)] = static (cells, group) => cells.Add<DateTime>(group, static (c, v, line) => c.AddText(v, c.DateFormat, line)),
    };

    /// <summary>Whether the values of a column are numbers or texts.</summary>
    internal static bool IsRead(DataField field) => Numbers.ContainsKey(field.ClrType) || Texts.ContainsKey(field.ClrType);

    /// <summary>What the cells are by the column's type.</summary>
    internal static ColumnKind Kind(DataField field) =>
        Numbers.ContainsKey(field.ClrType) && field is not TimeDataField ? ColumnKind.Number : ColumnKind.Text;

    /// <summary>What messages call the type.</summary>
    internal static string TypeName(DataField field) =>
        field.ClrType == typeof(ReadOnlyMemory<byte>) ? "binary" : field.ClrType.Name.Split('`')[0];

    /// <summary>Adds the first values of a column, so many at most.</summary>
    /// <param name="group">The group of rows that has them.</param>
    /// <param name="field">The column in the file.</param>
    /// <param name="column">The column in the table.</param>
    /// <param name="before">How many rows came before.</param>
    /// <param name="rows">How many rows are added.</param>
    /// <returns>How many rows were added.</returns>
    internal static int Add(ParquetRowGroupReader group, DataField field, GatheredColumn column, int before, int rows)
    {
        var add = Numbers.GetValueOrDefault(field.ClrType) ?? Texts[field.ClrType];
        add(new Cells(field, column, before, rows), group);
        return rows;
    }

    /// <summary>Where values go.</summary>
    private sealed record Cells(DataField Field, GatheredColumn Column, int Before, int Rows)
    {
        internal string DateFormat { get; } = Field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } ? "yyyy-MM-dd"
            : Field is DateTimeDataField { IsAdjustedToUTC: true, DateTimeFormat: not DateTimeFormat.Impala } ? "yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

        /// <summary>Adds values; those that are null are not among them, only in the levels.</summary>
        internal void Add<T>(ParquetRowGroupReader group, Action<Cells, T, int> add) where T : struct
        {
            var values = new T[group.RowCount];
            int[] levels = Field.MaxDefinitionLevel > 0 ? new int[values.Length] : [];
            group.ReadRawAsync<T>(Field, values, levels.Length > 0 ? new Memory<int>(levels) : default(Memory<int>?), null).AsTask().GetAwaiter().GetResult();
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
