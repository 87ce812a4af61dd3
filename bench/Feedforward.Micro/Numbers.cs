using Feedforward.Backends;

namespace Feedforward.Micro;

/// <summary>Matrices filled with numbers around 0, of the size that networks have; the same in every run.</summary>
internal static class Numbers
{
    internal static Matrix Matrix(int rows, int columns, int seed, float scale = 1)
    {
        var random = new Random(seed);
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
            foreach (ref float x in matrix.Row(i)) x = scale * ((2 * random.NextSingle()) - 1);
        return matrix;
    }

    internal static LaneMatrix Lanes(int rows, int columns, int seed, float scale = 1)
    {
        var lanes = new LaneMatrix(rows, columns);
        lanes.Set(Matrix(rows, columns, seed, scale).ToArray());
        return lanes;
    }
}
