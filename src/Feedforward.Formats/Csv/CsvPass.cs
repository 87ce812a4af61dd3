namespace Feedforward.Formats;

/// <summary>One reading of an input from its beginning: the header, then rows into columns.</summary>
internal sealed class CsvPass : IDisposable
{
    private readonly Stream _stream;
    private readonly CsvErrors _errors;
    private readonly CsvOptions _options;
    private readonly CsvRecords _records;
    private readonly CsvHeader _header;
    private readonly List<Notice> _notices = [];
    private readonly Queue<int> _blankLines = [];
    private List<int> _lines = [];
    private CsvTexts[] _originals = [];
    private int _lastQuote;
    private bool _pending;

    internal CsvPass(Stream input, CsvErrors errors, CsvOptions options)
    {
        _errors = errors;
        _options = options;
        _stream = CsvInput.Decode(input, errors);
        _records = new CsvRecords(_stream, errors);
        if (FileKinds.LooksLikeHtml(_records.Peek()[..Math.Min(_records.Peek().Length, 256)]))
            throw errors.At(null, null, "FF2013", Errors.Text("kind.html"));
        _records.Separator = CsvSeparator.Of(_records.Peek(), options, _notices, errors);
        _header = CsvHeader.Read(_records, errors);
        _pending = NextRow();
    }

    /// <summary>Whether there is another row.</summary>
    internal bool HasMore => _pending || _blankLines.Count > 0;

    /// <summary>Empty columns for the next rows, of the kinds given or else of another.</summary>
    internal CsvColumn[] Columns(IReadOnlyDictionary<string, ColumnKind> kinds, ColumnKind other)
    {
        var columns = new CsvColumn[_header.Names.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = kinds.GetValueOrDefault(_header.Names[i], other) == ColumnKind.Number
                ? new CsvNumbers(_header.Names[i], i + 1)
                : new CsvTexts(_header.Names[i], i + 1);
        return columns;
    }

    /// <summary>Adds the next rows, so many at most, to the columns; returns how many they were.</summary>
    internal int Fill(CsvColumn[] columns, int rows)
    {
        _lines = [];
        _originals = _options.KeepText ? [.. columns.Select(c => new CsvTexts(c.Name, c.Position))] : [];
        while (_lines.Count < rows && HasMore)
        {
            if (_blankLines.TryDequeue(out int line))
                AddBlank(columns, line);
            else
            {
                AddRow(columns);
                _pending = NextRow();
            }
        }
        return _lines.Count;
    }

    /// <summary>The table of the rows that were added last.</summary>
    internal Table Table(CsvColumn[] columns, IReadOnlyDictionary<string, ColumnKind> given)
    {
        var notices = new CsvVerdict(_errors).Of(columns, given);
        if (_header.Unnamed > 0)
            notices.Insert(0, _errors.Notice(_header.Line, null, "FF2024", _header.Unnamed));
        if (_lines.Count == 0)
            notices.Insert(0, _errors.Notice(_header.Line, null, "FF2016"));
        var made = new Column[columns.Length];
        for (int i = 0; i < made.Length; i++)
            made[i] = columns[i].Finish(_originals.Length == 0 ? null : (TextColumn)_originals[i].Finish(null));
        return new Table(_errors.Source, made, null, Numbers(), [.. _notices, .. notices]);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// Goes to the next row. A line without anything but spaces is none, except in a file of one column: there it is a blank cell, unless
    /// only such lines follow.
    /// </summary>
    private bool NextRow()
    {
        while (_records.Next())
        {
            if (!_records.IsBlankLine)
            {
                Check();
                return true;
            }
            if (_header.Width == 1)
                _blankLines.Enqueue(_records.Line);
        }
        _blankLines.Clear();
        return false;
    }

    private void Check()
    {
        if (_records.LastLine > _records.Line)
            _lastQuote = _records.Line;
        if (_records.Count != _header.Width)
            throw _errors.Ragged(_records, _header.Width, _lastQuote);
        if (_header.IsRepeatedBy(_records))
            throw _errors.At(_records.Line, null, "FF2008", _header.Line);
        for (int i = _header.Names.Length; i < _header.Width; i++)
            if (!_records.Trimmed(i).IsEmpty)
                throw _errors.At(_records.Line, i, "FF2014", i + 1, CsvErrors.Show(_records.Cell(i)));
    }

    private void AddRow(CsvColumn[] columns)
    {
        _lines.Add(_records.Line);
        for (int i = 0; i < columns.Length; i++)
            columns[i].Add(_records.Trimmed(i), _records.Line);
        for (int i = 0; i < _originals.Length; i++)
            _originals[i].Add(_records.Cell(i), _records.Line);
    }

    private void AddBlank(CsvColumn[] columns, int line)
    {
        _lines.Add(line);
        columns[0].Add([], line);
        if (_originals.Length > 0)
            _originals[0].Add([], line);
    }

    /// <summary>The lines of the rows, without a list where they follow each other.</summary>
    private RowNumbers Numbers()
    {
        int first = _lines.Count == 0 ? 2 : _lines[0];
        bool consecutive = _lines.Count == 0 || _lines[^1] - first == _lines.Count - 1;
        return new RowNumbers(first, consecutive ? null : [.. _lines]);
    }
}
