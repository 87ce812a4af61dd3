using Feedforward.Studio.Learn;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Learn;

/// <summary>What holds for every lab, those that are still to come included.</summary>
public class LabCatalogueTests
{
    public static TheoryData<int> Ready => [.. Lab.All.Where(lab => lab.IsReady).Select(lab => lab.Number)];

    [Fact]
    public void The_labs_are_numbered_in_order_and_show_all_of_the_tutorial()
    {
        Assert.Equal(Enumerable.Range(1, 12), Lab.All.Select(lab => lab.Number));
        Assert.Equal(Enumerable.Range(1, 13), Lab.All.SelectMany(lab => lab.Topics).Order());
        Assert.Equal(12, Lab.All.Select(lab => lab.Slug).Distinct().Count());
    }

    [Fact]
    public void Neighbours_are_ready_and_lead_back()
    {
        var ready = Lab.All.Where(lab => lab.IsReady).ToList();
        foreach (var (before, after) in ready.Zip(ready.Skip(1)))
        {
            Assert.Same(after, before.Neighbour(1));
            Assert.Same(before, after.Neighbour(-1));
        }
        Assert.Null(ready[0].Neighbour(-1));
        Assert.Null(ready[^1].Neighbour(1));
    }

    [Theory, MemberData(nameof(Ready))]
    public void A_lab_has_its_page_in_both_languages(int number)
    {
        string slug = Lab.Find(number)!.Slug;
        foreach (string ending in new[] { "", ".zh-CN" })
        {
            string html = LearnPages.Read(string.Create(null, $"{number:00}-{slug}{ending}.md"));
            Assert.True(html.Length > 500, $"{number:00}-{slug}{ending}.md");
            Assert.DoesNotContain("<h1", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Ready))]
    public async Task Each_example_of_a_lab_is_a_training_that_goes_a_step(int number)
    {
        var lab = Component(number);
        Assert.Contains(lab.Presets, preset => preset.IsGood);
        Assert.Contains(lab.Presets, preset => !preset.IsGood);
        foreach (var preset in lab.Presets)
        {
            var state = Read(lab, preset.Query);
            // Nothing in it is mistyped: what the address says is what the state says.
            foreach (var (name, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(preset.Query))
                if (name is not ("vary" or "b" or "show")) Assert.Equal(value.ToString(), state.Text(name));
            Assert.Equal(state.Setup(), Read(lab, state.Query()).Setup());
            LaneSetup[] lanes;
            try
            {
                lanes = [.. state.Lanes().Select(lab.SetUp)];
            }
            catch (FeedforwardException e) when (!preset.IsGood)
            {
                // An example of what cannot be: the page shows what is wrong with it.
                Assert.NotEmpty(e.Notice.Sentence);
                continue;
            }
            using var session = new TrainingSession(lanes, lab.StepsPerSecond);
            await session.Step(1);
            Assert.Equal(1, session.Newest);
        }
    }

    [Theory, MemberData(nameof(Ready))]
    public void Lane_B_opens_with_another_value_for_every_knob(int number)
    {
        var lab = Component(number);
        var state = Read(lab, "");
        typeof(LabComponent).GetProperty(nameof(LabComponent.State))!.SetValue(lab, state);
        foreach (var knob in lab.Knobs.Where(knob => knob is not (TextKnob or ChoiceKnob { Words.Count: 1 })))
            Assert.NotEqual(state.Text(knob.Name), state.WithLaneB(knob.Name, lab.OtherValue(knob)).Other);
    }

    private static LabComponent Component(int number) => (LabComponent)Activator.CreateInstance(Lab.Find(number)!.Component!)!;

    private static LabState Read(LabComponent lab, string query) => LabState.Read(lab.Knobs, lab.Difference?.Name, lab.Difference?.Value, query);
}
