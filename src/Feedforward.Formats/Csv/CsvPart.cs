using System.Diagnostics;

namespace Feedforward.Formats;

/// <summary>
/// The rows of one block. Lines are counted from the beginning of the block, since those before it may still be unread. Where a row is wrong, the
/// part ends before it: its turn comes when the lines are known, and then it is read again for the error.
/// </summary>
internal sealed class CsvPart(CsvHeader header, CsvErrors errors, byte separator, CsvColumn[] columns, CsvColumn[] originals)
{
    /// <summary>So many rows are split before their cells are read, while both are in the processor's first cache or near it.</summary>
    private const int Step = 128;

    private readonly CsvRecords _records = new(errors) { Separator = separator };
    private readonly CsvEncoding _encoding = new(errors);
    private readonly CsvCells[] _cells = [.. columns.Concat(originals).Select(c => c.NewCells())];
    private CsvBlock? _block;
    private int[] _lines = new int[Step];

    /// <summary>How many rows are sure to be rows. Blank lines at the end of a file of one column may be none.</summary>
    internal int Rows { get; private set; }

    /// <summary>How many rows of a single blank cell follow them.</summary>
    internal int BlankRows { get; private set; }

    /// <summary>Whether more rows follow than were asked for.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Whether the row after the last is wrong.</summary>
    internal bool IsWrong { get; private set; }

    /// <summary>How many lines of the file the block has.</summary>
    internal int LineCount { get; private set; }

    /// <summary>The line of the last row with a quote that spans lines, or null.</summary>
    internal int? LastQuote { get; private set; }

    /// <summary>Where in the input the block ends.</summary>
    internal long End => _block!.Offset + _block.Length;

    /// <summary>About how many bytes of the input lie before a row.</summary>
    internal double BytesBefore(int row) => _block!.Offset + ((double)_block.Length * row / Math.Max(1, Rows));

    /// <summary>The cells of a column; those of the originals follow those of the columns.</summary>
    internal CsvCells this[int column] => _cells[column];

    /// <summary>Some of the rows, blank ones included.</summary>
    internal CsvRange Range(int first, int end, int firstLine) => new(first, end, _lines, firstLine);

    /// <summary>Reads the rows of a block, so many at most.</summary>
    internal void Read(CsvBlock block, int most)
    {
        _block = block;
        try
        {
            Read(1, null, most);
        }
        catch (DataException)
        {
            IsWrong = true;
            AddKept();
        }
        LineCount = _records.NextLine - 1;
    }

    /// <summary>The error that ends the part, with its place.</summary>
    /// <param name="line">The line on which the block begins.</param>
    /// <param name="lastQuote">The line of the last row before it with a quote that spans lines.</param>
    internal DataException Error(int line, int? lastQuote)
    {
        try
        {
            Read(line, lastQuote, int.MaxValue);
        }
        catch (DataException error)
        {
            return error;
        }
        throw new UnreachableException();
    }

    /// <summary>The block is not needed any more.</summary>
    internal void Release() => _block!.Release();

    private void Read(int line, int? lastQuote, int most)
    {
        foreach (var cells in _cells)
            cells.Clear();
        (Rows, BlankRows, IsCut, IsWrong, LastQuote) = (0, 0, false, false, lastQuote);
        _records.Open(_block!, line);
        _encoding.Check(_block!, line);
        while (!IsCut && _records.MoveNext())
        {
            bool blank = _records.IsBlankLine;
            if (!blank)
                Check();
            if (!blank || header.Width == 1)
                Take(blank, most, line);
        }
        AddKept();
    }

    private void Check()
    {
        if (_records.LastLine > _records.Line)
            LastQuote = _records.Line;
        if (_records.Count != header.Width)
            throw errors.Ragged(_records, header.Width, LastQuote ?? 0);
        if (header.IsRepeatedBy(_records))
            throw errors.At(_records.Line, null, "FF2008", header.Line);
        for (int i = header.Names.Length; i < header.Width; i++)
            if (!_records.Trimmed(i).IsEmpty)
                throw errors.At(_records.Line, i, "FF2014", i + 1, CsvErrors.Show(_records.Cell(i)));
    }

    private void Take(bool blank, int most, int line)
    {
        int row = Rows + BlankRows;
        if (!blank)
            (Rows, BlankRows, IsCut) = (Math.Min(row + 1, most), 0, row == most);
        else if (row < most)
            BlankRows++;
        if (row == most)
            return;
        CsvCells.Grow(ref _lines, row + 1);
        _lines[row] = _records.Line - line;
        _records.Keep(blank);
        if (_records.Kept.Length == Step * header.Width)
            AddKept();
    }

    private void AddKept()
    {
        for (int i = 0; i < _cells.Length; i++)
            _cells[i].Add(_records, i % columns.Length, header.Width);
        _records.Clear();
    }
}
