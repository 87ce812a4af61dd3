using System.Globalization;

namespace Feedforward;

/// <summary>
/// A choice among runs: <c>l2&gt;0 and validation.accuracy&gt;=0.9</c>. Comparisons are <c>&lt; &lt;= = != &gt;= &gt; ~</c> (contains), joined by
/// <c>and</c>; the left side is a name of <see cref="RunSummary.Value"/>. Numbers are compared as numbers, texts without regard to case; a number and a
/// text differ, and none is the lesser.
/// </summary>
public sealed class RunQuery
{
    private static readonly string[] Operators = ["<=", ">=", "!=", "==", "<", ">", "=", "~"];

    private static readonly char[] Signs = ['<', '>', '=', '!', '~'];

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

    /// <summary>The runs that are chosen, in their order.</summary>
    /// <exception cref="OptionException">FF1264: no run has what is asked for. FF1267: a number is to be less or greater than a text.</exception>
    public IReadOnlyList<RunSummary> Choose(IReadOnlyList<RunSummary> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        foreach (var term in _terms)
        {
            RequireKnown(runs, term.Name);
            term.RequireOrder(runs);
        }
        return [.. runs.Where(Accepts)];
    }

    /// <summary>The runs by a name of <see cref="RunSummary.Value"/>, the least first; <c>-name</c> puts the greatest first; runs without it come last.</summary>
    /// <exception cref="OptionException">FF1264: no run has it.</exception>
    public static IReadOnlyList<RunSummary> Sort(IReadOnlyList<RunSummary> runs, string by)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(by);
        bool down = by.StartsWith('-');
        string name = by.TrimStart('-');
        RequireKnown(runs, name);
        var sorted = runs.Where(r => r.Value(name) is not null).OrderBy(r => new Key(r.Value(name)!)).ToList();
        if (down) sorted.Reverse();
        return [.. sorted, .. runs.Where(r => r.Value(name) is null)];
    }

    private static void RequireKnown(IReadOnlyList<RunSummary> runs, string name)
    {
        if (runs.Count == 0 || runs.Any(r => r.Value(name) is not null)) return;
        string[] names = [.. runs.SelectMany(r => r.Names).Distinct()];
        throw Errors.Option("FF1264", Evidence.Of(name), NearestName.List(names), Meant(name, names));
    }

    /// <summary>The nearest of the names; or the first whose last part is near, as <c>test.accuracy</c> is to <c>accuraccy</c>.</summary>
    private static string Meant(string name, string[] names)
    {
        static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
        string meant = Suggestion.For(name, names);
        return meant.Length > 0 || NearestName.Of(name, names.Select(Last)) is not { } near ? meant : Suggestion.For(names.First(n => Last(n) == near), names);
    }

    private static Term ParseTerm(string part)
    {
        int at = part.IndexOfAny(Signs);
        string? found = at <= 0 ? null : Array.Find(Operators, o => part.AsSpan(at).StartsWith(o));
        string wanted = found is null ? "" : part[(at + found.Length)..].Trim();
        if (wanted.Length == 0 || Signs.Contains(wanted[0])) throw Errors.Option("FF1263", Evidence.Of(part));
        return new Term(part[..at].Trim(), found!, wanted.Trim('"', '\''));
    }

    private sealed record Term(string Name, string Operator, string Wanted)
    {
        internal bool Accepts(string found)
        {
            if (Operator == "~") return found.Contains(Wanted, StringComparison.OrdinalIgnoreCase);
            var (a, b) = (new Key(found), new Key(Wanted));
            if (IsOrder && a.IsNumber != b.IsNumber) return false;
            int order = a.CompareTo(b);
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

        private bool IsOrder => Operator[0] is '<' or '>';

        /// <summary>Sees to it that a number is wanted where all that is found are numbers.</summary>
        internal void RequireOrder(IReadOnlyList<RunSummary> runs)
        {
            string[] found = [.. runs.Select(r => r.Value(Name)).OfType<string>()];
            if (IsOrder && found.Length > 0 && !new Key(Wanted).IsNumber && Array.TrueForAll(found, f => new Key(f).IsNumber))
                throw Errors.Option("FF1267", Name, Operator, Evidence.Of(Wanted), found[^1]);
        }
    }

    /// <summary>A value that is compared as a number where both are numbers; numbers come before texts.</summary>
    private readonly struct Key(string text) : IComparable<Key>
    {
        private readonly string _text = text;

        private readonly double? _number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

        internal bool IsNumber => _number is not null;

        public int CompareTo(Key other) => (_number, other._number) switch
        {
            ({ } a, { } b) => a.CompareTo(b),
            (null, null) => string.Compare(_text, other._text, StringComparison.OrdinalIgnoreCase),
            _ => IsNumber ? -1 : 1,
        };
    }
}
