using System.Collections.Concurrent;

namespace Feedforward.Formats;

/// <summary>
/// One reading of an input from its beginning: the header, then rows into columns. The rows' blocks are read by several threads and put together
/// in the order of the file, so that table and errors do not depend on the number of threads.
/// </summary>
internal sealed class CsvPass : IDisposable
{
    private readonly Stream _stream;
    private readonly CsvErrors _errors;
    private readonly CsvOptions _options;
    private readonly Dictionary<string, ColumnKind> _kinds;
    private readonly long? _length;
    private readonly byte _separator;
    private readonly CsvHeader _header;
    private readonly CsvNumbersSeen _numbers;
    private readonly InOrder<CsvBlock, CsvPart> _parts;
    private readonly ConcurrentBag<CsvPart> _free = [];
    private readonly List<Notice> _notices = [];
    private readonly Queue<int> _blankLines = [];
    private CsvLines _lines = new();
    private CsvColumn[] _originals = [];
    private CsvPart? _part;
    private long _rowsBefore;

    // The first line of the part at hand, the next of its rows, and the last row before it with a quote that spans lines.
    private int _line, _row;
    private int? _lastQuote;

    /// <summary>Begins to read.</summary>
    /// <param name="input">The input, which the pass closes.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="kinds">The kinds of columns that are known, or believed, by name; the others are of the kind <paramref name="other"/>.</param>
    /// <param name="other">The kind of the other columns.</param>
    /// <param name="numbers">How numbers are written; null finds it out from the first rows.</param>
    /// <param name="most">More rows than these are never asked for.</param>
    internal CsvPass(Stream input, CsvErrors errors, CsvOptions options, IReadOnlyDictionary<string, ColumnKind> kinds, ColumnKind other,
        CsvNumbersSeen? numbers, int most)
    {
        (_errors, _options) = (errors, options);
        _length = input.CanSeek ? input.Length : null;
        _stream = CsvInput.Decode(input, errors, options.Encoding);
        var blocks = new CsvBlocks(_stream, errors, options.BlockBytes);
        var block = blocks.Next() ?? CsvBlock.Of([]);
        new CsvEncoding(errors).Check(block, 1);
        if (FileKinds.LooksLikeHtml(block.Text[..Math.Min(block.Text.Length, 256)]))
            throw errors.At(null, null, "FF2013", Errors.Text("kind.html"));
        _separator = CsvSeparator.Of(block.Text, options, _notices, errors);
        var records = new CsvRecords(errors) { Separator = _separator };
        records.Open(block, 1);
        while (!records.MoveNext() || records.IsBlankLine)
            if (records.IsLast)
                records.Open(blocks.Next() ?? throw errors.Empty(), records.NextLine);
        _header = CsvHeader.Read(records, errors);
        _line = records.NextLine;
        _kinds = _header.Names.ToDictionary(name => name, name => kinds.GetValueOrDefault(name, other));
        blocks.PutBack(records.Rest());
        _numbers = numbers ?? FirstNumbers(records.Rest());
        if (_numbers.Notice is not null)
            _notices.Add(_numbers.Notice);
        _parts = new(blocks.Next, rest => Read(rest, most), options.Threads);
    }

    /// <summary>Empty columns for the next rows.</summary>
    internal CsvColumn[] Columns() => Columns(_numbers.Style);

    /// <summary>Goes to the next row; false where there is none.</summary>
    /// <exception cref="DataException">The row is wrong, or the input cannot be read.</exception>
    internal bool HasMore()
    {
        while (_part is null || _row == _part.Rows)
        {
            if (_part is { IsWrong: true })
                throw _part.Error(_line, _lastQuote);
            if (_part is { IsCut: true })
                return true;
            if (_part is not null)
                Leave(_part);
            if (!_parts.TryNext(out _part))
                return false;
        }
        return true;
    }

    /// <summary>Adds the next rows, so many at most, to the columns; returns how many they were.</summary>
    internal int Fill(CsvColumn[] columns, int rows)
    {
        _lines = new CsvLines();
        _originals = Originals(columns.Length);
        while (_lines.Count < rows && HasMore())
        {
            if (_blankLines.TryDequeue(out int line))
                AddBlank(columns[0], line);
            else
                AddRows([.. columns, .. _originals], rows);
        }
        return _lines.Count;
    }

    /// <summary>The table of the rows that were added last.</summary>
    internal Table Table(CsvColumn[] columns, IReadOnlyDictionary<string, ColumnKind> given)
    {
        var notices = new CsvVerdict(_errors, _numbers.Style).Of(columns, given);
        if (_header.Unnamed > 0)
            notices.Insert(0, _errors.Notice(_header.Line, null, "FF2024", _header.Unnamed));
        if (_lines.Count == 0)
            notices.Insert(0, _errors.Notice(_header.Line, null, "FF2016"));
        var made = new Column[columns.Length];
        for (int i = 0; i < made.Length; i++)
            made[i] = columns[i].Finish(_originals.Length == 0 ? null : (TextColumn)_originals[i].Finish(null));
        return new Table(_errors.Source, made, null, _lines.Numbers(), [.. _notices, .. notices]) { ShareOfInput = ShareRead() };
    }

    public void Dispose()
    {
        _parts.Dispose();
        _stream.Dispose();
    }

    private CsvPart Read(CsvBlock block, int most)
    {
        if (!_free.TryTake(out var part))
            part = new CsvPart(_header, _errors, _separator, Columns(), Originals(_header.Names.Length));
        part.Read(block, most);
        return part;
    }

    private CsvColumn[] Columns(CsvNumberStyle style) =>
    [
        .. _header.Names.Select((name, i) =>
            _kinds[name] == ColumnKind.Number ? (CsvColumn)new CsvNumbers(name, i + 1, style) : new CsvTexts(name, i + 1, style)),
    ];

    /// <summary>How the first rows write numbers. An error in them waits for its turn.</summary>
    private CsvNumbersSeen FirstNumbers(CsvBlock rows)
    {
        var seen = CsvNumbersSeen.Of(_options);
        while (true)
        {
            var columns = Columns(seen.Style);
            var part = new CsvPart(_header, _errors, _separator, columns, []);
            part.Read(rows, CsvReader.Sample);
            for (int i = 0; part.Rows > 0 && i < columns.Length; i++)
            {
                columns[i].Reserve(part.Rows, 0);
                columns[i].Add(part[i], part.Range(0, part.Rows, _line));
            }
            if (!seen.Reconsider(columns, _errors, out seen))
                return seen;
        }
    }

    private CsvColumn[] Originals(int count) =>
        _options.KeepText ? [.. Enumerable.Range(1, count).Select(i => new CsvTexts("original", i, CsvNumberStyle.Points, untrimmed: true))] : [];

    private void AddRows(CsvColumn[] columns, int most)
    {
        int count = Math.Min(most - _lines.Count, _part!.Rows - _row);
        var rows = _part.Range(_row, _row + count, _line);
        // At the first part of a table there is an estimate of its rows, with some room for later rows that are shorter.
        double expected = _length > 0 ? 1.1 * (_rowsBefore + _part.Rows) * _length.Value / _part.End : 0;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].Reserve(count, (int)Math.Min(expected, Math.Min(most, Array.MaxLength)));
            columns[i].Add(_part[i], rows);
        }
        _lines.Add(rows);
        _row += count;
    }

    /// <summary>A line without anything but spaces is no row, except in a file of one column: there it is a blank cell.</summary>
    private void AddBlank(CsvColumn column, int line)
    {
        foreach (var cells in _originals.Prepend(column))
        {
            cells.Reserve(1, 0);
            cells.AddBlank();
        }
        _lines.Add(line);
    }

    /// <summary>Leaves a part whose rows were all added; blank lines at its end wait for a row after them.</summary>
    private void Leave(CsvPart part)
    {
        var blank = part.Range(part.Rows, part.Rows + part.BlankRows, _line);
        for (int row = blank.First; row < blank.End; row++)
            _blankLines.Enqueue(blank.Line(row));
        _lastQuote = part.LastQuote + _line - 1 ?? _lastQuote;
        _line += part.LineCount;
        _rowsBefore += part.Rows;
        _row = 0;
        part.Release();
        _free.Add(part);
    }

    /// <summary>How much of the input the rows are that were added so far; null where its length is not known.</summary>
    private double? ShareRead() => _length is not > 0 ? null : _part is null ? 1 : _part.BytesBefore(_row) / _length;
}
