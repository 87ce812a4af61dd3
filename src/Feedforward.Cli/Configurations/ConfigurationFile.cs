using System.Text.Json;

namespace Feedforward.Cli;

/// <summary>Tells a configuration from data.</summary>
internal static class ConfigurationFile
{
    private const int Looked = 1 << 16;

    /// <summary>Names under which a file is a configuration whatever it holds.</summary>
    private static readonly string[] Names = ["feedforward.json", "config.json"];

    /// <summary>
    /// Whether a word names a configuration: a <c>.json</c> file of one of the usual names, or one that begins with a part of a configuration.
    /// Rows in JSON begin with <c>[</c>, or their first member is no object and they have other members, or there are several of them.
    /// </summary>
    internal static bool Is(string word)
    {
        if (!word.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || !File.Exists(word)) return false;
        if (Names.Contains(Path.GetFileName(word), StringComparer.OrdinalIgnoreCase)) return true;
        try
        {
            using var file = new FileStream(word, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            var start = new byte[Looked];
            return file.CanSeek && BeginsAsConfiguration(start.AsSpan(0, file.ReadAtLeast(start, Looked, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a text begins as a configuration; a misspelt part counts, so that it can be told.</summary>
    internal static bool BeginsAsConfiguration(ReadOnlySpan<byte> bytes)
    {
        if (ConfigurationText.IsUtf16(bytes)) return true;
        if (bytes.StartsWith(System.Text.Encoding.UTF8.Preamble)) bytes = bytes[3..];
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(ConfigurationReader.Options with { AllowMultipleValues = true }));
        bool opened = false;
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            opened = true;
            if (!json.Read() || json.TokenType != JsonTokenType.PropertyName) return json.TokenType == JsonTokenType.EndObject;
            string name = json.GetString()!;
            if (name == ConfigurationKeys.Schema) return true;
            return IsPart(name) && json.Read() && (json.TokenType == JsonTokenType.StartObject || HasOnlyParts(ref json));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return opened;
        }
    }

    private static bool IsPart(string name) =>
        name == ConfigurationKeys.Schema || ConfigurationKeys.Sections.Contains(name) || NearestName.Of(name, ConfigurationKeys.Sections) is not null;

    /// <summary>From a member's value on: whether all other members are named as parts too, and nothing follows the object, as rows would.</summary>
    private static bool HasOnlyParts(ref Utf8JsonReader json)
    {
        while (json.TrySkip() && json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject) return !json.Read();
            if (!IsPart(json.GetString()!) || !json.Read()) return false;
        }
        return false;
    }
}
