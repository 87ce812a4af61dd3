namespace Feedforward.Formats;

/// <summary>Finds out which character stands between the cells.</summary>
internal static class CsvSeparator
{
    internal static byte Of(ReadOnlySpan<byte> start, CsvOptions options)
    {
        if (options.Separator is { } given)
            return (byte)given;
        int end = start.IndexOfAny((byte)'\n', (byte)'\r');
        var header = end < 0 ? start : start[..end];
        byte best = (byte)',';
        foreach (byte candidate in ",;\t|"u8)
            if (header.Count(candidate) > header.Count(best))
                best = candidate;
        return best;
    }
}
