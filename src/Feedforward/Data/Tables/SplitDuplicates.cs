namespace Feedforward;

/// <summary>Finds the rows of a table that are equal in every column.</summary>
internal static class EqualRows
{
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
