using System.Runtime.CompilerServices;

namespace Feedforward.Backends;

/// <summary>
/// c[r, j] = init[j] + Σ over t of a[r, t]·b[t, j]: where the factors lie. One description serves a W, δ Wᵀ (W transposed first) and aᵀ δ.
/// </summary>
internal readonly ref struct Product
{
    /// <summary>a[r, t] lies at A + r·ARow + t·ATerm.</summary>
    internal readonly ref readonly float A;
    internal readonly nint ARow, ATerm;

    /// <summary>b[t, j] lies at B + t·BTerm + j within a lane, the next lane BLane further.</summary>
    internal readonly ref readonly float B;
    internal readonly nint BTerm, BLane;
    internal readonly int Terms;

    /// <summary>What each column starts from, lane after lane.</summary>
    internal readonly ref readonly float Init;

    /// <summary>The terms that are not zero, where only they are summed; else a null reference.</summary>
    internal readonly ref readonly int List;

    internal Product(ref readonly float a, nint aRow, nint aTerm, ref readonly float b, nint bTerm, nint bLane, int terms, ref readonly float init)
        : this(in a, aRow, aTerm, in b, bTerm, bLane, terms, in init, in Unsafe.NullRef<int>())
    {
    }

    private Product(
        ref readonly float a, nint aRow, nint aTerm, ref readonly float b, nint bTerm, nint bLane, int terms, ref readonly float init, ref readonly int list)
    {
        A = ref a;
        B = ref b;
        Init = ref init;
        List = ref list;
        (ARow, ATerm, BTerm, BLane, Terms) = (aRow, aTerm, bTerm, bLane, terms);
    }

    /// <summary>Whether only listed terms are summed.</summary>
    internal bool HasList => !Unsafe.IsNullRef(in List);

    /// <summary>The same product of the listed terms only.</summary>
    internal Product OfTerms(NonZeroColumns terms) => new(in A, ARow, ATerm, in B, BTerm, BLane, terms.Count, in Init, in terms.List);

    /// <summary>The same product from another row on.</summary>
    internal Product FromRow(int row) => new(in Unsafe.Add(ref Unsafe.AsRef(in A), row * ARow), ARow, ATerm, in B, BTerm, BLane, Terms, in Init, in List);

    /// <summary>The same product from another column of its first lane on.</summary>
    internal Product FromColumn(int column) =>
        new(in A, ARow, ATerm, in Unsafe.Add(ref Unsafe.AsRef(in B), column), BTerm, BLane, Terms, in Unsafe.Add(ref Unsafe.AsRef(in Init), column), in List);

    /// <summary>The same product from another lane on.</summary>
    internal Product FromLane(int lane) => new(
        in A, ARow, ATerm, in Unsafe.Add(ref Unsafe.AsRef(in B), lane * BLane), BTerm, BLane, Terms,
        in Unsafe.Add(ref Unsafe.AsRef(in Init), lane * LaneMatrix.LaneWidth), in List);
}

/// <summary>Which terms a sum has.</summary>
internal interface ITerms
{
    /// <summary>Whether they are those of a list.</summary>
    static abstract bool AreListed { get; }
}

/// <summary>All terms, one after the other.</summary>
internal readonly struct AllTerms : ITerms
{
    public static bool AreListed => false;
}

/// <summary>The terms of a list.</summary>
internal readonly struct ListedTerms : ITerms
{
    public static bool AreListed => true;
}
