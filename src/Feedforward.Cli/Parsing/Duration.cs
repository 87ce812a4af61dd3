using System.Globalization;

namespace Feedforward.Cli;

/// <summary>A stretch of time as people type it: <c>90s</c>, <c>10m</c>, <c>1.5h</c>.</summary>
internal static class Duration
{
    /// <exception cref="OptionException">FF9187: it is none, or not more than 0.</exception>
    internal static TimeSpan Parse(string text)
    {
        double unit = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number > 0 && number * unit < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(number * unit)
            : throw Texts.Option("FF9187", Evidence.Of(text));
    }
}
