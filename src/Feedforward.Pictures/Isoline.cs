using System.Text;

namespace Feedforward.Pictures;

/// <summary>The line on which a surface, known at the points of a grid, has a certain height: straight pieces between neighbouring points.</summary>
internal static class Isoline
{
    /// <summary>The pieces as a path.</summary>
    /// <param name="values">The heights, row after row.</param>
    /// <param name="columns">Points in a row.</param>
    /// <param name="height">The height of the line.</param>
    /// <param name="place">From column and row to the picture.</param>
    internal static string Path(ReadOnlySpan<float> values, int columns, double height, Func<double, double, (double X, double Y)> place)
    {
        var path = new StringBuilder();
        Span<(double X, double Y)> crossings = stackalloc (double, double)[4];
        int rows = values.Length / columns;
        for (int row = 0; row + 1 < rows; row++)
            for (int column = 0; column + 1 < columns; column++)
            {
                double a = values[(row * columns) + column] - height, b = values[(row * columns) + column + 1] - height;
                double c = values[((row + 1) * columns) + column + 1] - height, d = values[((row + 1) * columns) + column] - height;
                int n = 0;
                if (Crosses(a, b)) crossings[n++] = (column + (a / (a - b)), row);
                if (Crosses(b, c)) crossings[n++] = (column + 1, row + (b / (b - c)));
                if (Crosses(d, c)) crossings[n++] = (column + (d / (d - c)), row + 1);
                if (Crosses(a, d)) crossings[n++] = (column, row + (a / (a - d)));
                for (int i = 0; i + 1 < n; i += 2) Append(path, place(crossings[i].X, crossings[i].Y), place(crossings[i + 1].X, crossings[i + 1].Y));
            }
        return path.ToString();
    }

    private static bool Crosses(double from, double to) => from >= 0 != to >= 0;

    private static void Append(StringBuilder path, (double X, double Y) from, (double X, double Y) to) =>
        path.Append('M').Append(Numbers.Place(from.X)).Append(' ').Append(Numbers.Place(from.Y)).Append('L').Append(Numbers.Place(to.X)).Append(' ').Append(Numbers.Place(to.Y));
}
