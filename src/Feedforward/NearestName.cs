namespace Feedforward;

/// <summary>Finds what a person may have meant.</summary>
internal static class NearestName
{
    private const int Shown = 20;

    /// <summary>The name that is nearest by edit distance, or null where none is near (at most a third of the letters differ, or two).</summary>
    internal static string? Of(string wanted, IEnumerable<string> names)
    {
        string? nearest = null;
        int least = Math.Max(2, wanted.Length / 3) + 1;
        foreach (string name in names)
        {
            int distance = Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < least && distance < name.Length)
                (least, nearest) = (distance, name);
        }
        return nearest;
    }

    /// <summary>The names as a message shows them, with commas between, the first twenty of many.</summary>
    internal static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string list = string.Join(", ", all.Take(Shown).Select(name => Evidence.Of(name)));
        return all.Length > Shown ? list + ", …" : list;
    }

    /// <summary>
    /// How many letters must be put in, taken out, changed or swapped with their neighbour to make one text of the other: the distance of optimal string
    /// alignment (Damerau 1964).
    /// </summary>
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1], last = new int[b.Length + 1], row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], 1 + beforeLast[j - 2]);
            }
        }
        return row[b.Length];
    }
}
