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

    /// <summary>How many letters must be put in, taken out or changed to make one text of the other (Levenshtein 1966).</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
