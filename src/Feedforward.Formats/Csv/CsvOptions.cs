using System.Text;

namespace Feedforward.Formats;

/// <summary>How a CSV file is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between cells: comma, semicolon, tab or bar; null finds out which.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// The character before the fraction of a number, a point or a comma; null finds it out: commas where a cell such as 3,5 says so and no cell
    /// such as 4.5 says otherwise. Points may then group thousands: 1.234,56. Cells that contradict each other are an error.
    /// </summary>
    /// <exception cref="OptionException">FF2041: neither a point nor a comma.</exception>
    public char? Decimal { get; init => field = value is null or '.' or ',' ? value : throw Errors.Option("FF2041", value); }

    /// <summary>
    /// How characters are written as bytes, for example <c>CodePagesEncodingProvider.Instance.GetEncoding("gb18030")</c>; null is UTF-8, or UTF-16
    /// where a byte order mark says so.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Columns whose kind is known, by name; the others' kind is inferred from their cells. A name that the file lacks is no error.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>();

    /// <summary>Keeps every cell as it was written, for <see cref="Table.Original"/>.</summary>
    public bool KeepText { get; init; }

    /// <summary>Reads at most so many rows; null reads all.</summary>
    public int? Limit { get; init; }

    /// <summary>Threads that share the work; 0 = one for each processor. What is read does not depend on it.</summary>
    /// <exception cref="OptionException">FF1001: negative, or more than 1024.</exception>
    public int Threads { get; init => field = Check.Range("threads", value, value is >= 0 and <= 1024, "0 … 1024 (0 = one for each processor)"); }

    /// <summary>So many bytes are read at a time. What is read does not depend on it.</summary>
    internal int BlockBytes { get; init; } = 1 << 20;

    /// <summary>What messages call the input; null takes the file's name.</summary>
    public string? Source { get; init; }
}
