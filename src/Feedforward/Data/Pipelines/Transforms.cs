using System.Text.Json;

namespace Feedforward;

/// <summary>
/// One step of a pipeline: what a column of a table becomes in the rows of a data set. A closed family; a column may have several members.
/// </summary>
internal abstract record Transform(string Column)
{
    /// <summary>What the column holds.</summary>
    internal abstract ColumnKind Kind { get; }

    /// <summary>What it means.</summary>
    internal virtual ColumnType Meaning => ColumnType.Numeric;

    /// <summary>How many floats each row gets.</summary>
    internal abstract int Width { get; }

    /// <summary>Fills a block, a row for each cell, and tells what was odd.</summary>
    internal abstract void Apply(Cells cells, Block block, ICollection<Notice>? notices);

    internal abstract void Write(Utf8JsonWriter json);

    internal static Transform Read(StrictJson json) => json.Text("type") switch
    {
        NumberTransform.Type => NumberTransform.Read(json),
        BlankTransform.Type => BlankTransform.Read(json),
        CategoryTransform.Type => CategoryTransform.Read(json),
        BooleanTransform.Type => BooleanTransform.Read(json),
        DateTransform.Type => DateTransform.Read(json),
        var type => throw json.Wrong("type", type),
    };
}

/// <summary>(x − center) / scale of a number; a blank takes the median of the training rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Center">What becomes 0.</param>
/// <param name="Scale">What becomes 1, above the centre; positive.</param>
/// <param name="Median">What stands in for a blank.</param>
/// <param name="Low">The least number of the training rows.</param>
/// <param name="High">The greatest.</param>
/// <param name="HadBlanks">Whether training rows had blanks, so that a <see cref="BlankTransform"/> tells them.</param>
internal sealed record NumberTransform(string Column, double Center, double Scale, double Median, double Low, double High, bool HadBlanks)
    : Transform(Column)
{
    internal const string Type = "number";

    /// <summary>So many cells are taken at a time.</summary>
    private const int Piece = 256;

    internal override ColumnKind Kind => ColumnKind.Number;

    internal override int Width => 1;

    internal override void Apply(Cells cells, Block block, ICollection<Notice>? notices)
    {
        Tally blank = default, far = default;
        double least = Low - (High - Low), most = High + (High - Low);
        Span<double> numbers = stackalloc double[Piece];
        for (int first = 0; first < cells.Count; first += Piece)
        {
            numbers = numbers[..Math.Min(Piece, cells.Count - first)];
            cells.CopyNumbers(first, numbers);
            for (int i = 0; i < numbers.Length; i++)
            {
                double x = numbers[i];
                if (!(x >= least && x <= most))
                    x = Odd(x, first + i, ref blank, ref far);
                float scaled = (float)((x - Center) / Scale);
                block[first + i, 0] = float.IsFinite(scaled)
                    ? scaled
                    : throw cells.Error(first + i, "FF2357", Column, cells.Shown(first + i), Low, High);
            }
        }
        blank.Report(notices, cells, "FF2354", Median);
        far.Report(notices, cells, "FF2356", Low, High);
    }

    /// <summary>Counts a number that is far outside, or a blank, which becomes the median.</summary>
    private double Odd(double x, int i, ref Tally blank, ref Tally far)
    {
        if (!double.IsNaN(x))
            far.Add(i);
        else if (!HadBlanks)
            blank.Add(i);
        return double.IsNaN(x) ? Median : x;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteString("column", Column);
        json.WriteNumber("center", Center);
        json.WriteNumber("scale", Scale);
        json.WriteNumber("median", Median);
        json.WriteNumber("low", Low);
        json.WriteNumber("high", High);
        json.WriteBoolean("blanks", HadBlanks);
    }

    internal static new NumberTransform Read(StrictJson json)
    {
        json.Only("type", "column", "center", "scale", "median", "low", "high", "blanks");
        double low = json.Number("low"), high = json.Number("high"), scale = json.Number("scale"), median = json.Number("median");
        if (scale <= 0) throw json.Wrong("scale", scale);
        if (high < low) throw json.Wrong("high", high);
        if (median < low || median > high) throw json.Wrong("median", median);
        return new(json.Text("column"), json.Number("center"), scale, median, low, high, json.Truth("blanks"));
    }
}

/// <summary>1 where the cell of a number column is blank, else 0.</summary>
internal sealed record BlankTransform(string Column) : Transform(Column)
{
    internal const string Type = "blank";

    internal override ColumnKind Kind => ColumnKind.Number;

    internal override int Width => 1;

    internal override void Apply(Cells cells, Block block, ICollection<Notice>? notices)
    {
        for (int i = 0; i < cells.Count; i++)
            block[i, 0] = cells.IsBlank(i) ? 1 : 0;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteString("column", Column);
    }

    internal static new BlankTransform Read(StrictJson json)
    {
        json.Only("type", "column");
        return new(json.Text("column"));
    }
}

/// <summary>
/// A 1 at the place of a category, 0 elsewhere. A blank has the last place where training rows had blanks; what they never had is all zeros.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Values">The categories of the training rows, in ordinal order.</param>
/// <param name="HadBlanks">Whether training rows had blanks.</param>
/// <param name="Holds">What the column holds: numbers, which are categories where a person says so, or texts.</param>
internal sealed record CategoryTransform(string Column, IReadOnlyList<string> Values, bool HadBlanks, ColumnKind Holds) : Transform(Column)
{
    internal const string Type = "category";

    private readonly Dictionary<string, int> _places = ClassNames.Index(Values);

    internal override ColumnKind Kind => Holds;

    internal override ColumnType Meaning => ColumnType.Categorical;

    internal override int Width => Values.Count + (HadBlanks ? 1 : 0);

    internal override void Apply(Cells cells, Block block, ICollection<Notice>? notices)
    {
        Tally blank = default, unseen = default;
        for (int i = 0; i < cells.Count; i++)
        {
            string? value = cells.Category(i, Holds);
            if (value is not null && _places.TryGetValue(value, out int place))
                block[i, place] = 1;
            else if (value is not null)
                unseen.Add(i);
            else if (HadBlanks)
                block[i, Values.Count] = 1;
            else
                blank.Add(i);
        }
        blank.Report(notices, cells, "FF2355");
        unseen.Report(notices, cells, "FF2353");
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteString("column", Column);
        json.WriteStartArray("values");
        foreach (string value in Values) json.WriteStringValue(value);
        json.WriteEndArray();
        json.WriteBoolean("blanks", HadBlanks);
        if (Holds == ColumnKind.Number) json.WriteString("kind", ClassNames.Of(Holds));
    }

    internal static new CategoryTransform Read(StrictJson json)
    {
        json.Only("type", "column", "values", "blanks", "kind");
        string[] values = json.Texts("values");
        for (int i = 1; i < values.Length; i++)
            if (string.CompareOrdinal(values[i - 1], values[i]) >= 0) throw json.Wrong("values", values[i]);
        // Texts are the rule, and are not written.
        var holds = json.Has("kind") ? ClassNames.Kind(json) : ColumnKind.Text;
        if (json.Has("kind") && holds == ColumnKind.Text) throw json.Wrong("kind", ClassNames.Of(holds));
        foreach (string value in holds == ColumnKind.Number ? values : [])
            if (Cells.NumberOf(value) is not { } number || Cells.TextOf(number) != value) throw json.Wrong("values", value);
        return new(json.Text("column"), values, json.Truth("blanks"), holds);
    }
}
