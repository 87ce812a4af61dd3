using OpenQA.Selenium;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>The studio without a mouse.</summary>
public class KeyboardTests(Visit visit) : IClassFixture<Visit>
{
    [Fact]
    public void A_lab_is_read_changed_and_played_by_the_keyboard_alone()
    {
        var browser = visit.Anew();
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        browser.Speak("en");
        browser.Wait("!document.querySelector('.play').disabled");

        // The first stop leads past the head of the page.
        browser.Do("document.querySelector('.brand').focus()");
        browser.Press(Keys.Shift + Keys.Tab);
        Assert.True(browser.Ask<bool>("document.activeElement.matches('a.skip')"));
        browser.Press(Keys.Enter);
        browser.Wait("document.activeElement.id === 'page'");
        Assert.Equal("/learn/3", browser.Ask<string>("location.pathname"));

        // An example, and a knob.
        TabTo(browser, ".chip", 12);
        browser.Press(Keys.Enter);
        browser.Wait("document.activeElement.ariaPressed === 'true' && location.search.includes('w=0.6')");
        TabTo(browser, ".knob input[type=range]", 12);
        string before = browser.Ask<string>("location.search");
        browser.Press(Keys.ArrowRight);
        browser.Wait($"location.search !== {Chromium.Quoted(before)}");
        Assert.True(browser.Ask<bool>("document.activeElement.matches('.knob input[type=range]')"));

        // The player: the focus goes to the page, where keys are heard.
        browser.Do("document.getElementById('page').focus()");
        browser.Press(Keys.ArrowRight);
        browser.Wait("+document.querySelector('.timeline input').value === 1");
        browser.Press(Keys.ArrowRight);
        browser.Wait("+document.querySelector('.timeline input').value === 2");
        browser.Press(Keys.ArrowLeft);
        browser.Wait("+document.querySelector('.timeline input').value === 1");
        browser.Press(Keys.Space);
        browser.Wait("+document.querySelector('.timeline input').value > 5");
        browser.Press(Keys.Space);
        browser.Wait("document.querySelector('.play').ariaLabel === 'Play'");
        browser.Press("t");
        browser.Wait("document.querySelector('.numbers-table table')");
        browser.Press("r");
        browser.Wait("+document.querySelector('.timeline input').value === 0");

        // The list of keys opens, and closes again.
        browser.Press("?");
        browser.Wait("document.getElementById('keys').open");
        browser.Press("t");
        browser.Press(Keys.Escape);
        browser.Wait("!document.getElementById('keys').open");
        Assert.Single(browser.All(".numbers-table table"));
        Expect.NoComplaint(browser);
    }

    [Fact]
    public void Keys_are_heard_in_the_player_and_not_where_text_is_typed()
    {
        var browser = visit.Anew();
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        browser.Find("#knob-w-0-number").Click();
        browser.Press(Keys.ArrowUp + "r");
        browser.Do("document.querySelector(\"[data-key='Right']\").focus()");
        browser.Press(Keys.ArrowRight);
        browser.Wait("+document.querySelector('.timeline input').value === 1");
        // Space on a button is that button's own.
        browser.Press(Keys.Space);
        browser.Wait("+document.querySelector('.timeline input').value === 2");
        Assert.Equal("Play", browser.Find(".play").GetAttribute("aria-label"));
    }

    [Fact]
    public void Keys_can_be_turned_off()
    {
        var browser = visit.Anew();
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        browser.Click("[data-key='?']");
        browser.Click("[data-keys-switch]");
        browser.Click("#keys form button");
        browser.Do("document.getElementById('page').focus()");
        browser.Press(Keys.ArrowRight);
        browser.Press("t");
        Thread.Sleep(500);
        Assert.Equal(0, lab.Position);
        Assert.Empty(browser.All(".numbers-table table"));
        browser.Do("sessionStorage.removeItem('keys')");
    }

    [Fact]
    public void Each_stop_of_the_tab_key_is_seen()
    {
        var browser = visit.Anew();
        new LabPage(browser).Open("/learn/3?show=code,table");
        browser.Do("document.activeElement.blur()");
        var stops = new List<string>();
        for (int i = 0; i < 80; i++)
        {
            browser.Press(Keys.Tab);
            if (browser.Ask<bool>("document.activeElement === document.body")) break;
            stops.Add(browser.Ask<string>("document.activeElement.outerHTML.slice(0, 100)"));
            Assert.True(browser.Ask<bool>("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), stops[^1]);
            Assert.True(browser.Ask<bool>("(r => r.width > 0 && r.height > 0)(document.activeElement.getBoundingClientRect())"), stops[^1]);
        }
        Assert.InRange(stops.Count, 20, 79);
    }

    private static void TabTo(Chromium browser, string selector, int atMost)
    {
        for (int i = 0; i < atMost; i++)
        {
            browser.Press(Keys.Tab);
            if (browser.Ask<bool>($"document.activeElement.matches('{selector}')")) return;
        }
        Assert.Fail($"{selector} was not reached by {atMost} steps of the tab key.");
    }
}
