namespace Feedforward.Formats;

/// <summary>How often the cells of a column have each form, and where each form is first seen.</summary>
internal sealed class CsvTally
{
    private readonly SortedDictionary<CellForm, CsvSeen> _others = [];
    private readonly SortedDictionary<CellForm, CsvSeen> _groups = [];
    private readonly SortedDictionary<string, int> _tokens = new(StringComparer.Ordinal);

    /// <summary>How many cells are plain numbers.</summary>
    internal long Numbers { get; set; }

    /// <summary>The tokens for a missing value that were seen, with their numbers.</summary>
    internal IReadOnlyDictionary<string, int> Tokens => _tokens;

    internal void Add(CellForm form, string text, int line, int count = 1)
    {
        if (form is CellForm.Number or CellForm.OneGroup or CellForm.Grouped)
            Numbers += count;
        if (form == CellForm.NotAvailable)
            _tokens[text] = _tokens.GetValueOrDefault(text) + count;
        else if (form is CellForm.OneGroup or CellForm.Grouped)
            _groups[form] = First(_groups, form, text, line, count);
        else if (form is not (CellForm.Number or CellForm.Blank))
            _others[form] = First(_others, form, text, line, count);
    }

    /// <summary>
    /// Of which kind the column is: numbers, where nine tenths of the cells that hold something are numbers or look like numbers, and none has
    /// a leading zero (a label such as 007); else texts.
    /// </summary>
    internal ColumnKind Kind
    {
        get
        {
            long likely = Numbers + _others.Values.Where(s => NumberGrammar.IsNumberLike(s.Form)).Sum(s => (long)s.Count);
            long filled = Numbers + _others.Values.Sum(s => (long)s.Count);
            return LeadingZero is null && likely * 10 >= filled * 9 ? ColumnKind.Number : ColumnKind.Text;
        }
    }

    /// <summary>The first cell with a leading zero, or null.</summary>
    internal CsvSeen? LeadingZero => _others.GetValueOrDefault(CellForm.LeadingZero);

    /// <summary>Whether every cell is a number or a number with a leading zero.</summary>
    internal bool IsAllDigits => LeadingZero is not null && _others.Count == 1;

    /// <summary>The first cell of a form, or null.</summary>
    internal CsvSeen? Of(CellForm form) => _others.GetValueOrDefault(form);

    /// <summary>The first 1.234 in a column with decimal commas, where no 1.234,5 and no 1.234.567 says that points group thousands; or null.</summary>
    internal CsvSeen? Ambiguous => _groups.ContainsKey(CellForm.Grouped) ? null : _groups.GetValueOrDefault(CellForm.OneGroup);

    /// <summary>The first cell that has no place in a column of numbers, or null.</summary>
    internal CsvSeen? NoNumber => _others.Values.Where(s => s.Form != CellForm.LeadingZero).MinBy(s => s.Line);

    private static CsvSeen First(SortedDictionary<CellForm, CsvSeen> all, CellForm form, string text, int line, int count) =>
        all.TryGetValue(form, out var seen) ? seen with { Count = seen.Count + count } : new CsvSeen(form, text, line, count);
}

/// <summary>A form that cells have: the first of them, its line, and how many there are.</summary>
internal sealed record CsvSeen(CellForm Form, string Text, int Line, int Count);
