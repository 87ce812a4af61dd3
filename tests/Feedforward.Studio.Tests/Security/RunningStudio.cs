using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Feedforward.Studio.Tests.Security;

/// <summary>The studio in this process, as the command starts it, with the cookie that its link gives.</summary>
public sealed class RunningStudio : IAsyncLifetime
{
    internal StudioHost Host { get; private set; } = default!;

    internal int Port => Host.Port;

    /// <summary>Its own name, as a browser says it.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>The secret of the link.</summary>
    internal string Token => QueryHelpers.ParseQuery(Host.Link.Query)["token"].ToString();

    /// <summary>The header that lets a request in.</summary>
    internal (string Name, string Value) Cookie { get; private set; }

    internal IReadOnlyList<RouteEndpoint> Routes => [.. Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        Host = await StudioHost.StartAsync(new StudioOptions { Folder = Environment.CurrentDirectory }, TestContext.Current.CancellationToken);
        var first = await Get(Host.Link.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        Cookie = ("Cookie", first.Header("Set-Cookie").Split(';')[0]);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>A request with these headers and the right host, and no more.</summary>
    internal Task<RawAnswer> Get(string target, params (string Name, string Value)[] headers) => Send("GET", target, "", headers);

    internal Task<RawAnswer> Send(string method, string target, string body, params (string Name, string Value)[] headers) =>
        RawAnswer.To(IPAddress.Loopback, Port, $"{method} {target} HTTP/1.1", [("Host", Name), .. headers], body);

    /// <summary>A path that leads to a route.</summary>
    internal static string PathOf(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "Number" } => "3",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart => "en",
        _ => "",
    }))));
}
