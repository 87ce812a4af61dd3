using System.Globalization;
using Feedforward.Studio.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Feedforward.Studio.Security;

/// <summary>
/// Lets a request through only when it names this machine as its host, comes from the studio's own pages, and carries the cookie;
/// the first link's token is exchanged for the cookie. It stands before all routes, static files included.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, AccessToken token, StudioNames names)
{
    private readonly string[] _hosts =
    [
        .. new[] { "127.0.0.1", "localhost", "[::1]" }.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}:{names.Port}")),
    ];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsOwnHost(request.Headers.Host) || !IsOwnPage(request)) return Pages.Refuse(context, StatusCodes.Status403Forbidden);
        if (HttpMethods.IsGet(request.Method) && request.Query.TryGetValue(AccessToken.Parameter, out var given) && given.Count == 1 && token.IsToken(given[0]))
        {
            context.Response.Cookies.Append(names.Access, token.Cookie, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,
            });
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(WithoutToken(request));
            return Task.CompletedTask;
        }
        return token.IsCookie(request.Cookies[names.Access]) ? next(context) : Pages.Refuse(context, StatusCodes.Status401Unauthorized);
    }

    /// <summary>A page of another site that was made to lead here by its name server (DNS rebinding) still has its own name as the host.</summary>
    private bool IsOwnHost(Microsoft.Extensions.Primitives.StringValues host) =>
        host.Count == 1 && _hosts.Contains(host[0], StringComparer.OrdinalIgnoreCase);

    private static bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && (origin.Count > 1 || origin[0] != "http://" + request.Headers.Host[0])) return false;
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        // Another port of this machine is the same site, and its pages are not ours.
        return site is "" or "none" or "same-origin" || (request.Headers["Sec-Fetch-Mode"] == "navigate" && HttpMethods.IsGet(request.Method));
    }

    private static string WithoutToken(HttpRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query.Remove(AccessToken.Parameter);
        string path = request.Path.ToUriComponent();
        return (LocalPath.IsLocal(path) ? path : "/") + new QueryBuilder(query).ToQueryString();
    }
}
