namespace Feedforward.Backends;

/// <summary>Rows first … end − 1 and columns first … end − 1 of a result.</summary>
internal readonly record struct Rectangle(int FirstRow, int EndRow, int FirstColumn, int EndColumn)
{
    internal int Rows => EndRow - FirstRow;

    internal int Columns => EndColumn - FirstColumn;
}

/// <summary>
/// One part's share of a result, cut into tiles of rows × lanes of sixteen columns. Tiles are counted along the rows or down the lanes, and a share is
/// a run of them: at most three rectangles.
/// </summary>
internal struct Share
{
    private const int LaneWidth = FloatBuffer.Alignment;

    private readonly int _rows, _height, _tiles, _lanes;
    private readonly bool _byRows;
    private readonly long _end;
    private long _next;

    /// <param name="part">Which part.</param>
    /// <param name="parts">Of how many.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="height">Rows of a tile.</param>
    /// <param name="stride">Columns of the result with their padding.</param>
    /// <param name="byRows">Whether a share is rows (all their lanes) rather than lanes (all their rows).</param>
    internal Share(int part, int parts, int rows, int height, int stride, bool byRows = false)
    {
        (_rows, _height, _tiles, _lanes, _byRows) = (rows, height, (rows + height - 1) / height, stride / LaneWidth, byRows);
        long total = (long)_tiles * _lanes;
        (_next, _end) = (total * part / parts, total * (part + 1) / parts);
    }

    /// <summary>Tiles that can be shared.</summary>
    internal static long Count(int rows, int height, int stride) => (long)((rows + height - 1) / height) * (stride / LaneWidth);

    /// <summary>The next rectangle, if there is one.</summary>
    internal bool Next(out Rectangle rectangle)
    {
        rectangle = default;
        if (_next >= _end) return false;
        int inner = _byRows ? _lanes : _tiles;
        int first = (int)(_next / inner), from = (int)(_next % inner);
        int whole = from == 0 ? (int)((_end - _next) / inner) : 0;
        int length = whole > 0 ? inner : (int)Math.Min(inner - from, _end - _next);
        whole = Math.Max(whole, 1);
        rectangle = _byRows ? Of(first, whole, from, length) : Of(from, length, first, whole);
        _next += (long)whole * length;
        return true;
    }

    private readonly Rectangle Of(int tile, int tiles, int lane, int lanes) =>
        new(tile * _height, Math.Min((tile + tiles) * _height, _rows), lane * LaneWidth, (lane + lanes) * LaneWidth);
}
