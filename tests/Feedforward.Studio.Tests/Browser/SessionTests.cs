using System.Diagnostics;
using Feedforward.Studio.Sessions;
using Feedforward.Studio.Tests.Security;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>A training belongs to its tab: it survives a new load, and ends with the tab.</summary>
public class SessionTests(StudioProcess studio, RunningStudio here) : IClassFixture<RunningStudio>
{
    [Fact]
    public void Loading_again_and_another_language_leave_the_session_where_it_was()
    {
        using var browser = new Chromium(studio.Link);
        var lab = new LabPage(browser);
        lab.Open("/learn/3?eta=0.2");
        lab.PlayPast(10);
        int position = lab.Pause();
        string sentence = lab.Happened;

        browser.Web.Navigate().Refresh();
        browser.Wait("document.querySelector('[data-happened]')?.textContent.length > 0");
        Assert.Equal((position, sentence), (lab.Position, lab.Happened));

        browser.Speak("zh-CN");
        Assert.Equal(position, lab.Position);
        Assert.NotEqual(sentence, lab.Happened);
        browser.Speak("en");
        Assert.Equal((position, sentence), (lab.Position, lab.Happened));
        Assert.Contains("eta=0.2", browser.Web.Url, StringComparison.Ordinal);
        Expect.NoComplaint(browser);
    }

    [Fact]
    public void A_session_that_plays_goes_on_while_the_page_is_loaded_again()
    {
        using var browser = new Chromium(studio.Link);
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        lab.PlayPast(5);
        int before = lab.Position;
        browser.Web.Navigate().Refresh();
        browser.Wait("document.querySelector('[data-happened]')?.textContent.length > 0");
        browser.Wait($"+document.querySelector('.timeline input').value > {before}");
        Assert.Equal("Pause", browser.Find(".play").GetAttribute("aria-label"));
        lab.Pause();
    }

    /// <summary>The console is not looked at: ten tabs on a busy machine may lose a connection and take it up again.</summary>
    [Fact]
    public void Ten_tabs_play_at_once_each_its_own()
    {
        using var browser = new Chromium(studio.Link);
        var lab = new LabPage(browser);
        var tabs = new List<string>();
        for (int i = 0; i < 10; i++)
        {
            if (i > 0) browser.Web.SwitchTo().NewWindow(WindowType.Tab);
            tabs.Add(browser.Web.CurrentWindowHandle);
            lab.Open(string.Create(null, $"/learn/3?eta=0.1{i}1"));
            lab.Play();
        }
        var names = new HashSet<string>();
        foreach (var (i, tab) in tabs.Index())
        {
            browser.Web.SwitchTo().Window(tab);
            browser.Wait("document.querySelector('[data-happened]')?.textContent.length > 0");
            // Whoever was paused before, this one still plays.
            int before = lab.Position;
            browser.Wait($"+document.querySelector('.timeline input').value > {before + 5}");
            lab.Pause();
            Assert.Equal(string.Create(null, $"0.1{i}1"), browser.Find("#knob-eta-0-number").GetAttribute("value"));
            names.Add(browser.Ask<string>("sessionStorage.getItem('tab')"));
        }
        Assert.Equal(10, names.Count);
    }

    /// <summary>Against a studio in this process, whose sessions can be counted.</summary>
    [Fact]
    public void Closing_a_tab_ends_its_session()
    {
        var sessions = here.Host.Services.GetRequiredService<SessionRegistry>();
        using var browser = new Chromium(here.Host.Link);
        string first = browser.Web.CurrentWindowHandle;
        browser.Web.SwitchTo().NewWindow(WindowType.Tab);
        new LabPage(browser).Open("/learn/3");
        new LabPage(browser).Play();
        browser.Wait("+document.querySelector('.timeline input').value > 2");
        Assert.Equal(1, sessions.Count);
        browser.Web.Close();
        browser.Web.SwitchTo().Window(first);
        // A closed tab says goodbye; one that is lost is waited for half a minute, and its session half a minute more.
        var clock = Stopwatch.StartNew();
        while (sessions.Count > 0 && clock.Elapsed < TimeSpan.FromSeconds(90)) Thread.Sleep(500);
        Assert.Equal(0, sessions.Count);
    }

    [Fact]
    public void Who_wants_no_motion_sees_a_step_a_second()
    {
        using var browser = new Chromium(studio.Link, "--force-prefers-reduced-motion");
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        Thread.Sleep(1500);
        Assert.Equal(0, lab.Position);
        lab.Play();
        browser.Wait("+document.querySelector('.timeline input').value > 0");
        int before = lab.Position;
        var clock = Stopwatch.StartNew();
        Thread.Sleep(5000);
        double rate = (lab.Position - before) / clock.Elapsed.TotalSeconds;
        Assert.InRange(rate, 0.5, 1.5);
        lab.Pause();
    }

    [Fact]
    public void A_reader_without_speech_is_not_talked_to_while_it_plays()
    {
        using var browser = new Chromium(studio.Link);
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        Assert.Equal("polite", browser.Find("[data-happened]").GetAttribute("aria-live"));
        lab.PlayPast(2);
        Assert.Equal("off", browser.Find("[data-happened]").GetAttribute("aria-live"));
        lab.Pause();
        Assert.Equal("polite", browser.Find("[data-happened]").GetAttribute("aria-live"));
    }
}
