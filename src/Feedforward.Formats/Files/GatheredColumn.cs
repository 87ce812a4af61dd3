using System.Globalization;
using System.Text;

namespace Feedforward.Formats;

/// <summary>Gathers the cells of a column, one by one, from a format that tells numbers from texts.</summary>
/// <param name="name">The column's name.</param>
/// <param name="position">Its position in the file.</param>
/// <param name="kind">What it is read as.</param>
/// <param name="keepsText">Whether the cells are kept as they were written.</param>
internal sealed class GatheredColumn(string name, int position, ColumnKind kind, bool keepsText)
{
    private readonly List<double> _numbers = [];
    private readonly GatheredTexts _texts = new();
    private readonly GatheredTexts? _originals = keepsText ? new() : null;
    private readonly SortedDictionary<string, int> _tokens = new(StringComparer.Ordinal);
    private long _numberCells, _textCells;

    internal string Name => name;

    internal int Position => position;

    /// <summary>The first cell that is no number in a column of numbers, or null.</summary>
    internal CsvSeen? Wrong { get; private set; }

    /// <summary>The first integer that is too large to be held exactly, or null.</summary>
    internal (string Text, int Line)? Inexact { get; private set; }

    /// <summary>The tokens for a missing value that were seen in a column of numbers, with their numbers.</summary>
    internal IReadOnlyDictionary<string, int> Tokens => _tokens;

    /// <summary>How many rows do not have the column at all.</summary>
    internal int Missing { get; private set; }

    /// <summary>How many cells there are.</summary>
    internal int Count => kind == ColumnKind.Number ? _numbers.Count : _texts.Count;

    /// <summary>What the cells are: numbers, where nine tenths of those that hold something are.</summary>
    internal ColumnKind Kind => _numberCells * 10 >= (_numberCells + _textCells) * 9 ? ColumnKind.Number : ColumnKind.Text;

    /// <summary>Whether cells must be given as they are written, not only as a value.</summary>
    internal bool NeedsText => keepsText || kind == ColumnKind.Text;

    /// <summary>Adds a number that is exact as it is; NaN is blank.</summary>
    internal void AddValue(double value, int line)
    {
        if (double.IsNaN(value))
            AddBlank();
        else if (NeedsText || double.IsInfinity(value))
            AddNumber(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)), line);
        else
            AddExact(value);
    }

    /// <summary>Adds a number, written by the grammar.</summary>
    internal void AddNumber(ReadOnlySpan<byte> written, int line)
    {
        var form = NumberGrammar.Parse(written, out double value);
        if (form == NumberForm.Number && !NeedsText && Math.Abs(value) < CsvNumberCells.LargestExact)
        {
            AddExact(value);
            return;
        }
        _numberCells++;
        string text = Encoding.UTF8.GetString(written);
        AddOriginal(text);
        if (kind == ColumnKind.Text)
            _texts.Add(text);
        else
            AddNumber(text, form, value, line);
    }

    /// <summary>Adds a text; an empty one is blank.</summary>
    internal void AddText(string text, int line)
    {
        AddOriginal(text);
        bool isMissing = text.Length == 0 || NumberGrammar.IsNotAvailable(text);
        if (!isMissing)
            _textCells++;
        if (kind == ColumnKind.Text)
            _texts.Add(text);
        else if (isMissing)
            AddToken(text);
        else
            AddNumber(text, NumberGrammar.Parse(Encoding.UTF8.GetBytes(text), out double value), value, line);
    }

    /// <summary>Adds a cell that holds nothing.</summary>
    internal void AddBlank()
    {
        AddOriginal("");
        if (kind == ColumnKind.Text)
            _texts.Add("");
        else
            _numbers.Add(double.NaN);
    }

    /// <summary>Adds blank cells of rows that do not have the column.</summary>
    internal void AddMissing(int rows)
    {
        Missing += rows;
        for (int i = 0; i < rows; i++)
            AddBlank();
    }

    /// <summary>The column of the cells added.</summary>
    internal Column Finish()
    {
        var original = _originals?.Finish("original", position, null);
        return kind == ColumnKind.Text
            ? _texts.Finish(name, position, original)
            : new NumberColumn(name, [.. _numbers], _numbers.Count) { Position = position, Original = original };
    }

    private void AddExact(double value)
    {
        _numberCells++;
        _numbers.Add(value);
    }

    private void AddOriginal(string text) => _originals?.Add(text);

    private void AddToken(string text)
    {
        if (text.Length > 0)
            _tokens[text] = _tokens.GetValueOrDefault(text) + 1;
        _numbers.Add(double.NaN);
    }

    private void AddNumber(string text, NumberForm form, double value, int line)
    {
        bool isNumber = form == NumberForm.Number;
        _numbers.Add(isNumber ? value : double.NaN);
        if (!isNumber)
            Wrong = Wrong is null ? new CsvSeen(NumberGrammar.Classify(text), text, line, 1) : Wrong with { Count = Wrong.Count + 1 };
        else if (Inexact is null && Math.Abs(value) >= CsvNumberCells.LargestExact && !CsvNumberCells.IsExact(text, value))
            Inexact = (Evidence.Of(text), line);
    }
}

/// <summary>Gathers texts: a code for each cell, a string for each distinct text.</summary>
internal sealed class GatheredTexts
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<int> _codes = [];

    internal int Count => _codes.Count;

    /// <summary>Adds a cell; an empty text is blank.</summary>
    internal void Add(string text)
    {
        if (text.Length == 0)
        {
            _codes.Add(-1);
            return;
        }
        if (!_known.TryGetValue(text, out int code))
            _known.Add(text, code = _known.Count);
        _codes.Add(code);
    }

    internal TextColumn Finish(string name, int position, TextColumn? original) =>
        new(name, [.. _codes], [.. _known.Keys], _codes.Count) { Position = position, Original = original };
}
