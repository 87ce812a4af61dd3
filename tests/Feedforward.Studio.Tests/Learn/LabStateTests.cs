using CsCheck;
using Feedforward.Studio.Learn;

namespace Feedforward.Studio.Tests.Learn;

public class LabStateTests
{
    private static readonly Knob[] Knobs =
    [
        new NumberKnob("eta", 0.15, 0.001, 5, 0.001) { IsLogarithmic = true },
        new NumberKnob("w", 2, -4, 4, 0.1),
        new ChoiceKnob("cost", "quadratic", "quadratic", "cross-entropy"),
        new TextKnob("layers", "4,1", text => text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c == ',')),
    ];

    private static readonly Gen<(string Name, string Value)?> SomeDifference = Gen.OneOf(
        Gen.Const(((string, string)?)null), Gen.Const(((string, string)?)("eta", "2")), Gen.Const(((string, string)?)("cost", "cross-entropy")));

    private static readonly Gen<(string Name, string Value)> SomeValue = Gen.OneOf(
        Gen.Double[0.001, 5].Select(value => ("eta", NumberKnob.Text(value))),
        Gen.Double[-4, 4].Select(value => ("w", NumberKnob.Text(value))),
        Gen.Int[-4, 4].Select(value => ("w", NumberKnob.Text(value))),
        OneOf("quadratic", "cross-entropy").Select(word => ("cost", word)),
        Gen.Int[0, 99].Select(Gen.Int[1, 9]).Select(pair => ("layers", string.Create(null, $"{pair.Item1},{pair.Item2}"))));

    private static readonly Gen<Func<LabState, LabState>> SomeChange = Gen.OneOf<Func<LabState, LabState>>(
        SomeValue.Select<(string Name, string Value), Func<LabState, LabState>>(v => state => state.With(v.Name, v.Value)),
        SomeValue.Select<(string Name, string Value), Func<LabState, LabState>>(v => state => state.WithLaneB(v.Name, v.Value)),
        Gen.Const<Func<LabState, LabState>>(state => state.WithLaneB(null, null)),
        OneOf("table", "numbers", "code").Select<string, Func<LabState, LabState>>(what => state => state.Toggle(what)));

    [Fact]
    public void An_address_gives_back_the_state_that_it_was_made_of() => SomeDifference.Select(SomeChange.Array[0, 8]).Sample((difference, changes) =>
    {
        var state = changes.Aggregate(Read("", difference), (before, change) => change(before));
        var again = Read(state.Query(), difference);
        Assert.Equal(state.Setup(), again.Setup());
        Assert.Equal((state.Vary, state.Other), (again.Vary, again.Other));
        Assert.Equal(state.Shown.Order(), again.Shown);
        Assert.Equal(state.Query(), again.Query());
        Assert.All(Knobs, knob => Assert.Equal(state.Text(knob.Name), again.Text(knob.Name)));
    });

    [Fact]
    public void Whatever_an_address_says_each_knob_has_a_value_of_its_own() => Gen.String.Select(Gen.String, Gen.String, Gen.String).Sample((eta, cost, vary, b) =>
    {
        var state = Read($"?eta={Uri.EscapeDataString(Fit(eta))}&cost={Uri.EscapeDataString(Fit(cost))}&vary={Uri.EscapeDataString(Fit(vary))}&b={Uri.EscapeDataString(Fit(b))}", null);
        Assert.InRange(state.Number("eta"), 0.001, 5);
        Assert.Contains(state.Text("cost"), new[] { "quadratic", "cross-entropy" });
        Assert.True(state.Vary is null || Knobs.Any(knob => knob.Name == state.Vary));
        Assert.All(state.Lanes(), lane => Assert.All(Knobs, knob => Assert.Equal(lane.Text(knob.Name), knob.Allowed(lane.Text(knob.Name)))));
    });

    [Theory]
    [InlineData("?eta=banana", "0.15"), InlineData("?eta=NaN", "0.15"), InlineData("?eta=Infinity", "0.15"), InlineData("?eta=", "0.15")]
    [InlineData("?eta=100", "5"), InlineData("?eta=-1", "0.001"), InlineData("?eta=0,5", "0.15"), InlineData("?eta=1&eta=2", "0.15"), InlineData("", "0.15")]
    public void A_wrong_number_is_the_usual_one_and_one_that_is_too_large_the_largest(string query, string expected) =>
        Assert.Equal(expected, Read(query, null).Text("eta"));

    [Fact]
    public void Wrong_words_and_texts_are_as_usual()
    {
        var state = Read("?cost=hinge&layers=" + new string('1', 201) + "&unknown=1&vary=unknown&b=7", null);
        Assert.Equal("quadratic", state.Text("cost"));
        Assert.Equal("4,1", state.Text("layers"));
        Assert.Null(state.Vary);
        Assert.Single(state.Lanes());
        Assert.Equal("", state.Query());
    }

    [Fact]
    public void Lane_B_differs_in_one_knob_and_in_nothing_else()
    {
        var lanes = Read("?w=1&vary=eta&b=0.5", ("cost", "cross-entropy")).Lanes();
        Assert.Equal(["0.15", "0.5"], lanes.Select(lane => lane.Text("eta")));
        Assert.All(Knobs.Where(knob => knob.Name != "eta"), knob => Assert.Equal(lanes[0].Text(knob.Name), lanes[1].Text(knob.Name)));
    }

    [Fact]
    public void Addresses_are_the_same_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("?eta=0.5", Read("?eta=0.5", null).Query());
            Assert.Equal(0.5, Read("?eta=0.5", null).Number("eta"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static LabState Read(string query, (string Name, string Value)? difference) => LabState.Read(Knobs, difference?.Name, difference?.Value, query);

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    /// <summary>Half a surrogate pair is no text that an address could hold.</summary>
    private static string Fit(string text) => string.Concat(text.EnumerateRunes());
}
