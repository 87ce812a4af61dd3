using Feedforward.Backends;

namespace Feedforward;

// Points of the plane in classes: columns x, y and class; row i belongs to class i mod K, so that classes are equally large.
public static partial class Generators
{
    private delegate (double X, double Y) Place(int row, ref Draws draws);

    /// <summary>Four clouds around (±1, ±1); the class says whether the signs agree. No straight line separates them.</summary>
    private static Table MakeXor(int count, double noise, ulong seed) =>
        Points("xor", GeneratorStream.Xor, count, noise, seed, ["same", "different"], (int row, ref Draws _) =>
        {
            double x = (row & 2) == 0 ? 1 : -1;
            return (x, row % 2 == 0 ? x : -x);
        });

    /// <summary>Three arms that wind once around the centre: radius 0.1 to 1.</summary>
    private static Table MakeSpiral(int count, double noise, ulong seed) =>
        Points("spiral", GeneratorStream.Spiral, count, noise, seed, ["red", "green", "blue"], (int row, ref Draws draws) =>
        {
            double along = draws.Uniform(), radius = 0.1 + (0.9 * along), angle = TwoPi * (along + (row % 3 / 3.0));
            return (radius * DoubleFunctions.Cos(angle), radius * DoubleFunctions.Sin(angle));
        });

    /// <summary>Two half circles of radius 1, one reaching into the other.</summary>
    private static Table MakeMoons(int count, double noise, ulong seed) =>
        Points("moons", GeneratorStream.Moons, count, noise, seed, ["upper", "lower"], (int row, ref Draws draws) =>
        {
            double angle = TwoPi / 2 * draws.Uniform(), x = DoubleFunctions.Cos(angle), y = DoubleFunctions.Sin(angle);
            return row % 2 == 0 ? (x, y) : (1 - x, 0.5 - y);
        });

    /// <summary>A circle of radius ½ inside a circle of radius 1.</summary>
    private static Table MakeCircles(int count, double noise, ulong seed) =>
        Points("circles", GeneratorStream.Circles, count, noise, seed, ["inner", "outer"], (int row, ref Draws draws) =>
        {
            double angle = TwoPi * draws.Uniform(), radius = row % 2 == 0 ? 0.5 : 1;
            return (radius * DoubleFunctions.Cos(angle), radius * DoubleFunctions.Sin(angle));
        });

    /// <summary>Three clouds around the corners of a triangle.</summary>
    private static Table MakeBlobs(int count, double noise, ulong seed) =>
        Points("blobs", GeneratorStream.Blobs, count, noise, seed, ["a", "b", "c"], (int row, ref Draws _) => (row % 3) switch
        {
            0 => (-2, -1),
            1 => (2, -1),
            _ => (0, 2),
        });

    private const double TwoPi = 6.283185307179586;

    private static Table Points(string name, GeneratorStream stream, int count, double noise, ulong seed, string[] classes, Place place)
    {
        double[] x = new double[count], y = new double[count];
        var labels = new string[count];
        for (int row = 0; row < count; row++)
        {
            var draws = RowDraws(seed, stream, row);
            var point = place(row, ref draws);
            x[row] = Rounded(point.X + (noise * draws.Bell()), 4);
            y[row] = Rounded(point.Y + (noise * draws.Bell()), 4);
            labels[row] = classes[row % classes.Length];
        }
        return Table.FromColumns(name, new NumberColumn("x", x), new NumberColumn("y", y), new TextColumn("class", labels));
    }
}
