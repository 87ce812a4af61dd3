namespace Feedforward.Backends;

/// <summary>Rows first … end − 1 and columns first … end − 1 of a result.</summary>
internal readonly record struct Rectangle(int FirstRow, int EndRow, int FirstColumn, int EndColumn)
{
    internal int Rows => EndRow - FirstRow;

    internal int Columns => EndColumn - FirstColumn;
}

/// <summary>
/// One part's share of a result: whole lanes of sixteen columns, or tiles of rows where there are fewer lanes than parts. The same shape is always cut at
/// the same places, so a thread meets again the weights that it updated, in its own cache. A lane is never shared: where two cores have no cache in common,
/// half a lane that both write costs more than the balance brings (seen: 36 µs instead of 20 for the book's hidden layer of 100).
/// </summary>
internal static class Share
{
    private const int Lane = LaneMatrix.LaneWidth;

    /// <summary>Parts that a result can be cut into.</summary>
    internal static int Count(int rows, int height, int stride) => Math.Max(stride / Lane, (rows + height - 1) / height);

    /// <summary>One part of several.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">Of how many.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="height">Rows of a tile.</param>
    /// <param name="stride">Columns of the result with their padding.</param>
    internal static Rectangle Of(int part, int parts, int rows, int height, int stride)
    {
        int lanes = stride / Lane, tiles = (rows + height - 1) / height;
        return lanes >= parts || tiles < parts
            ? new(0, rows, Cut(lanes, part, parts) * Lane, Cut(lanes, part + 1, parts) * Lane)
            : new(Math.Min(Cut(tiles, part, parts) * height, rows), Math.Min(Cut(tiles, part + 1, parts) * height, rows), 0, stride);
    }

    private static int Cut(int pieces, int part, int parts) => (int)((long)pieces * part / parts);
}
