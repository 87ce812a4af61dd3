using System.Globalization;

namespace Feedforward;

/// <summary>Finds the rows of a table that are equal in every column.</summary>
internal static class EqualRows
{
    /// <summary>Above this share of repeated rows the repetition belongs to the data and no row is moved.</summary>
    private const double MostDuplicates = 0.01;

    private const int RowsShown = 5;

    /// <summary>Puts equal rows into the part of the first of them, where few rows repeat another, and tells; else tells that they repeat.</summary>
    internal static void Join<T>(Table table, T[] parts, bool mayMove, List<Notice> notices) where T : struct
    {
        var groups = Of(table);
        int repeated = groups.Sum(g => g.Count - 1);
        if (repeated == 0) return;
        if (repeated >= MostDuplicates * table.Rows)
        {
            string percent = (100.0 * repeated / table.Rows).ToString("0.#", CultureInfo.InvariantCulture);
            notices.Add(Errors.Notice("FF2105", repeated, table.Rows, percent));
            return;
        }
        int[] moved = mayMove ? [.. groups.Where(g => g.Any(row => !parts[row].Equals(parts[g[0]]))).SelectMany(g => g)] : [];
        if (moved.Length == 0) return;
        foreach (var group in groups)
            foreach (int row in group) parts[row] = parts[group[0]];
        string rows = string.Join(", ", moved.Take(RowsShown).Select(table.RowNumber)) + (moved.Length > RowsShown ? ", …" : "");
        notices.Add(Errors.Notice("FF2104", moved.Length, rows));
    }

    /// <summary>The rows that appear more than once, each with all its places in ascending order; ordered by their first place.</summary>
    internal static List<List<int>> Of(Table table)
    {
        var groups = new Dictionary<int, List<int>>(new SameRow(table));
        var repeated = new List<List<int>>();
        for (int row = 0; row < table.Rows; row++)
        {
            if (!groups.TryGetValue(row, out var group))
                groups.Add(row, [row]);
            else
            {
                if (group.Count == 1)
                    repeated.Add(group);
                group.Add(row);
            }
        }
        repeated.Sort((a, b) => a[0].CompareTo(b[0]));
        return repeated;
    }

    private sealed class SameRow(Table table) : IEqualityComparer<int>
    {
        public bool Equals(int a, int b)
        {
            foreach (var column in table.Columns)
                if (column.Key(a) != column.Key(b))
                    return false;
            return true;
        }

        public int GetHashCode(int row)
        {
            ulong hash = 0;
            foreach (var column in table.Columns)
                hash = (hash ^ (ulong)column.Key(row)) * 0x9E3779B97F4A7C15 + (hash >> 29);
            return (int)(hash >> 32);
        }
    }
}
