using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// Chooses the micro-kernels for a strip: all rows of a product, a few lanes of sixteen columns wide. With 32 wide registers a kernel takes up to
/// four lanes of five rows or three of eight; elsewhere <typeparamref name="TUnit"/> is what five rows have registers for.
/// </summary>
[SkipLocalsInit]
internal static class Strip<TUnit>
    where TUnit : struct, IVectorLane<TUnit>
{
    /// <summary>The widest strip, in floats.</summary>
    internal const int Widest = 64;

    private const int Lane = LaneMatrix.LaneWidth;

    private static readonly FloatBuffer s_zeros = new(Widest);

    private static bool HasManyWideRegisters => typeof(TUnit) == typeof(Register512);

    /// <summary>Zeros to start sums from.</summary>
    internal static ref readonly float Zeros => ref s_zeros.At(0);

    /// <summary>Rows of the tallest kernel for so many rows: work is shared in tiles of it.</summary>
    internal static int TileHeight(int rows) => TakesEights(rows) ? 8 : 5;

    /// <summary>Nine and ten rows are two tiles of five.</summary>
    private static bool TakesEights(int rows) => HasManyWideRegisters && rows is >= 8 and not (9 or 10);

    /// <summary>
    /// The width of the next strip, in floats: whole lanes, as many as keep the multipliers busy. Eight rows do with three lanes (24 sums, all of the machine's limit
    /// measured), five rows with four (20 sums, 99 %), eight with two to 95 % and with one to 75 %: so threes, fours where rows come in fives, and what is left.
    /// </summary>
    internal static int Width(int rows, int columns)
    {
        int lanes = columns / Lane;
        if (!HasManyWideRegisters) return Lane * Math.Min(lanes, 3);
        bool fours = rows % 5 == 0 || rows >= 128;
        return Lane * (lanes <= 2 ? lanes
            : !TakesEights(rows) ? (lanes == 5 ? 3 : Math.Min(lanes, 4))
            : lanes % 3 == 0 || lanes == 5 ? 3
            : fours ? 4
            : lanes == 4 ? 2 : 3);
    }

    /// <summary>Whether sums of so many terms have a kernel of their own.</summary>
    internal static bool HasKernelForTerms(int terms) => HasManyWideRegisters && terms == 10;

    /// <summary>The width of the next strip for <see cref="ComputeTenTerms"/>.</summary>
    internal static int WidthOfTenTerms(int columns)
    {
        int lanes = columns / Lane;
        return Lane * (lanes == 4 ? 2 : Math.Min(lanes, 3));
    }

    /// <summary>A strip of <see cref="Width"/> floats.</summary>
    internal static void Compute<TStore>(scoped in Product p, ref float c, Target to, int rows, int width, TStore store)
        where TStore : struct, ITileStore
    {
        if (!HasManyWideRegisters)
            for (int lane = 0; lane < width / Lane; lane++)
                for (int j = 0; j < Lane; j += TUnit.Count)
                    Rows<One<TUnit>, TStore>(p.FromLane(lane).FromColumn(j), ref Unsafe.Add(ref c, (lane * to.Lane) + j), to, rows, store);
        else if (width == Lane) Rows<One<TUnit>, TStore>(p, ref c, to, rows, store);
        else if (width == 2 * Lane) Rows<Two<TUnit>, TStore>(p, ref c, to, rows, store);
        else if (width == 3 * Lane) Rows<Three<TUnit>, TStore>(p, ref c, to, rows, store);
        else Rows<Four<TUnit>, TStore>(p, ref c, to, rows, store);
    }

    private static void Rows<T, TStore>(scoped in Product p, ref float c, Target to, int rows, TStore store)
        where T : struct, IColumns<T>
        where TStore : struct, ITileStore
    {
        if (p.HasList) Rows<T, TStore, ListedTerms>(p, ref c, to, rows, store);
        else Rows<T, TStore, AllTerms>(p, ref c, to, rows, store);
    }

    private static void Rows<T, TStore, TTerms>(scoped in Product p, ref float c, Target to, int rows, TStore store)
        where T : struct, IColumns<T>
        where TStore : struct, ITileStore
        where TTerms : struct, ITerms
    {
        int r = 0;
        if (TakesEights(rows) && typeof(T) != typeof(Four<TUnit>)) Tile<T>.Eight<TStore, TTerms>(p, ref c, to, Take(8, rows, ref r), store);
        int fives = r;
        if (rows - r >= 5) Tile<T>.Five<TStore, TTerms>(p.FromRow(r), ref Row(ref c, to, fives), to, Take(5, rows, ref r), store);
        int twos = r;
        if (rows - r >= 2) Tile<T>.Two<TStore, TTerms>(p.FromRow(r), ref Row(ref c, to, twos), to, Take(2, rows, ref r), store);
        if (r < rows) Tile<T>.One<TStore, TTerms>(p.FromRow(r), ref Row(ref c, to, r), to, store);
    }

    /// <summary>As many tiles of a height as fit below row r, which moves behind them.</summary>
    private static int Take(int height, int rows, ref int r)
    {
        int tiles = (rows - r) / height;
        r += tiles * height;
        return tiles;
    }

    private static ref float Row(ref float c, Target to, int row) => ref Unsafe.Add(ref c, row * to.Row);

    /// <summary>A strip whose sums have ten terms each: any number of rows.</summary>
    internal static void ComputeTenTerms<TStore>(scoped in Product p, ref float c, Target to, int rows, int width, TStore store)
        where TStore : struct, ITileStore
    {
        if (width == 3 * Lane) Tile<Three<TUnit>>.TenTerms(p, ref c, to, rows, store);
        else if (width == 2 * Lane) Tile<Two<TUnit>>.TenTerms(p, ref c, to, rows, store);
        else Tile<One<TUnit>>.TenTerms(p, ref c, to, rows, store);
    }
}
