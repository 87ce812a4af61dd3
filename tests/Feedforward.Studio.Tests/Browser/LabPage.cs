using System.Globalization;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>The page of a lab, by the names of its parts.</summary>
internal sealed class LabPage(Chromium browser)
{
    private const string Slider = ".timeline input";

    internal int Position => int.Parse(browser.Ask<string>($"document.querySelector('{Slider}').value"), CultureInfo.InvariantCulture);

    internal int Newest => int.Parse(browser.Ask<string>($"document.querySelector('{Slider}').max"), CultureInfo.InvariantCulture);

    internal string Happened => browser.Ask<string>("document.querySelector('[data-happened]').textContent");

    internal void Open(string page)
    {
        browser.Open(page);
        browser.Wait("!document.querySelector('.play').disabled");
    }

    internal void Play() => Press(playing: true);

    internal void Forward()
    {
        int before = Position;
        browser.Click("[data-key='Right']");
        browser.Wait($"+document.querySelector('{Slider}').value > {before}");
    }

    internal void Back()
    {
        int before = Position;
        browser.Click("[data-key='Left']");
        browser.Wait($"+document.querySelector('{Slider}').value < {before}");
    }

    internal void PlayPast(int position)
    {
        Play();
        browser.Wait($"+document.querySelector('{Slider}').value > {position}");
    }

    /// <summary>Pauses, and waits until the page shows where.</summary>
    internal int Pause()
    {
        Press(playing: false);
        int before, now = -1;
        do
        {
            before = now;
            Thread.Sleep(400);
            now = Position;
        }
        while (now != before);
        return now;
    }

    /// <summary>Starts to play, or stops: the same button. One click does it, unless the page moved under the pointer and it was clicked twice.</summary>
    private void Press(bool playing)
    {
        string state = playing ? "true" : "false";
        string isDone = $"document.querySelector('.play').dataset.playing === '{state}' || document.querySelector('.play').disabled";
        if (browser.Ask<bool>(isDone)) return;
        browser.Click(".play");
        browser.Wait(isDone);
    }

    internal void ShowTable()
    {
        if (browser.All(".numbers-table table").Count == 0) browser.Click("[data-key='T']");
        browser.Wait("document.querySelector('.numbers-table table tbody tr')");
    }

    /// <summary>The table's cells, row by row; the first row are its headings.</summary>
    internal IReadOnlyList<string[]> Table() =>
    [
        .. browser.Ask<string>("[...document.querySelectorAll('.numbers-table tr')].map(row => [...row.children].map(cell => cell.textContent).join('\\t')).join('\\n')")
            .Split('\n').Select(row => row.Split('\t')),
    ];
}
