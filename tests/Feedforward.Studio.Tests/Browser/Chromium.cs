using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>A browser that visits a studio, as a reader does: it clicks, types, waits and reads.</summary>
internal sealed class Chromium : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Uri _address;

    /// <param name="link">The link that the studio printed.</param>
    /// <param name="arguments">More arguments of the browser.</param>
    internal Chromium(Uri link, params string[] arguments)
    {
        _address = new Uri(link.GetLeftPart(UriPartial.Authority));
        var options = new ChromeOptions { BinaryLocation = Place("CHROMIUM", "/usr/bin/chromium") };
        options.AddArguments("--headless", "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,1000");
        options.AddArguments(arguments);
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Driver), Path.GetFileName(Driver));
        service.SuppressInitialDiagnosticInformation = true;
        Web = new ChromeDriver(service, options, TimeSpan.FromMinutes(2));
        Web.Navigate().GoToUrl(link);
    }

    internal ChromeDriver Web { get; }

    private static string Driver { get; } = Place("CHROMEDRIVER", "/usr/bin/chromedriver");

    /// <summary>What the browser's console said that is an error or a warning, since it was asked last.</summary>
    internal IEnumerable<string> Complaints() => Web.Manage().Logs.GetLog(LogType.Browser)
        .Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message);

    /// <summary>Opens a page and waits until it is live.</summary>
    internal void Open(string page)
    {
        Web.Navigate().GoToUrl(new Uri(_address, page));
        Wait("document.querySelector('h1') && (!document.querySelector('.lab') || document.querySelector('[data-happened]')?.textContent.length > 0)");
    }

    /// <summary>Waits until a condition, written in JavaScript, is true.</summary>
    internal void Wait(string condition)
    {
        var end = DateTime.UtcNow + Patience;
        while (!Ask<bool>("!!(" + condition + ")"))
        {
            if (DateTime.UtcNow > end) Assert.Fail($"It did not become true: {condition}\n{Web.Url}\n{string.Join('\n', Complaints())}\n{Seen()}");
            Thread.Sleep(50);
        }
    }

    /// <summary>What there is to see, in short.</summary>
    private string Seen() => Ask<string>(
        "['.play', '.position', '[data-happened]', '#blazor-error-ui', '#components-reconnect-modal'].map(s => [s, document.querySelector(s)]).map(([s, e]) => s + ': ' + "
        + "(e && getComputedStyle(e).display !== 'none' ? (e.ariaLabel ?? '') + ' ' + e.textContent.trim() : '-')).join('\\n') + '\\n' + document.body.innerText.slice(0, 500)");

    /// <summary>The value of an expression in JavaScript.</summary>
    internal T Ask<T>(string expression) => (T)Convert.ChangeType(Web.ExecuteScript("return " + expression) ?? throw new InvalidOperationException(expression), typeof(T), CultureInfo.InvariantCulture)!;

    internal void Do(string script) => Web.ExecuteScript(script);

    internal IWebElement Find(string selector) => Web.FindElement(By.CssSelector(selector));

    internal IReadOnlyList<IWebElement> All(string selector) => Web.FindElements(By.CssSelector(selector));

    internal void Click(string selector)
    {
        Wait($"document.querySelector({Quoted(selector)})");
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                var element = Find(selector);
                Web.ExecuteScript("arguments[0].scrollIntoView({ block: 'center' })", element);
                element.Click();
                return;
            }
            catch (WebDriverException e) when (attempt < 5 && e is ElementClickInterceptedException or StaleElementReferenceException)
            {
                // The page moved under the pointer, because a text on it became longer or shorter.
                Thread.Sleep(200);
            }
        }
    }

    /// <summary>Presses a key where the focus is.</summary>
    internal void Press(string key) => Web.SwitchTo().ActiveElement().SendKeys(key);

    internal string Text(string selector) => Find(selector).Text;

    /// <summary>Chooses a language as the page's own link does, and comes back to the page.</summary>
    internal void Speak(string language)
    {
        if (Ask<string>("document.documentElement.lang") == language) return;
        Click(".tools a[lang]");
        Wait($"document.documentElement.lang === '{language}' && document.querySelector('h1') && (!document.querySelector('.lab') || document.querySelector('[data-happened]')?.textContent.length > 0)");
    }

    /// <summary>A window of so many pixels, narrower than a window on a desk can be; null ends it.</summary>
    internal void Narrow(int? width)
    {
        if (width is { } pixels)
            Web.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?> { ["width"] = pixels, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        else Web.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
    }

    internal static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    public void Dispose() => Web.Quit();

    private static string Place(string variable, string usual)
    {
        string path = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : usual;
        Assert.True(File.Exists(path), $"These tests need a browser: install the packages chromium and chromium-driver, or set {variable} ({path} is missing).");
        return path;
    }
}
