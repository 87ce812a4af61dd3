using System.Text.Json;

namespace Feedforward;

/// <summary>Two words that answer a question, in any case: +1 for the first, −1 for the second.</summary>
/// <param name="True">What becomes +1, in lower case.</param>
/// <param name="False">What becomes −1.</param>
internal sealed record WordPair(string True, string False)
{
    /// <summary>1 and 0, which are such words only where a person says so.</summary>
    internal static readonly WordPair Digits = new("1", "0");

    /// <summary>All pairs.</summary>
    internal static readonly WordPair[] All = [new("true", "false"), new("yes", "no"), new("y", "n"), new("t", "f"), new("on", "off"), Digits];

    /// <summary>+1, −1, or 0 where the text is neither word.</summary>
    internal int Sign(string text) =>
        text.Equals(True, StringComparison.OrdinalIgnoreCase) ? 1 : text.Equals(False, StringComparison.OrdinalIgnoreCase) ? -1 : 0;

    /// <summary>For example <c>yes/no</c>.</summary>
    public override string ToString() => $"{True}/{False}";
}

/// <summary>+1 or −1 for one word or the other; a blank, and what is neither, is 0. A 1 in a second place where it is blank and training rows had blanks.</summary>
/// <param name="Column">The column.</param>
/// <param name="Words">The words.</param>
/// <param name="HadBlanks">Whether training rows had blanks.</param>
internal sealed record BooleanTransform(string Column, WordPair Words, bool HadBlanks) : Transform(Column)
{
    internal const string Type = "boolean";

    internal override ColumnKind Kind => Words == WordPair.Digits ? ColumnKind.Number : ColumnKind.Text;

    internal override ColumnType Meaning => ColumnType.Boolean;

    internal override int Width => HadBlanks ? 2 : 1;

    internal override void Apply(Cells cells, Block block, ICollection<Notice>? notices)
    {
        Tally blank = default, unseen = default;
        for (int i = 0; i < cells.Count; i++)
        {
            if (cells.Category(i, Kind) is { } text)
            {
                int sign = Words.Sign(text);
                block[i, 0] = sign;
                if (sign == 0) unseen.Add(i);
            }
            else if (HadBlanks)
                block[i, 1] = 1;
            else
                blank.Add(i);
        }
        blank.Report(notices, cells, "FF2355");
        unseen.Report(notices, cells, "FF2353");
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Type);
        json.WriteString("column", Column);
        json.WriteString("words", Words.ToString());
        json.WriteBoolean("blanks", HadBlanks);
    }

    internal static new BooleanTransform Read(StrictJson json)
    {
        json.Only("type", "column", "words", "blanks");
        string words = json.Text("words");
        var pair = Array.Find(WordPair.All, p => p.ToString() == words) ?? throw json.Wrong("words", words);
        return new(json.Text("column"), pair, json.Truth("blanks"));
    }
}
