using System.Text.RegularExpressions;

namespace Feedforward.Cli.Tests.Corpus;

/// <summary>What a case demands of an outcome.</summary>
internal static partial class CorpusJudge
{
    private const int LongestLine = 2000;

    /// <summary>What is wrong with the outcome; the words that are asked for are English ones.</summary>
    internal static IReadOnlyList<string> Complaints(CorpusCase expected, CorpusOutcome found, bool english)
    {
        string[] lines = found.Error.TrimEnd('\n').Split('\n');
        bool refused = expected.Exit != 0;
        string place = $" {expected.Code}{(!refused ? " " : english ? ": " : "：")}{(expected.At is { } at ? at + ": " : "")}";
        var demands = new (bool IsMet, string Complaint)[]
        {
            (found.Code == expected.Exit, $"exit code {found.Code}, expected {expected.Exit}"),
            (expected.Code is null || $" {found.Error}".Contains(place, StringComparison.Ordinal), $"no \"{place}\""),
            (!english || expected.Says.All(word => (found.Error + found.Out).Contains(word, StringComparison.Ordinal)), $"not all of {string.Join(" | ", expected.Says)}"),
            (!StackTrace().IsMatch(found.Error + found.Out), "a stack trace"),
            (found.Error.All(c => c == '\n' || !char.IsControl(c)), "a control character"),
            (lines.All(line => line.Length <= LongestLine), "a line too long to read"),
            (!refused || lines.Count(line => Error().IsMatch(line)) == 1, "not one error"),
            (!refused || HasFix(lines), "no advice"),
            (!refused || found.Left.Length == 0, $"left: {found.Left}"),
            (refused || !lines.Any(line => Error().IsMatch(line)), "an error and exit code 0"),
            (refused || !expected.Trains || found.Left.StartsWith("m.safetensors", StringComparison.Ordinal), "no model"),
        };
        return [.. demands.Where(demand => !demand.IsMet).Select(demand => demand.Complaint)];
    }

    /// <summary>Whether a line that is set in, with what to do, follows the error.</summary>
    private static bool HasFix(string[] lines)
    {
        int error = Array.FindIndex(lines, line => Error().IsMatch(line));
        return error >= 0 && error + 1 < lines.Length && lines[error + 1].StartsWith("  ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^   at |\.cs:line |Exception:", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex("^(error|错误) FF[0-9]{4}")]
    private static partial Regex Error();
}
