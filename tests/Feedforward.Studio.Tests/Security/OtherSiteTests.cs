using System.Globalization;
using System.Net;

namespace Feedforward.Studio.Tests.Security;

/// <summary>What a page of another site can make a browser send, which has the cookie, is refused.</summary>
public class OtherSiteTests(RunningStudio studio) : IClassFixture<RunningStudio>
{
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>A method, a path, and headers; {0} is the port, {1} the next one.</summary>
    public static TheoryData<string, string, string> Attempts => new()
    {
        { "POST", "/learn", $"Origin: http://evil.example|Content-Type: {Form}" },
        { "POST", "/learn", $"Origin: null|Content-Type: {Form}" },
        { "POST", "/learn", $"Origin: http://evil.example|Content-Type: {Form}|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate" },
        { "POST", "/learn", $"Content-Type: {Form}|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate" },
        { "POST", "/_blazor/negotiate?negotiateVersion=1", "Origin: http://evil.example|Content-Type: text/plain" },
        { "POST", "/_blazor/negotiate?negotiateVersion=1", "Origin: http://127.0.0.1:{1}|Content-Type: text/plain" },
        { "POST", "/_blazor/negotiate?negotiateVersion=1", "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors|Content-Type: text/plain" },
        { "POST", "/_blazor/disconnect", "Origin: http://evil.example|Content-Type: multipart/form-data; boundary=x" },
        { "WS", "/_blazor", "Origin: http://evil.example" },
        { "WS", "/_blazor", "Origin: null" },
        { "WS", "/_blazor", "Origin: http://127.0.0.1:{0}.evil.example" },
        { "WS", "/_blazor", "Origin: http://evil.127.0.0.1:{0}" },
        { "WS", "/_blazor", "Origin: http://127.0.0.1:{1}" },
        { "WS", "/_blazor", "Origin: http://127.0.0.1" },
        { "WS", "/_blazor", "Origin: http://localhost:{0}" },
        { "WS", "/_blazor", "Origin: https://127.0.0.1:{0}" },
        { "WS", "/_blazor", "Origin: http://127.0.0.1:{0}/" },
        { "WS", "/_blazor", "Origin: file://" },
        { "WS", "/_blazor", "Origin: chrome-extension://abcdefgh" },
        { "WS", "/_blazor", "Origin: http://127.0.0.1:{0}|Origin: http://evil.example" },
        { "WS", "/_blazor", "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: websocket" },
        { "GET", "/_content/Feedforward.Studio/studio.js", "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: script" },
        { "GET", "/_content/Feedforward.Studio/favicon.svg", "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: image" },
        { "GET", "/learn", "Origin: http://evil.example|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: cors" },
        { "OPTIONS", "/_blazor/negotiate", "Origin: http://evil.example|Access-Control-Request-Method: POST" },
    };

    [Theory, MemberData(nameof(Attempts))]
    public async Task It_is_refused(string method, string path, string headers)
    {
        var answer = await Send(method, path, headers);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.False(answer.HasHeader("Access-Control-Allow-Origin"));
        Assert.False(answer.HasHeader("Set-Cookie"));
    }

    [Fact]
    public void Twenty_five_were_tried() => Assert.Equal(25, Attempts.Count);

    /// <summary>The same requests from the studio's own pages pass, so that they were refused for where they came from.</summary>
    [Theory]
    [InlineData("GET", "/learn", "Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate", HttpStatusCode.OK)]
    [InlineData("GET", "/_content/Feedforward.Studio/studio.js", "Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: no-cors", HttpStatusCode.OK)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "Origin: http://127.0.0.1:{0}|Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors", HttpStatusCode.OK)]
    [InlineData("WS", "/_blazor", "Origin: http://127.0.0.1:{0}|Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: websocket", HttpStatusCode.SwitchingProtocols)]
    public async Task The_studios_own_pages_are_let_in(string method, string path, string headers, HttpStatusCode expected) =>
        Assert.Equal(expected, (await Send(method, path, headers)).Status);

    private Task<RawAnswer> Send(string method, string path, string headers)
    {
        var own = string.Format(CultureInfo.InvariantCulture, headers, studio.Port, studio.Port + 1).Split('|').Select(header => header.Split(": ", 2)).Select(pair => (pair[0], pair[1]));
        return method == "WS"
            ? studio.Get(path, [studio.Cookie, ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), .. own])
            : studio.Send(method, path, method == "POST" ? "a=b" : "", [studio.Cookie, .. own]);
    }
}
