using System.Collections.Concurrent;
using System.Globalization;

namespace Feedforward.Cli.Tests.Corpus;

/// <summary>Runs alone, because it changes the culture of every thread of the process.</summary>
[CollectionDefinition("corpus", DisableParallelization = true)]
public static class CorpusCollection;

/// <summary>
/// Bad data, one named case after the other: a clear error with its place and advice, or the numbers of the clean file; never a stack trace, half a
/// file or a silent wrong number; and the same bytes under every locale.
/// </summary>
[Collection("corpus")]
public class CorpusTests
{
    private const int Least = 300;

    private static readonly Dictionary<string, CorpusCase> Cases = CorpusCase.All.ToDictionary(c => c.ToString());

    private static readonly ConcurrentDictionary<string, CorpusOutcome> Outcomes = [];

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Locales => ["de-DE", "tr-TR", "ar-SA", "th-TH"];

    [Fact]
    public void There_are_enough_cases() => Assert.InRange(Cases.Count, Least, int.MaxValue);

    [Theory, MemberData(nameof(Names))]
    public void Case(string name)
    {
        var given = Cases[name];
        Assert.SkipUnless(CanRun(given), "not on this machine, or not for this user");
        using var run = new CorpusRun(given);
        var outcome = Outcomes[name] = run.Run();
        var complaints = CorpusJudge.Complaints(given, outcome, english: true);
        Assert.True(complaints.Count == 0, $"{string.Join("; ", complaints)}\n{outcome.Error}\n{outcome.Out}");
        if (given.SameAs is null) return;
        using var clean = new CorpusRun(given, clean: true);
        Assert.Equal(clean.Numbers(clean.Run()), run.Numbers(outcome));
    }

    [Theory, MemberData(nameof(Locales))]
    public void All_cases_are_the_same_to_the_byte_under(string locale)
    {
        var before = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        var culture = CultureInfo.GetCultureInfo(locale);
        try
        {
            (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, culture);
            Require(culture, (given, run) =>
            {
                var (expected, found) = (Outcome(given), run.Run(locale: locale.Replace('-', '_') + ".UTF-8"));
                return found == expected ? null : $"{given}\n{expected}\n{found}";
            });
        }
        finally
        {
            (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = before;
        }
    }

    [Fact]
    public void All_cases_have_the_same_code_place_and_files_in_Chinese() =>
        Require(CultureInfo.InvariantCulture, (given, run) =>
        {
            var (expected, found) = (Outcome(given), run.Run("zh-CN"));
            var complaints = CorpusJudge.Complaints(given, found, english: false);
            // The report of evaluate is for people; what train and predict write is for programs.
            bool same = found.Left == expected.Left && (given.Reports || found.Out == expected.Out);
            return complaints.Count == 0 && same ? null : $"{given}: {string.Join("; ", complaints)}\n{found.Error}";
        });

    /// <summary>Runs all cases, each by a thread of that culture; none must raise a complaint.</summary>
    private static void Require(CultureInfo culture, Func<CorpusCase, CorpusRun, string?> complaint)
    {
        var found = new ConcurrentQueue<string>();
        Parallel.ForEach(Cases.Values.Where(CanRun), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, given =>
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            using var run = new CorpusRun(given);
            if (complaint(given, run) is { } said) found.Enqueue(said);
        });
        Assert.True(found.IsEmpty, string.Join("\n\n", found.Take(5)));
    }

    /// <summary>What the case came to under the invariant culture.</summary>
    private static CorpusOutcome Outcome(CorpusCase given) => Outcomes.GetOrAdd(given.ToString(), _ =>
    {
        var here = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);
        using var run = new CorpusRun(given);
        var outcome = run.Run();
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = here;
        return outcome;
    });

    private static bool CanRun(CorpusCase given) =>
        (given.Shell is null || !OperatingSystem.IsWindows())
        && (!given.Files.Any(file => file.File.Kind == "unreadable") || (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess));
}
