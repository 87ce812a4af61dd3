using System.Globalization;
using Feedforward.Studio.Learn;

namespace Feedforward.Studio.Tests.Browser;

/// <summary>Every lab that is ready, in both languages, played as a reader plays it.</summary>
public class LabTests : IClassFixture<Visit>
{
    private readonly Chromium _browser;
    private readonly LabPage _lab;

    public LabTests(Visit visit)
    {
        _browser = visit.Anew();
        _lab = new LabPage(_browser);
    }

    public static TheoryData<int, string> Labs
    {
        get
        {
            var labs = new TheoryData<int, string>();
            foreach (var lab in Lab.All.Where(lab => lab.IsReady))
            {
                labs.Add(lab.Number, "en");
                labs.Add(lab.Number, "zh-CN");
            }
            return labs;
        }
    }

    [Theory, MemberData(nameof(Labs))]
    public void A_lab_is_played_forward_and_back(int number, string language)
    {
        Begin(number, language);
        Assert.Equal(0, _lab.Position);
        string begin = _lab.Happened;
        _lab.Forward();
        string first = _lab.Happened;
        Assert.NotEqual(begin, first);
        _lab.Forward();
        _lab.Back();
        Assert.Equal(first, _lab.Happened);
        _lab.PlayPast(_lab.Position + 3);
        int paused = _lab.Pause();
        Assert.True(paused > 3);
        _lab.Back();
        Assert.True(_lab.Position < paused);
        _browser.Click("[data-key='R']");
        _browser.Wait("+document.querySelector('.timeline input').value === 0");
        Assert.Equal(begin, _lab.Happened);
        AssertNoComplaint();
    }

    [Theory, MemberData(nameof(Labs))]
    public void A_labs_examples_change_it_and_its_table_has_numbers(int number, string language)
    {
        Begin(number, language);
        _lab.Forward();
        _lab.ShowTable();
        var numbers = _lab.Table().Skip(1).SelectMany(row => row).Where(cell => double.TryParse(cell.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        Assert.NotEmpty(numbers);
        for (int i = 0; i < _browser.All(".chip").Count; i++)
        {
            _browser.Click($".chip:nth-of-type({i + 1})");
            _browser.Wait($"document.querySelector('.chip:nth-of-type({i + 1})').ariaPressed === 'true' && document.querySelector('[data-happened]').textContent.length > 0");
            _browser.Wait("+document.querySelector('.timeline input').value === 0");
            AssertAllIsTranslated();
        }
        AssertNoComplaint();
    }

    [Theory, MemberData(nameof(Labs))]
    public void A_lab_shows_numbers_code_and_its_text(int number, string language)
    {
        Begin(number, language);
        _browser.Click("[data-key='N']");
        _browser.Wait("location.search.includes('numbers')");
        _browser.Click(".happened .buttons .button:nth-of-type(3)");
        _browser.Wait("document.querySelector('.code pre')");
        Assert.Contains("using Feedforward;", _browser.Text(".code pre"), StringComparison.Ordinal);
        Assert.True(_browser.Text(".text").Length > 200);
        Assert.Equal(language, _browser.Ask<string>("document.querySelector('.text').lang"));
        AssertAllIsTranslated();
        AssertNoComplaint();
    }

    private void Begin(int number, string language)
    {
        _lab.Open("/learn/" + number.ToString(CultureInfo.InvariantCulture));
        _browser.Speak(language);
        _browser.Wait("!document.querySelector('.play').disabled");
        Assert.Equal(language, _browser.Ask<string>("document.documentElement.lang"));
        AssertAllIsTranslated();
    }

    private void AssertAllIsTranslated() => Expect.Translated(_browser);

    private void AssertNoComplaint() => Expect.NoComplaint(_browser);
}
