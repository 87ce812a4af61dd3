global using Lane128 = Feedforward.Backends.Pair<Feedforward.Backends.Pair<Feedforward.Backends.Register128>>;
global using Lane256 = Feedforward.Backends.Pair<Feedforward.Backends.Register256>;
global using Lane512 = Feedforward.Backends.Register512;

using Feedforward.Backends;

namespace Feedforward.Tests;

/// <summary>A function on float lanes, the truth in double precision, and what is promised of the one against the other.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Bound">The largest error over all floats, in ulps (<see cref="UlpSweep.Ulps"/>).</param>
/// <param name="Truth">The function in double precision, right to a millionth of a float's ulp.</param>
internal sealed record FloatFunction(string Name, double Bound, Func<double, double> Truth)
{
    private const float Infinity = float.PositiveInfinity, NaN = float.NaN, Max = float.MaxValue;

    /// <summary>Whether it never falls from one float to the next; null where the truth falls somewhere.</summary>
    internal bool? Rises { get; init; } = true;

    /// <summary>Whether f(−x) is −f(x) to the bit.</summary>
    internal bool Odd { get; init; }

    /// <summary>Arguments whose values are exact to the bit, zeros' signs included.</summary>
    internal (float X, float Value)[] SpecialValues { get; init; } = [];

    internal static IReadOnlyList<FloatFunction> All { get; } =
    [
        new("exp", 1, Math.Exp)
        {
            SpecialValues = [(0, 1), (-0f, 1), (1e-45f, 1), (-1e-45f, 1), (Infinity, Infinity), (-Infinity, 0), (Max, Infinity), (-Max, 0), (88.72284f, Infinity), (-103.97207f, 1.4e-45f), (-103.97209f, 0)],
        },
        new("log", 1, Math.Log)
        {
            SpecialValues = [(1, 0), (0, -Infinity), (-0f, -Infinity), (Infinity, Infinity), (-1e-45f, NaN), (-1, NaN), (-Infinity, NaN), (1e-45f, -103.278929903f)],
        },
        new("log1p", 1, x => Double64.Log1p(new(x)).Value)
        {
            SpecialValues = [(0, 0), (-0f, -0f), (1e-45f, 1e-45f), (-1e-45f, -1e-45f), (1e-40f, 1e-40f), (-1, -Infinity), (-1.0000001f, NaN), (Infinity, Infinity), (-Infinity, NaN)],
        },
        new("tanh", 2, Math.Tanh)
        {
            Odd = true,
            SpecialValues = [(0, 0), (-0f, -0f), (1e-45f, 1e-45f), (1e-40f, 1e-40f), (-1e-40f, -1e-40f), (Infinity, 1), (-Infinity, -1), (Max, 1), (-Max, -1)],
        },
        new("sigmoid", 2, x => Double64.Sigmoid(new(x)).Value)
        {
            SpecialValues = [(0, 0.5f), (-0f, 0.5f), (1e-45f, 0.5f), (-1e-45f, 0.5f), (Infinity, 1), (-Infinity, 0), (Max, 1), (-Max, 0), (-103.97207f, 1.4e-45f), (-103.97209f, 0)],
        },
        new("expm1", 1.5, x => Double64.Expm1(new(x)).Value)
        {
            SpecialValues = [(0, 0), (-0f, -0f), (1e-45f, 1e-45f), (-1e-45f, -1e-45f), (1e-40f, 1e-40f), (-Infinity, -1), (-Max, -1), (Infinity, Infinity), (Max, Infinity)],
        },
        new("softplus", 2, x => Formulas.ValueInDouble(Elementwise.Softplus, x, 0))
        {
            Rises = false,
            SpecialValues = [(0, 0.693147181f), (-0f, 0.693147181f), (Infinity, Infinity), (-Infinity, 0), (Max, Max), (-Max, 0), (1e30f, 1e30f)],
        },
        new("Φ", 6, x => Double64.NormalCdf(new(x), out _).Value)
        {
            Rises = false,
            SpecialValues = [(0, 0.5f), (-0f, 0.5f), (1e-45f, 0.5f), (Infinity, 1), (-Infinity, 0), (Max, 1), (-Max, 0)],
        },
        new("GELU", 11, x => Formulas.ValueInDouble(Elementwise.Gelu, x, 0))
        {
            Rises = null,
            SpecialValues = [(0, 0), (-0f, -0f), (Infinity, Max), (-Infinity, -0f), (Max, Max), (-Max, -0f)],
        },
    ];

    /// <summary>The function on one kind of lane.</summary>
    internal Func<T, T> On<T>()
        where T : struct, ILane<T> => Name switch
        {
            "exp" => T.Exp,
            "log" => T.Log,
            "log1p" => T.Log1p,
            "tanh" => T.Tanh,
            "sigmoid" => T.Sigmoid,
            "expm1" => T.Expm1,
            "softplus" => z => SoftplusFormula.Value(z, z),
            "Φ" => x => T.NormalCdf(x, out _),
            "GELU" => z => GeluFormula.Value(z, z),
            _ => throw new InvalidOperationException(Name),
        };

    /// <summary>The special values that some lane misses, and NaN, which stays NaN.</summary>
    internal List<string> MissedSpecialValues() =>
    [
        .. Missed(x => On<Scalar>()(new(x)).Value), .. Missed(FirstOf(On<Lane128>())), .. Missed(FirstOf(On<Lane256>())), .. Missed(FirstOf(On<Lane512>())),
    ];

    private IEnumerable<string> Missed(Func<float, float> f) =>
        from special in SpecialValues.Append((X: NaN, Value: NaN)).Append((X: -NaN, Value: NaN))
        let y = f(special.X)
        where UlpSweep.Canonical(y) != UlpSweep.Canonical(special.Value)
        select $"{Name}({special.X:R}) = {y:R}, not {special.Value:R}";

    private static Func<float, float> FirstOf<T>(Func<T, T> f)
        where T : struct, IVectorLane<T> => x =>
        {
            float[] y = new float[T.Count];
            T.Store(f(T.Broadcast(x)), ref y[0]);
            return y[0];
        };

    public override string ToString() => Name;
}
