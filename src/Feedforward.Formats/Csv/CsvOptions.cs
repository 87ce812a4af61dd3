namespace Feedforward.Formats;

/// <summary>How a CSV file is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between cells: comma, semicolon, tab or bar; null finds out which.</summary>
    public char? Separator { get; init; }

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
