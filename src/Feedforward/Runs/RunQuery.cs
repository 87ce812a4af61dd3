using System.Globalization;

namespace Feedforward;

/// <summary>
/// A choice among runs: <c>l2&gt;0 and validation.accuracy&gt;=0.9</c>. Comparisons are <c>&lt; &lt;= = != &gt;= &gt; ~</c> (contains), joined by
/// <c>and</c>; the left side is a name of <see cref="RunSummary.Value"/>. Numbers are compared as numbers, all else as text without regard to case.
/// </summary>
public sealed class RunQuery
{
    private static readonly string[] Operators = ["<=", ">=", "!=", "==", "<", ">", "=", "~"];

    private readonly List<Term> _terms = [];

    private RunQuery()
    {
    }

    /// <summary>Reads a choice.</summary>
    /// <exception cref="OptionException">FF1263: a part of it is no comparison.</exception>
    public static RunQuery Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var query = new RunQuery();
        foreach (string part in text.Split(" and ", StringSplitOptions.TrimEntries)) query._terms.Add(ParseTerm(part));
        return query;
    }

    /// <summary>Whether a run is chosen; a run that has not what is asked for is not.</summary>
    public bool Accepts(RunSummary run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _terms.TrueForAll(term => run.Value(term.Name) is { } found && term.Accepts(found));
    }

    /// <summary>The runs by a name of <see cref="RunSummary.Value"/>, the least first; <c>-name</c> puts the greatest first; runs without it come last.</summary>
    /// <exception cref="OptionException">FF1264: no run has it.</exception>
    public static IReadOnlyList<RunSummary> Sort(IReadOnlyList<RunSummary> runs, string by)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(by);
        bool down = by.StartsWith('-');
        string name = by.TrimStart('-');
        if (runs.Count > 0 && runs.All(r => r.Value(name) is null))
        {
            string[] names = [.. runs.SelectMany(r => r.Names).Distinct()];
            throw Errors.Option("FF1264", Evidence.Of(name), NearestName.List(names), Suggestion.For(name, names));
        }
        var sorted = runs.Where(r => r.Value(name) is not null).OrderBy(r => new Key(r.Value(name)!)).ToList();
        if (down) sorted.Reverse();
        return [.. sorted, .. runs.Where(r => r.Value(name) is null)];
    }

    private static Term ParseTerm(string part)
    {
        int at = part.IndexOfAny(['<', '>', '=', '!', '~']);
        string? found = at <= 0 ? null : Array.Find(Operators, o => part.AsSpan(at).StartsWith(o));
        if (found is null || part.Length == at + found.Length) throw Errors.Option("FF1263", Evidence.Of(part));
        return new Term(part[..at].Trim(), found, part[(at + found.Length)..].Trim().Trim('"', '\''));
    }

    private sealed record Term(string Name, string Operator, string Wanted)
    {
        internal bool Accepts(string found)
        {
            if (Operator == "~") return found.Contains(Wanted, StringComparison.OrdinalIgnoreCase);
            int order = new Key(found).CompareTo(new Key(Wanted));
            return Operator switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                ">=" => order >= 0,
                "!=" => order != 0,
                _ => order == 0,
            };
        }
    }

    /// <summary>A value that is compared as a number where both are numbers.</summary>
    private readonly record struct Key(string Text) : IComparable<Key>
    {
        public int CompareTo(Key other) =>
            double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double a)
            && double.TryParse(other.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double b)
                ? a.CompareTo(b)
                : string.Compare(Text, other.Text, StringComparison.OrdinalIgnoreCase);
    }
}
