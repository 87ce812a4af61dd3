using System.Globalization;

namespace Feedforward;

/// <summary>Checks of single options, made where a value is built.</summary>
internal static class Check
{
    /// <summary>Returns the value, or refuses it with its name, itself and the allowed range.</summary>
    internal static float Range(string name, float value, bool allowed, string range) =>
        allowed ? value : throw Errors.Option("FF1001", name, value.ToString(CultureInfo.InvariantCulture), range);

    /// <summary>Returns the value, or refuses it with its name, itself and the allowed range.</summary>
    internal static int Range(string name, int value, bool allowed, string range) =>
        allowed ? value : throw Errors.Option("FF1001", name, value.ToString(CultureInfo.InvariantCulture), range);
}

/// <summary>What a person may have meant.</summary>
internal static class Suggestion
{
    /// <summary>" Did you mean …?" with the nearest candidate, or an empty string where none is near.</summary>
    internal static string For(string word, IEnumerable<string> candidates) =>
        NearestName.Of(word, candidates) is { } nearest ? " " + Errors.Text("DidYouMean", nearest) : "";
}

/// <summary>The small grammar that families share: <c>name</c> or <c>name(1,0.5)</c>.</summary>
internal static class Call
{
    /// <summary>The name in lower case, and the numbers in brackets.</summary>
    internal static (string Name, float[] Arguments) Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return (text.Trim().ToLowerInvariant(), []);
        if (!text.EndsWith(')')) throw Errors.Option("FF1002", text);
        var numbers = new List<float>();
        foreach (var part in text[(open + 1)..^1].Split(','))
        {
            if (!float.TryParse(part.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number))
                throw Errors.Option("FF1002", text);
            numbers.Add(number);
        }
        return (text[..open].Trim().ToLowerInvariant(), [.. numbers]);
    }
}
