using System.Diagnostics;
using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Feedforward.Torture;

/// <summary>
/// One browser plays the labs of the studio in turn, as fast as frames come, for a long time: whether the studio's memory grows. What a browser
/// holds is not looked at: it is another program.
/// </summary>
internal sealed class StudioSoak(int minutes, int secondsForEachLab)
{
    /// <summary>Code is compiled and caches fill while it warms up.</summary>
    private const double WarmUp = 1.0 / 3;

    private readonly List<(double Minute, double WorkingSet, double Live)> _samples = [];
    private readonly Stopwatch _clock = new();
    private double _nextSample;
    private long _frames, _visits;

    /// <summary>Runs it; false where the studio ended or the browser had something to complain of.</summary>
    internal bool Run()
    {
        string folder = Directory.CreateTempSubdirectory("feedforward-soak-").FullName;
        using var studio = Start(folder);
        try
        {
            using var browser = new ChromeDriver(ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver"), Options(), TimeSpan.FromMinutes(2));
            browser.Navigate().GoToUrl(studio.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The studio printed no link."));
            string address = new Uri(browser.Url).GetLeftPart(UriPartial.Authority);
            browser.Navigate().GoToUrl(address + "/learn");
            Wait(browser, "document.querySelector('.chapters .ready a')");
            string[] labs = Ask(browser, "[...document.querySelectorAll('.chapters .ready a')].map(a => a.getAttribute('href')).join(' ')").Split(' ');
            Console.WriteLine($"labs: {string.Join(", ", labs)}; {minutes} minutes\n\nminute  working set MB  live heap MB  frames a second  visits");
            _clock.Start();
            while (_clock.Elapsed.TotalMinutes < minutes && !studio.HasExited)
                foreach (string lab in labs)
                    if (_clock.Elapsed.TotalMinutes < minutes) Visit(browser, address + lab, studio);
            return Conclude(browser, studio);
        }
        finally
        {
            if (!studio.HasExited) studio.Kill(entireProcessTree: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Plays a lab at the highest speed; begins anew where it comes to its end.</summary>
    private void Visit(ChromeDriver browser, string lab, Process studio)
    {
        browser.Navigate().GoToUrl(lab + (_visits++ % 2 == 0 ? "" : "?show=numbers,table"));
        Wait(browser, "document.querySelector('[data-happened]')?.textContent.length > 0 && document.querySelector('.play')");
        browser.ExecuteScript(
            """
            window.shown = 0;
            new MutationObserver(() => window.shown++).observe(document.querySelector('.position'), { characterData: true, childList: true, subtree: true });
            const speed = document.querySelector('.speed select');
            speed.value = '8';
            speed.dispatchEvent(new Event('change', { bubbles: true }));
            """);
        var here = Stopwatch.StartNew();
        while (here.Elapsed.TotalSeconds < secondsForEachLab && !studio.HasExited)
        {
            browser.ExecuteScript("const play = document.querySelector('.play'); if (play.disabled) document.querySelector(\"[data-key='R']\").click(); else if (play.dataset.playing === 'false') play.click();");
            Thread.Sleep(500);
            if (_clock.Elapsed.TotalMinutes >= _nextSample) Sample(studio, browser, here.Elapsed.TotalSeconds);
        }
        _frames += long.Parse(Ask(browser, "String(window.shown)"), CultureInfo.InvariantCulture);
    }

    private void Sample(Process studio, ChromeDriver browser, double seconds)
    {
        studio.Refresh();
        double workingSet = studio.WorkingSet64 / 1048576.0, live = LiveHeap.Megabytes(studio.Id), minute = _clock.Elapsed.TotalMinutes;
        _samples.Add((minute, workingSet, live));
        double shown = double.Parse(Ask(browser, "String(window.shown)"), CultureInfo.InvariantCulture);
        Console.WriteLine($"{minute,6:0.0}  {workingSet,14:0.0}  {live,12:0.0}  {shown / Math.Max(1, seconds),15:0.0}  {_visits,6}");
        _nextSample = Math.Floor(minute) + 1;
    }

    private bool Conclude(ChromeDriver browser, Process studio)
    {
        var complaints = browser.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message).ToList();
        Console.WriteLine($"\n{_frames} frames in {_clock.Elapsed.TotalMinutes:0.0} minutes ({_frames / _clock.Elapsed.TotalSeconds:0.0} a second), {_visits} visits");
        var steady = _samples.Where(sample => sample.Minute >= minutes * WarmUp).ToList();
        if (steady.Count > 1)
        {
            Console.WriteLine($"after {minutes * WarmUp:0.0} minutes");
            Console.WriteLine(Growth("working set", steady.Select(s => (s.Minute, s.WorkingSet))));
            Console.WriteLine(Growth("live heap", steady.Select(s => (s.Minute, s.Live))));
        }
        foreach (string complaint in complaints) Console.WriteLine("browser: " + complaint);
        if (studio.HasExited) Console.WriteLine($"the studio ended with {studio.ExitCode}: {studio.StandardError.ReadToEnd()}");
        return !studio.HasExited && complaints.Count == 0;
    }

    /// <summary>The slope of the line through the samples that is nearest to them (least squares), with its standard error.</summary>
    private static string Growth(string name, IEnumerable<(double Minute, double Megabytes)> all)
    {
        var samples = all.ToList();
        double x = samples.Average(s => s.Minute), y = samples.Average(s => s.Megabytes), spread = samples.Sum(s => Math.Pow(s.Minute - x, 2));
        double slope = samples.Sum(s => (s.Minute - x) * (s.Megabytes - y)) / spread;
        double error = Math.Sqrt(samples.Sum(s => Math.Pow(s.Megabytes - y - (slope * (s.Minute - x)), 2)) / Math.Max(1, samples.Count - 2) / spread);
        return $"  {name}: {samples.Min(s => s.Megabytes):0.0} to {samples.Max(s => s.Megabytes):0.0} MB, slope {60 * slope:0.0} ± {60 * error:0.0} MB an hour";
    }

    private static Process Start(string folder)
    {
        // artifacts/bin/PROJECT/CONFIGURATION
        var bin = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(bin.Parent!.Parent!.FullName, "Feedforward.Cli", bin.Name, "Feedforward.Cli");
        return Process.Start(new ProcessStartInfo(program, ["studio", "/learn"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static ChromeOptions Options()
    {
        var options = new ChromeOptions { BinaryLocation = "/usr/bin/chromium" };
        options.AddArguments("--headless", "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage", "--window-size=1280,1000");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        return options;
    }

    private static void Wait(ChromeDriver browser, string condition)
    {
        for (int i = 0; i < 600; i++)
        {
            if (browser.ExecuteScript("return !!(" + condition + ")") is true) return;
            Thread.Sleep(100);
        }
        throw new TimeoutException(condition);
    }

    private static string Ask(ChromeDriver browser, string expression) => (string)browser.ExecuteScript("return " + expression)!;
}
