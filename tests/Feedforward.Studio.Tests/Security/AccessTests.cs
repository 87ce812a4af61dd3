using System.Net;
using Feedforward.Studio.Security;
using Microsoft.AspNetCore.Routing;

namespace Feedforward.Studio.Tests.Security;

/// <summary>Without the link nothing is shown; the link's secret goes no further.</summary>
public class AccessTests(RunningStudio studio) : IClassFixture<RunningStudio>
{
    private static readonly (string Name, string Value)[] Upgrade =
        [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")];

    [Fact]
    public void All_routes_are_known()
    {
        var paths = studio.Routes.Select(RunningStudio.PathOf).ToList();
        foreach (string expected in new[] { "/", "/learn", "/learn/3", "/language/en", "/_blazor", "/_blazor/negotiate", "/_content/Feedforward.Studio/studio.css", "/_content/Feedforward.Pictures/pictures.css", "/_framework/blazor.web.js" })
            Assert.Contains(expected, paths);
    }

    [Fact]
    public async Task Every_route_refuses_who_has_no_cookie()
    {
        foreach (var route in studio.Routes)
        {
            string path = RunningStudio.PathOf(route);
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
            foreach (string method in methods.Union(["GET", "POST"]))
                Assert.Equal((method, path, HttpStatusCode.Unauthorized), (method, path, (await studio.Send(method, path, "")).Status));
        }
    }

    [Fact]
    public async Task Places_that_are_no_route_refuse_as_well()
    {
        foreach (string path in new[] { "/nothing", "/_content/", "/_framework/", "/favicon.ico", "/Feedforward.Cli.dll", "/..", "/%2e%2e/", "//", "/_blazor/disconnect", "/_blazor/initializers" })
            Assert.Contains((await studio.Get(path)).Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest });
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Get("/_blazor", Upgrade)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Get("/_blazor?id=1", [.. Upgrade, ("Origin", "http://" + studio.Name)])).Status);
        foreach (string method in new[] { "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE" })
            Assert.Contains((await studio.Send(method, "/", "")).Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.MethodNotAllowed });
    }

    [Fact]
    public async Task A_wrong_secret_is_none()
    {
        string name = studio.Cookie.Value.Split('=')[0], cookie = studio.Cookie.Value.Split('=')[1];
        foreach (string wrong in new[] { "", "x", cookie[..^1], cookie + "x", cookie.ToLowerInvariant(), studio.Token })
            Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Get("/", ("Cookie", name + "=" + wrong))).Status);
        foreach (string wrong in new[] { "", "x", studio.Token[..^1], studio.Token + "x", cookie, studio.Token + "&token=" + studio.Token })
            Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Get("/?token=" + wrong)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Send("POST", "/?token=" + studio.Token, "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await studio.Get("/", ("Cookie", "feedforward-1=" + cookie))).Status);
        Assert.Equal(HttpStatusCode.OK, (await studio.Get("/", studio.Cookie)).Status);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_and_no_script()
    {
        var first = await studio.Get(studio.Host.Link.PathAndQuery);
        string cookie = first.Header("Set-Cookie").ToLowerInvariant();
        foreach (string part in new[] { "; path=/", "; samesite=strict", "; httponly" }) Assert.Contains(part, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal);
        Assert.Equal("no-store", first.Header("Cache-Control"));
    }

    [Fact]
    public async Task The_links_secret_is_in_no_answer()
    {
        foreach (string target in new[] { "/", "/learn", "/learn/3?eta=0.5" })
        {
            string link = target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "token=" + studio.Token;
            var answer = await studio.Get(link);
            Assert.Equal((HttpStatusCode.Redirect, target), (answer.Status, answer.Header("Location")));
            AssertWithoutSecret(answer);
        }
        foreach (string path in studio.Routes.Select(RunningStudio.PathOf).Distinct())
            AssertWithoutSecret(await studio.Get(path, studio.Cookie));
        AssertWithoutSecret(await studio.Get("/nothing?token=wrong" + studio.Token[..8], studio.Cookie));
    }

    [Fact]
    public async Task The_link_leads_to_no_other_place()
    {
        foreach (string path in new[] { "//evil.example", "//evil.example/learn", "/%5c%5cevil.example", "/\\evil.example", "///evil.example" })
        {
            var answer = await studio.Get(path + "?token=" + studio.Token);
            if (answer.Status != HttpStatusCode.BadRequest) AssertLocal(answer);
        }
    }

    [Theory]
    [InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("\\\\evil.example"), InlineData("https://evil.example"), InlineData("http:/evil.example")]
    [InlineData("javascript:alert(1)"), InlineData("evil.example"), InlineData("/learn\r\nSet-Cookie: a=b"), InlineData("/\t/evil.example"), InlineData("/\n/evil.example")]
    [InlineData(""), InlineData("~//evil.example"), InlineData(" //evil.example"), InlineData("/学习"), InlineData("data:text/html,x"), InlineData("@evil.example"), InlineData("/\u0000")]
    public async Task The_choice_of_a_language_leads_back_to_a_page_of_the_studio(string back)
    {
        foreach (string name in new[] { "en", "zh-CN", "klingon" })
        {
            var answer = await studio.Get($"/language/{name}?back={Uri.EscapeDataString(back)}", studio.Cookie);
            Assert.Equal(HttpStatusCode.Redirect, answer.Status);
            AssertLocal(answer);
            Assert.Equal(name != "klingon", answer.HasHeader("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Every_answer_forbids_what_the_studio_does_not_need()
    {
        var answers = new List<RawAnswer>
        {
            await studio.Get("/"), await studio.Get("/nothing", studio.Cookie), await studio.Get("/", ("Host", "evil.example")), await studio.Get("/?token=" + studio.Token),
            await studio.Send("POST", "/learn", "a=b", studio.Cookie), await studio.Get("/", studio.Cookie, ("Origin", "null")),
        };
        foreach (string path in studio.Routes.Select(RunningStudio.PathOf).Distinct()) answers.Add(await studio.Get(path, studio.Cookie));
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.BadRequest))
        {
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("DENY", answer.Header("X-Frame-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
            Assert.False(answer.HasHeader("Server"));
            Assert.False(answer.HasHeader("Access-Control-Allow-Origin"));
        }
        Assert.DoesNotContain("unsafe-eval", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    private static void AssertLocal(RawAnswer answer)
    {
        string location = answer.Header("Location");
        Assert.StartsWith("/", location, StringComparison.Ordinal);
        Assert.Equal("studio", new Uri(new Uri("http://studio/"), location).Host);
        Assert.DoesNotContain('\\', location);
        Assert.DoesNotContain(answer.Headers, header => header.Value == "a=b");
    }

    private void AssertWithoutSecret(RawAnswer answer)
    {
        Assert.DoesNotContain(studio.Token, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers, header => header.Value.Contains(studio.Token, StringComparison.Ordinal));
    }
}
