using System.Globalization;

namespace Feedforward;

/// <summary>How large a part of a split is: a share of the rows, a number of rows, or the last rows of the file.</summary>
public readonly record struct SplitSize
{
    private SplitSize(double share, int rows, bool last) => (Share, Count, IsLast) = (share, rows, last);

    /// <summary>No row.</summary>
    public static SplitSize None => default;

    /// <summary>The share, or 0 where a number of rows was given.</summary>
    public double Share { get; }

    /// <summary>The number of rows, or 0 where a share was given.</summary>
    public int Count { get; }

    /// <summary>Whether the rows are the last of the file.</summary>
    public bool IsLast { get; }

    /// <summary>Whether no row is wanted.</summary>
    public bool IsNone => Share == 0 && Count == 0;

    /// <summary>A share of the rows, in [0, 1).</summary>
    /// <exception cref="OptionException">FF2103.</exception>
    public static SplitSize Fraction(double share) =>
        share is >= 0 and < 1 ? new(share, 0, false) : throw Errors.Option("FF2103", share);

    /// <summary>A number of rows.</summary>
    /// <exception cref="OptionException">FF2103.</exception>
    public static SplitSize Of(int rows) => rows >= 0 ? new(0, rows, false) : throw Errors.Option("FF2103", rows);

    /// <summary>The last rows of the file.</summary>
    /// <exception cref="OptionException">FF2103.</exception>
    public static SplitSize Last(int rows) => rows >= 0 ? new(0, rows, rows > 0) : throw Errors.Option("FF2103", "last:" + rows);

    /// <summary>Reads <c>0.15</c> (a share), <c>1000</c> (rows) or <c>last:1000</c>.</summary>
    /// <exception cref="OptionException">FF2103: the text is none of these.</exception>
    public static SplitSize Parse(string text)
    {
        bool last = text.StartsWith("last:", StringComparison.Ordinal);
        if (int.TryParse(last ? text.AsSpan(5) : text, NumberStyles.None, CultureInfo.InvariantCulture, out int rows))
            return last ? Last(rows) : Of(rows);
        return !last && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share < 1
            ? Fraction(share)
            : throw Errors.Option("FF2103", text);
    }

    /// <summary>How many of so many rows these are; a share is rounded to the nearest number, halves up.</summary>
    internal int Of(long rows) => Share > 0 ? (int)Math.Floor((Share * rows) + 0.5) : Count;
}
