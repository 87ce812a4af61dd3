using System.Buffers.Text;
using System.Text;

namespace Feedforward.Reading;

/// <summary>A table of 28 columns of decimals with six to nine digits, like the measurements of particles in the HIGGS data set; seeded.</summary>
internal static class GeneratedFile
{
    internal const int Columns = 28;

    private const int LongestRow = 1024;

    internal static string[] Names { get; } = [.. Enumerable.Range(0, Columns).Select(i => $"feature_{i}")];

    /// <summary>Writes the file, up to the first row that makes it as long as wanted; returns the number of rows.</summary>
    internal static int Write(string path, long length)
    {
        var random = new Random(42);
        byte[] buffer = new byte[1 << 20];
        int filled = Encoding.ASCII.GetBytes(string.Join(',', Names) + "\n", buffer), rows = 0;
        using var file = File.Create(path);
        for (; file.Length + filled < length; rows++)
        {
            for (int column = 0; column < Columns; column++)
            {
                filled += Cell(random, column, buffer.AsSpan(filled));
                buffer[filled++] = (byte)(column + 1 < Columns ? ',' : '\n');
            }
            if (buffer.Length - filled < LongestRow)
            {
                file.Write(buffer, 0, filled);
                filled = 0;
            }
        }
        file.Write(buffer, 0, filled);
        return rows;
    }

    /// <summary>Every other column is an angle or a direction around 0, the others are momenta and masses above 0.</summary>
    private static int Cell(Random random, int column, Span<byte> destination)
    {
        double value = column % 2 == 0 ? (random.NextDouble() * 4) - 2 : 0.3 - (0.8 * Math.Log(1 - random.NextDouble()));
        int digits = 6 + (column % 4);
        Utf8Formatter.TryFormat(value, destination, out int length, new System.Buffers.StandardFormat('F', (byte)(Math.Abs(value) < 1 ? digits : digits - 1)));
        return length;
    }
}
