using System.Diagnostics;
using Feedforward.Studio.Tests.Security;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>The rooms Build and Runs on the real command: from a table to a run that is watched, stopped, gone on with, and tried.</summary>
public sealed class BuildTests(StudioProcess studio, Visit visit) : IClassFixture<Visit>
{
    [Fact]
    public void A_table_is_checked_and_trained_on_and_the_run_is_stopped_and_gone_on_with()
    {
        var browser = visit.Anew();
        Write("flowers.csv", Rows(((TableGenerator)Generators.Find("flowers")!).Make()));
        browser.Open("/build?data=flowers.csv&target=species&patience=0&epochs=5000&batch=1");
        browser.Speak("en");
        browser.Wait("document.querySelector('[data-train]')");
        Assert.Contains("FF2020", browser.Text(".findings"), StringComparison.Ordinal);
        Assert.Contains("9 → 32 relu → 3 softmax", browser.Text("main"), StringComparison.Ordinal);
        browser.Click("[data-train]");
        browser.Wait("document.querySelector('article.run [data-stop]') && document.querySelector('table.confusion') && document.querySelector('.happened-line').textContent.includes('of 5000')");
        string run = browser.Ask<string>("document.querySelector('article.run').dataset.run");
        browser.Click("[data-stop]");
        browser.Wait("document.querySelector('[data-resume]')");
        var stopped = RunSummary.Read(Path.Combine(studio.Folder, "runs", run));
        Assert.Equal("interrupted", stopped.Status);
        Assert.True(stopped.Record.Epochs < 5000);

        browser.Find("article.run input[type=number]").SendKeys((stopped.Record.Epochs + 2).ToString(System.Globalization.CultureInfo.InvariantCulture) + "\t");
        browser.Click("[data-resume]");
        browser.Wait("document.querySelector('[data-open-test]') && document.querySelector('.try .figure')");
        Assert.Equal(stopped.Record.Epochs + 2, RunSummary.Read(stopped.Path).Record.Epochs);
        // The slider goes back: the histogram is that of an earlier epoch, on the same axis.
        string histogram = browser.Text(".histogram figcaption"), axis = browser.Text(".histogram .tick.x text");
        browser.Do("const r = document.querySelector('.run .timeline input'); r.value = 0; r.dispatchEvent(new Event('input', { bubbles: true }))");
        browser.Wait("document.querySelector('.histogram figcaption').textContent.includes('epoch 0')");
        Assert.NotEqual("Weights of layer 1, epoch 0", histogram);
        Assert.Equal(axis, browser.Text(".histogram .tick.x text"));
        Assert.Empty(browser.All("section .figure[role=status]"));
        browser.Click("[data-open-test]");
        browser.Wait("document.querySelector('p.figure[role=status]').textContent.includes('%')");

        string before = browser.Text(".try .answer");
        browser.Do("const r = document.querySelector('.try input[type=range]'); r.value = r.max; r.dispatchEvent(new Event('input', { bubbles: true }))");
        browser.Wait($"document.querySelector('.try .answer').innerText !== {Chromium.Quoted(before)}");
        foreach (string file in new[] { "best.safetensors", "last.safetensors", "config.json", "run.json", "metrics.jsonl", "predictions.csv" })
            Assert.True(File.Exists(Path.Combine(stopped.Path, file)), file);
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public void A_run_of_the_command_line_appears_while_it_goes_on()
    {
        var browser = visit.Anew();
        _ = studio.Link;
        using var training = Process.Start(new ProcessStartInfo(StudioProcess.Program,
            ["train", "spiral", "--epochs", "100000", "--patience", "0", "--batch", "4", "--name", "elsewhere-1", "--quiet"])
        { WorkingDirectory = studio.Folder, RedirectStandardOutput = true })!;
        try
        {
            browser.Open("/runs");
            browser.Speak("en");
            browser.Wait("[...document.querySelectorAll('.runs-table a')].some(a => a.textContent === 'elsewhere-1')");
            browser.Click("a[href='/runs/elsewhere-1']");
            browser.Wait("document.querySelector('.happened-line')?.textContent.includes('of 100000')");
            string first = browser.Text(".happened-line");
            browser.Wait($"document.querySelector('.happened-line').innerText !== {Chromium.Quoted(first)}");
            browser.Click("[data-stop]");
            browser.Wait("document.querySelector('[data-resume]')");
            Assert.True(training.WaitForExit(TimeSpan.FromMinutes(1)));
            Assert.Equal(130, training.ExitCode);
        }
        finally
        {
            if (!training.HasExited) training.Kill();
        }
        Assert.Empty(browser.Complaints());
    }

    /// <summary>Names of columns, classes and files that would run a script where a page believes them.</summary>
    [Fact]
    public void Hostile_names_in_data_stay_texts()
    {
        var browser = visit.Anew();
        string[] names = [.. MarkupPayloads.All.Select(p => p.ReplaceLineEndings(" ").Trim()).Distinct()];
        string header = string.Join(',', names.Select(Quoted).Append("target"));
        var rows = Enumerable.Range(0, 120).Select(i => string.Join(',', names.Select((name, j) => j % 2 == 0 ? Quoted(name + (i % 3)) : (i * (j + 1) % 17).ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Append(Quoted(names[i % 4]))));
        const string file = "<img src=x onerror=alert(1)>.csv";
        Write(file, string.Join('\n', rows.Prepend(header)) + "\n");
        browser.Open("/build?data=" + Uri.EscapeDataString(file) + "&target=target&epochs=3");
        browser.Speak("en");
        browser.Wait("document.querySelector('[data-train], .notice.bad')");
        AssertNothingRan(browser);
        browser.Do("document.querySelectorAll('details').forEach(d => d.open = true)");
        AssertNothingRan(browser);
        browser.Click("[data-train]");
        browser.Wait("document.querySelector('.try .figure, .notice.bad')");
        AssertNothingRan(browser);
        browser.Open("/runs");
        AssertNothingRan(browser);
        browser.Open("/runs/" + Uri.EscapeDataString("<img src=x onerror=alert(1)>"));
        AssertNothingRan(browser);
    }

    private static void AssertNothingRan(Chromium browser)
    {
        Assert.Equal(0, browser.Ask<int>("document.querySelectorAll('main :is(script, iframe, object, embed, base, meta, link, form, [onerror], [onload], [onfocus], [onmouseover]), main a[href^=\"javascript\" i]').length"));
        Assert.Empty(browser.Complaints());
        // An open dialog makes every question to the page fail; this one was answered.
        Assert.Equal(1, browser.Ask<int>("1"));
    }

    private void Write(string name, string text)
    {
        _ = studio.Link;
        File.WriteAllText(Path.Combine(studio.Folder, name), text);
    }

    private static string Rows(Table table) => string.Concat(Enumerable.Range(-1, table.Rows + 1).Select(i =>
        string.Join(',', table.Columns.Select(column => i < 0 ? column.Name : table.Original(i, column.Name))) + "\n"));

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
