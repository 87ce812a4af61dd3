namespace Feedforward.Studio.Tests.Browser;

/// <summary>The pages around the labs.</summary>
public class PageTests(Visit visit) : IClassFixture<Visit>
{
    [Theory]
    [InlineData("/", "en", "See a network learn"), InlineData("/", "zh-CN", null)]
    [InlineData("/learn", "en", "How a network learns"), InlineData("/learn", "zh-CN", null)]
    [InlineData("/build", "en", "Train on your own data"), InlineData("/build?data=flowers", "zh-CN", null)]
    [InlineData("/runs", "en", "Runs"), InlineData("/runs", "zh-CN", null)]
    [InlineData("/learn/99", "en", "There is no such page"), InlineData("/learn/99", "zh-CN", null)]
    public void A_page_is_there_in_both_languages(string page, string language, string? title)
    {
        var browser = visit.Anew();
        browser.Open(page);
        browser.Speak(language);
        Assert.Equal(language, browser.Ask<string>("document.documentElement.lang"));
        if (title is not null) Assert.Equal(title, browser.Text("h1"));
        Assert.Single(browser.All("h1"));
        Assert.NotEqual("", browser.Ask<string>("document.title"));
        Expect.Translated(browser);
        Expect.NoComplaint(browser);
    }

    [Fact]
    public void The_contents_lead_to_every_lab_that_is_ready()
    {
        var browser = visit.Anew();
        browser.Open("/learn");
        browser.Speak("en");
        Assert.Equal(12, browser.All(".chapters li").Count);
        Assert.Equal(13, browser.All(".topics tbody tr").Count);
        foreach (var lab in Feedforward.Studio.Learn.Lab.All.Where(lab => lab.IsReady))
        {
            browser.Open("/learn");
            browser.Click($".chapters a[href='{lab.Address}']");
            browser.Wait($"location.pathname === '{lab.Address}' && document.querySelector('[data-happened]')?.textContent.length > 0");
            Assert.Equal(lab.Slug, browser.Find("article.lab").GetAttribute("data-lab"));
        }
        Expect.NoComplaint(browser);
    }

    [Fact]
    public void Everything_a_page_loads_comes_from_the_studio()
    {
        var browser = visit.Anew();
        browser.Open("/learn/3");
        string origin = browser.Ask<string>("location.origin");
        string[] loaded = browser.Ask<string>("performance.getEntriesByType('resource').map(e => e.name).join('\\n')").Split('\n');
        Assert.Contains(loaded, address => address.Contains("blazor.web", StringComparison.Ordinal));
        Assert.All(loaded, address => Assert.StartsWith(origin + "/", address, StringComparison.Ordinal));
    }

    [Fact]
    public void A_theme_is_kept_when_the_page_is_loaded_again()
    {
        var browser = visit.Anew();
        browser.Open("/learn");
        browser.Click("[data-theme-button]");
        string chosen = browser.Ask<string>("document.documentElement.dataset.theme");
        Assert.Contains(chosen, new[] { "light", "dark" });
        browser.Open("/");
        Assert.Equal(chosen, browser.Ask<string>("document.documentElement.dataset.theme"));
        browser.Click("[data-theme-button]");
        Assert.NotEqual(chosen, browser.Ask<string>("document.documentElement.dataset.theme"));
    }
}
