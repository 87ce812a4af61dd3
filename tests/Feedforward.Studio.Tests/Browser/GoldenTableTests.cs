using System.Globalization;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>Lab 3's own table shows what an independent computation gave.</summary>
public class GoldenTableTests(StudioProcess studio)
{
    [Fact]
    public void After_fifty_epochs_cross_entropy_has_learned_and_the_quadratic_cost_has_not()
    {
        using var browser = new Chromium(studio.Link);
        var lab = new LabPage(browser);
        lab.Open("/learn/3");
        lab.ShowTable();
        browser.Do("document.querySelector('.speed select').value = '8'; document.querySelector('.speed select').dispatchEvent(new Event('change', { bubbles: true }))");
        lab.PlayPast(50);
        lab.Pause();
        var table = lab.Table();
        int a = Array.IndexOf(table[0], "a");
        Assert.Equal(0.975933, Value("A"), 2e-6);
        Assert.Equal(0.098504, Value("B"), 2e-6);
        Expect.NoComplaint(browser);

        double Value(string lane) => double.Parse(table.Single(row => row[0] == lane && row[1] == "50")[a], CultureInfo.InvariantCulture);
    }
}
