using Feedforward.Backends;

namespace Feedforward;

// Surfaces over the square −1 … 1: columns x, y and z = f(x, y) + noise.
public static partial class Generators
{
    /// <summary>z = 2x − y + ½.</summary>
    private static Table MakePlane(int count, double noise, ulong seed) =>
        Surface("plane", GeneratorStream.Plane, count, noise, seed, (x, y) => (2 * x) - y + 0.5);

    /// <summary>z = sin π(x + 2y).</summary>
    private static Table MakeRidge(int count, double noise, ulong seed) =>
        Surface("ridge", GeneratorStream.Ridge, count, noise, seed, (x, y) => DoubleFunctions.Sin(TwoPi / 2 * (x + (2 * y))));

    /// <summary>z = x² − y².</summary>
    private static Table MakeSaddle(int count, double noise, ulong seed) =>
        Surface("saddle", GeneratorStream.Saddle, count, noise, seed, (x, y) => (x * x) - (y * y));

    /// <summary>Two hills and a hollow: z = Σ h·exp(−((x − a)² + (y − b)²) / s).</summary>
    private static Table MakeHills(int count, double noise, ulong seed) =>
        Surface("hills", GeneratorStream.Hills, count, noise, seed, (x, y) =>
            Hill(1.0, x + 0.5, y + 0.4, 0.15) + Hill(0.7, x - 0.4, y - 0.5, 0.1) + Hill(-0.8, x - 0.5, y + 0.5, 0.12));

    private static double Hill(double height, double dx, double dy, double spread) =>
        height * DoubleFunctions.Exp(-((dx * dx) + (dy * dy)) / spread);

    private static Table Surface(
        string name, GeneratorStream stream, int count, double noise, ulong seed, Func<double, double, double> height)
    {
        double[] x = new double[count], y = new double[count], z = new double[count];
        for (int row = 0; row < count; row++)
        {
            var draws = RowDraws(seed, stream, row);
            x[row] = Rounded(draws.Between(-1, 1), 4);
            y[row] = Rounded(draws.Between(-1, 1), 4);
            z[row] = Rounded(height(x[row], y[row]) + (noise * draws.Bell()), 4);
        }
        return Table.FromColumns(name, new NumberColumn("x", x), new NumberColumn("y", y), new NumberColumn("z", z));
    }
}
