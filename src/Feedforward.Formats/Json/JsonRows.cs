using System.Text;
using System.Text.Json;

namespace Feedforward.Formats;

/// <summary>
/// One reading of JSON lines from the beginning: an object a line, its keys the columns. The columns stand in the order in which their keys first
/// appear; a key that a row does not have is a blank cell.
/// </summary>
internal sealed class JsonRows : IDisposable
{
    private readonly Stream _stream;
    private readonly CsvErrors _errors;
    private readonly CsvOptions _options;
    private readonly Func<string, ColumnKind> _kind;
    private readonly CsvBlocks _blocks;
    private readonly CsvEncoding _encoding;
    private readonly List<(string Name, byte[] Utf8)> _keys = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private CsvLines _lines = new();
    private List<GatheredColumn> _columns = [];
    private CsvBlock? _block;
    private bool _isFixed;
    private int _at, _line;

    /// <summary>Begins to read.</summary>
    /// <param name="input">The input, which is closed at the end.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="kind">Of which kind a column is, by its name.</param>
    internal JsonRows(Stream input, CsvErrors errors, CsvOptions options, Func<string, ColumnKind> kind)
    {
        (_errors, _options, _kind) = (errors, options, kind);
        _stream = CsvInput.Decode(input, errors, options.Encoding);
        _blocks = new CsvBlocks(_stream, errors, options.BlockBytes, hasQuotes: false);
        _encoding = new CsvEncoding(errors);
    }

    /// <summary>The columns as far as they are read.</summary>
    internal IReadOnlyList<GatheredColumn> Columns => _columns;

    /// <summary>Reads the next rows, so many at most; returns how many they were.</summary>
    internal int Fill(int rows)
    {
        _lines = new CsvLines();
        _columns = [.. _keys.Select((key, i) => NewColumn(key.Name, i + 1))];
        while (_lines.Count < rows && HasMore())
            AddRow(TakeLine());
        return _lines.Count;
    }

    /// <summary>From now on a new key is an error: the columns are known to others.</summary>
    internal void FixColumns() => _isFixed = true;

    /// <summary>Goes to the next line that is not blank; false where there is none.</summary>
    internal bool HasMore()
    {
        while (true)
        {
            if (_block is null || _at == _block.Length)
            {
                if (_block is not null)
                    _block.Release();
                if ((_block = _blocks.Next()) is null)
                    return false;
                if (_block.IsTooLong)
                    throw _errors.LongRecord(_line + 1, CsvBlocks.LongestRecord);
                _encoding.Check(_block, _line + 1);
                _at = _block.Start;
            }
            if (!Line().ContainsAnyExcept(" \t\r\n"u8))
                _ = TakeLine();
            else
                return true;
        }
    }

    /// <summary>The table of the rows that were read last.</summary>
    /// <exception cref="DataException">FF2056: no row has a key.</exception>
    internal Table Table() =>
        _columns.Count == 0 ? throw _errors.At(null, null, "FF2056") : GatheredTable.Of(_columns, _lines.Numbers(), _errors);

    public void Dispose()
    {
        _block?.Release();
        _block = null;
        _stream.Dispose();
    }

    private GatheredColumn NewColumn(string name, int position) => new(name, position, _kind(name), _options.KeepText);

    private ReadOnlySpan<byte> Line()
    {
        var rest = _block!.Text[_at..];
        int end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest : rest[..end];
    }

    private ReadOnlySpan<byte> TakeLine()
    {
        var line = Line();
        _at = Math.Min(_at + line.Length + 1, _block!.Length);
        _line++;
        return line;
    }

    private void AddRow(ReadOnlySpan<byte> line)
    {
        if (line.TrimStart(" \t"u8) is [(byte)'[', ..])
            throw _errors.At(_line, null, "FF2054", _errors.Source);
        var reader = new Utf8JsonReader(line);
        try
        {
            AddObject(ref reader);
        }
        catch (JsonException e)
        {
            int at = (int)Math.Min(e.BytePositionInLine ?? 0, line.Length);
            throw _errors.At(_line, Encoding.UTF8.GetCharCount(line[..at]), "FF2053", CsvErrors.Show(at == line.Length ? line : line[at..]));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            int at = (int)reader.TokenStartIndex;
            throw _errors.At(_line, Encoding.UTF8.GetCharCount(line[..at]), "FF2053", CsvErrors.Show(line[at..]));
        }
    }

    private void AddObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(null, null, 0, reader.TokenStartIndex);
        int rows = _lines.Count, expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int place = Place(ref reader, expected);
            expected = place + 1;
            var column = _columns[place];
            if (column.Count > rows)
                throw _errors.At(_line, place, "FF2051", Evidence.Of(column.Name));
            column.AddMissing(rows - column.Count);
            reader.Read();
            AddCell(ref reader, column);
        }
        while (reader.Read())
        {
        }
        foreach (var column in _columns)
            if (column.Count == rows)
                column.AddMissing(1);
        _lines.Add(_line);
    }

    /// <summary>Which column the key is of; keys mostly come in the same order.</summary>
    private int Place(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _keys.Count && reader.ValueTextEquals(_keys[expected].Utf8))
            return expected;
        string key = reader.GetString()!;
        if (_places.TryGetValue(key, out int place))
            return place;
        if (key.Length == 0)
            throw _errors.At(_line, _keys.Count, "FF2057");
        if (_isFixed)
            throw _errors.At(_line, _keys.Count, "FF2055", Evidence.Of(key));
        _places.Add(key, _keys.Count);
        _keys.Add((key, Encoding.UTF8.GetBytes(key)));
        _columns.Add(NewColumn(key, _keys.Count));
        return _keys.Count - 1;
    }

    private void AddCell(ref Utf8JsonReader reader, GatheredColumn column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                column.AddNumber(reader.ValueSpan, _line);
                break;
            case JsonTokenType.String:
                column.AddText(reader.GetString()!, _line);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                column.AddText(reader.TokenType == JsonTokenType.True ? "true" : "false", _line);
                break;
            case JsonTokenType.Null:
                column.AddBlank();
                break;
            default:
                string what = Errors.Text(reader.TokenType == JsonTokenType.StartArray ? "FF2052.list" : "FF2052.object");
                throw _errors.At(_line, column.Position - 1, "FF2052", Evidence.Of(column.Name), what);
        }
    }
}
