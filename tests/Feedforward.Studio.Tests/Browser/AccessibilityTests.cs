using Feedforward.Studio.Learn;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>What axe-core finds wrong for people who see, hear or move otherwise; and pages on a narrow window.</summary>
public class AccessibilityTests(Visit visit) : IClassFixture<Visit>
{
    private static readonly string Axe = ReadAxe();

    public static TheoryData<string> Pages =>
        ["/", "/learn", "/learn/99", "/build", "/build?data=moons", "/build?data=hills&hidden=8,8", "/runs", "/runs/nobody", .. Lab.All.Where(lab => lab.IsReady).SelectMany(lab => new[] { lab.Address, lab.Address + "?show=code,numbers,table" })];

    [Theory, MemberData(nameof(Pages))]
    public void A_page_has_no_fault_that_axe_knows_in_either_theme(string page)
    {
        var browser = visit.Anew();
        browser.Open(page);
        foreach (string theme in new[] { "light", "dark" })
        {
            browser.Do($"document.documentElement.dataset.theme = '{theme}'");
            AssertNone(Violations(browser));
        }
        browser.Do("document.getElementById('keys').showModal()");
        AssertNone(Violations(browser));
    }

    [Theory, MemberData(nameof(Pages))]
    public void A_page_fits_into_320_pixels(string page)
    {
        var browser = visit.Anew();
        try
        {
            browser.Narrow(320);
            foreach (string language in page.Contains('?', StringComparison.Ordinal) ? new[] { "en" } : new[] { "en", "zh-CN" })
            {
                browser.Open(page);
                browser.Speak(language);
                Assert.Equal(320, browser.Ask<int>("innerWidth"));
                Expect.NothingTooWide(browser);
                AssertNone(SmallTargets(browser));
            }
        }
        finally
        {
            browser.Narrow(null);
            browser.Speak("en");
        }
    }

    /// <summary>Targets narrower or lower than 24 pixels. Letters of a formula are targets within a sentence, which may be small.</summary>
    private static string SmallTargets(Chromium browser) => browser.Ask<string>(
        """
        [...document.querySelectorAll('button:not(.linked), select, input:not([type=checkbox]):not([type=radio])')]
            .filter(e => e.checkVisibility({ visibilityProperty: true })).map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => Math.round(r.width) < 24 || Math.round(r.height) < 24)
            .map(([e, r]) => e.outerHTML.slice(0, 160) + ': ' + r.width + ' x ' + r.height).join('\n')
        """);

    private static void AssertNone(string violations) => Assert.True(violations.Length == 0, violations);

    private static string Violations(Chromium browser)
    {
        browser.Do(Axe);
        return (string)browser.Web.ExecuteAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
                .then(result => done(result.violations.map(v => v.id + ': ' + v.help + '\n' + v.nodes.slice(0, 4).map(n => '   ' + n.html + '\n   ' + n.failureSummary).join('\n')).join('\n')), e => done('axe: ' + e));
            """)!;
    }

    /// <summary>axe-core, which Deque.AxeCore.Commons holds.</summary>
    private static string ReadAxe()
    {
        using var stream = typeof(Deque.AxeCore.Commons.AxeRunOptions).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js");
        using var reader = new StreamReader(stream!);
        return reader.ReadToEnd();
    }
}
