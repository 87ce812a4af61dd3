using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>Values as they are written in JSON.</summary>
internal static class JsonText
{
    /// <summary>A text between quotes.</summary>
    internal static string Of(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The shortest number that reads as the same float.</summary>
    internal static string Of(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    internal static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>On or off.</summary>
    internal static string Of(bool on) => on ? ConfigurationKeys.True : ConfigurationKeys.False;

    /// <summary>A list of texts.</summary>
    internal static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Of))}]";

    /// <summary>Texts that are all equal as one of them, others as a list; null where there are none.</summary>
    internal static string? OneOrEach(IReadOnlyList<string> texts) => texts.Count == 0 ? null : texts.Distinct().Count() == 1 ? Of(texts[0]) : Of(texts);

    /// <summary>What was typed for a flag, as a value of one of its kinds.</summary>
    internal static string Typed(Flag flag, string text, IReadOnlyList<string> items)
    {
        if (flag.Shape == Shape.Truth) return Of(on: true);
        if ((flag.Shape & (Shape.Number | Shape.Whole)) != 0)
        {
            if (IsNumber(text)) return text;
            if (!flag.Shape.HasFlag(Shape.Text) && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)) return Of(number);
        }
        return flag.Shape.HasFlag(Shape.List) && items.Count != 1 ? Of(items) : Of(text);
    }

    private static bool IsNumber(string text)
    {
        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return json.Read() && json.TokenType == JsonTokenType.Number && json.ValueSpan.Length == text.Length && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
