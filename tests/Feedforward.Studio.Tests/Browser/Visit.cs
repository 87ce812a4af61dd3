namespace Feedforward.Studio.Tests.Browser;

/// <summary>One browser for all tests of a class.</summary>
public sealed class Visit(StudioProcess studio) : IDisposable
{
    private readonly Lazy<Chromium> _browser = new(() => new Chromium(studio.Link));

    internal Chromium Browser => _browser.Value;

    /// <summary>The browser as a new tab would be: without sessions of its own, and with nothing on its console.</summary>
    internal Chromium Anew()
    {
        _ = studio.Link;
        Browser.Do("sessionStorage.clear()");
        _ = Browser.Complaints().Count();
        return Browser;
    }

    public void Dispose()
    {
        if (_browser.IsValueCreated) _browser.Value.Dispose();
    }
}
