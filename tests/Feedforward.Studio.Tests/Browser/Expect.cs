using System.Text.RegularExpressions;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>What holds for every page.</summary>
internal static partial class Expect
{
    /// <summary>No key stands where its text should be, and a Chinese page has Chinese words.</summary>
    internal static void Translated(Chromium browser)
    {
        string text = browser.Ask<string>(
            "document.body.innerText + '\\n' + [...document.querySelectorAll('[aria-label],[title],[placeholder]')].map(e => [e.ariaLabel, e.title, e.placeholder].join('\\n')).join('\\n')");
        Assert.DoesNotMatch(Key(), text);
        bool hasChinese = text.Any(c => c is >= '\u4e00' and <= '\u9fff');
        // English pages name one thing in Chinese: the way to the Chinese ones.
        if (browser.Ask<string>("document.documentElement.lang") == "zh-CN") Assert.True(hasChinese);
        else Assert.DoesNotMatch(Sentence(), text);
    }

    /// <summary>The browser's console is empty.</summary>
    internal static void NoComplaint(Chromium browser)
    {
        string found = string.Join('\n', browser.Complaints());
        Assert.True(found.Length == 0, found);
    }

    /// <summary>Nothing is wider than the window.</summary>
    internal static void NothingTooWide(Chromium browser)
    {
        string found = browser.Ask<string>(TooWide);
        Assert.True(found.Length == 0, found);
    }

    private const string TooWide =
        """
        document.documentElement.scrollWidth <= innerWidth ? '' : innerWidth + ' < ' + document.documentElement.scrollWidth + ': ' +
            [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-scroll, pre, svg')).slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' | ')
        """;

    [GeneratedRegex(@"\b(lab|knob|choice|topic|keys|player|predict|learn|home|room|shell|missing|connection|refused|build|runs|run|status|type|role|pad)\.[A-Za-z][\w.-]*|\{\d\}")]
    private static partial Regex Key();

    [GeneratedRegex(@"[\u4e00-\u9fff]{5,}")]
    private static partial Regex Sentence();
}
