namespace Feedforward;

/// <summary>A column of texts, stored as codes into a list of distinct values.</summary>
public sealed class TextColumn : Column
{
    private readonly int[] _codes;
    private readonly string[] _values;

    /// <summary>A column of the texts given; null and the empty text are blank.</summary>
    public TextColumn(string name, IReadOnlyList<string?> texts) : this(name, Encode(texts, out var values), values, texts.Count)
    {
    }

    /// <summary>A column of the first codes given into a list of distinct values, both kept, not copied; −1 is blank.</summary>
    internal TextColumn(string name, int[] codes, string[] values, int count, int[]? rows = null) : base(name, count, rows)
    {
        _codes = codes;
        _values = values;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <summary>The distinct values of all rows read, in the order in which they first appear; a view of some rows may not hold them all.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The text of a row, or null where the cell is blank.</summary>
    public string? this[int row] => Code(row) is >= 0 and int code ? _values[code] : null;

    /// <summary>The index in <see cref="Values"/> of a row's text, or −1 where the cell is blank.</summary>
    public int Code(int row) => _codes[Stored(row)];

    /// <inheritdoc/>
    public override bool IsBlank(int row) => Code(row) < 0;

    internal override Column At(int position) => new TextColumn(Name, IsView ? [.. Enumerable.Range(0, Rows).Select(Code)] : _codes, _values, Rows)
    {
        Position = position,
        Original = (TextColumn?)Original?.At(position),
    };

    internal override Column View(int[] rows) =>
        new TextColumn(Name, _codes, _values, _codes.Length, rows) { Position = Position, Original = (TextColumn?)Original?.View(rows) };

    internal override long Key(int row) => Code(row);

    internal override string Show(int row) => this[row] ?? "";

    private static int[] Encode(IReadOnlyList<string?> texts, out string[] values)
    {
        var codes = new int[texts.Count];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < codes.Length; row++)
        {
            if (string.IsNullOrEmpty(texts[row]))
                codes[row] = -1;
            else if (!known.TryGetValue(texts[row]!, out codes[row]))
                known.Add(texts[row]!, codes[row] = known.Count);
        }
        values = [.. known.Keys];
        return codes;
    }
}
