using System.Net;
using System.Text.RegularExpressions;
using Feedforward.Pictures;
using Feedforward.Studio.Learn;
using Feedforward.Studio.Tests.Pictures;

namespace Feedforward.Studio.Tests.Security;

/// <summary>Texts from outside stay texts, and what went wrong says nothing about the machine.</summary>
public partial class HostileTextTests(RunningStudio studio) : IClassFixture<RunningStudio>
{
    public static TheoryData<string> Payloads => [.. MarkupPayloads.All];

    [Fact]
    public void The_lists_are_whole() => Assert.Equal((60, 200), (MarkupPayloads.All.Distinct().Count(), TraversalStrings.All.Distinct().Count()));

    [Theory, MemberData(nameof(Payloads))]
    public async Task A_name_in_a_picture_is_a_text(string name)
    {
        var chart = await Drawn.Of<LineChart>(new()
        {
            ["Series"] = new[] { new Series(name, [new(0, 1)], 0) },
            ["Marks"] = new[] { new CurveMark(0, name) },
            ["Title"] = name,
            ["XLabel"] = name,
            ["Legend"] = true,
            ["ShowTable"] = true,
        });
        var plain = await Drawn.Of<LineChart>(new()
        {
            ["Series"] = new[] { new Series("x", [new(0, 1)], 0) },
            ["Marks"] = new[] { new CurveMark(0, "x") },
            ["Title"] = "x",
            ["XLabel"] = "x",
            ["Legend"] = true,
            ["ShowTable"] = true,
        });
        Assert.Equal(Shape(plain), Shape(chart));
        Assert.Equal(name, chart.Descendants("figcaption").Single().Value);

        var bars = await Drawn.Of<BarChart>(new() { ["Bars"] = new[] { new Bar(name, 1) }, ["Title"] = name, ["ShowTable"] = true });
        Assert.Equal(Shape(await Drawn.Of<BarChart>(new() { ["Bars"] = new[] { new Bar("x", 1) }, ["Title"] = "x", ["ShowTable"] = true })), Shape(bars));
    }

    [Theory, MemberData(nameof(Payloads))]
    public async Task An_address_does_not_become_part_of_the_page(string text)
    {
        var answer = await studio.Get("/learn/3?eta=" + Uri.EscapeDataString(text) + "&" + Uri.EscapeDataString(text) + "=1", studio.Cookie);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var plain = await studio.Get("/learn/3", studio.Cookie);
        Assert.Equal(Scripts().Count(plain.Body), Scripts().Count(answer.Body));
        Assert.DoesNotContain("alert(1)", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>The rows of a lab's text are our own; a name of a lab's part is one of a fixed list.</summary>
    [Theory, MemberData(nameof(Payloads))]
    public void A_state_takes_no_text_that_its_knobs_do_not_know(string text)
    {
        var lab = new Feedforward.Studio.Learn.Labs.TwoCosts();
        string query = string.Join('&', lab.Knobs.Select(knob => knob.Name).Append("vary").Append("b").Select(name => name + "=" + Uri.EscapeDataString(text)));
        var state = LabState.Read(lab.Knobs, lab.Difference?.Name, lab.Difference?.Value, query);
        Assert.All(lab.Knobs, knob => Assert.Equal(knob.Usual, state.Text(knob.Name)));
        Assert.Null(state.Vary);
    }

    [Fact]
    public async Task No_path_leads_to_a_file_that_is_no_asset()
    {
        foreach (string text in TraversalStrings.All)
            foreach (string path in new[] { "/" + Uri.EscapeDataString(text), "/_content/Feedforward.Studio/" + Raw(text), "/_framework/" + Raw(text), "/learn/" + Uri.EscapeDataString(text) })
            {
                var answer = await studio.Get(path, studio.Cookie);
                if (answer.Status == HttpStatusCode.OK) Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
                if (answer.Status != HttpStatusCode.OK) AssertSilent(answer, path);
            }
    }

    [Fact]
    public async Task No_refusal_holds_a_path_a_type_or_a_stack()
    {
        (string Method, string Target, string Body, string Type)[] requests =
        [
            ("GET", "/nothing", "", ""), ("GET", "/_content/nothing.css", "", ""), ("GET", "/_framework/nothing.js", "", ""), ("GET", "/learn/notanumber", "", ""), ("GET", "/%", "", ""), ("GET", "/%zz", "", ""),
            ("GET", "/%ff%fe", "", ""), ("POST", "/", "a=b", "application/x-www-form-urlencoded"), ("POST", "/learn/3", "a=b", "multipart/form-data"), ("POST", "/language/en", "", ""),
            ("PUT", "/", "x", "text/plain"), ("DELETE", "/learn", "", ""), ("GET", "/_blazor", "", ""), ("GET", "/_blazor?id=nobody", "", ""), ("POST", "/_blazor?id=nobody", "x", "text/plain"),
            ("POST", "/_blazor/negotiate", "x", "text/plain"), ("POST", "/_blazor/negotiate?negotiateVersion=999999999999", "", ""), ("POST", "/_blazor/disconnect", "circuitId=x", "application/x-www-form-urlencoded"),
            ("POST", "/_blazor/disconnect", "x", "application/json"), ("GET", "/_framework/opaque-redirect", "", ""), ("GET", "/_framework/opaque-redirect?url=x", "", ""), ("GET", "/language/", "", ""),
            ("GET", "/" + new string('a', 7000), "", ""), ("GET", "/learn/99999999999999999999", "", ""), ("GET", "/?token=wrong", "", ""), ("FETCH", "/", "", ""), ("POST", "/learn", "__RequestVerificationToken=x&_handler=y", "application/x-www-form-urlencoded"),
        ];
        foreach (var (method, target, body, type) in requests)
        {
            var answer = await studio.Send(method, target, body, type.Length > 0 ? [studio.Cookie, ("Content-Type", type)] : [studio.Cookie]);
            if (answer.Status != HttpStatusCode.OK) AssertSilent(answer, method + " " + target);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.Status);
        }
        AssertSilent(await studio.Get("/nothing"), "without cookie");
        AssertSilent(await RawAnswer.To(IPAddress.Loopback, studio.Port, "GARBAGE", []), "garbage");
        AssertSilent(await RawAnswer.To(IPAddress.Loopback, studio.Port, "GET / HTTP/9.9", [("Host", studio.Name)]), "version");
        AssertSilent(await studio.Get("/", ("X-Long", new string('x', 40_000))), "long header");
    }

    private static void AssertSilent(RawAnswer answer, string request)
    {
        foreach (string secret in new[] { AppContext.BaseDirectory, Repository.Root, Environment.CurrentDirectory, Path.GetTempPath(), Environment.MachineName, "   at ", "Exception", "Microsoft.", "System.", "/_/" })
            Assert.False(answer.Body.Contains(secret, StringComparison.Ordinal), $"{request}: {answer.Status} says {secret}: {answer.Body}");
        Assert.DoesNotMatch(TypeName(), answer.Body);
    }

    /// <summary>As much as a request line can hold as it is.</summary>
    private static string Raw(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is > 32 and < 127 ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static string Shape(System.Xml.Linq.XElement element) => string.Join(' ', element.Descendants().Select(e => e.Name.LocalName + "/" + e.Attributes().Count()));

    [GeneratedRegex("<script")]
    private static partial Regex Scripts();

    [GeneratedRegex(@"Feedforward\.[A-Z]")]
    private static partial Regex TypeName();
}
