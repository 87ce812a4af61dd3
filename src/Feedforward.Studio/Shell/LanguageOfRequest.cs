using System.Globalization;
using Feedforward.Studio.Security;
using Microsoft.AspNetCore.Http;

namespace Feedforward.Studio.Shell;

/// <summary>The language of a request: its cookie's, else that in which the studio was started. Numbers are the same in all of them.</summary>
internal sealed class LanguageOfRequest(RequestDelegate next, StudioNames names)
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

    private readonly CultureInfo _usual = CultureInfo.CurrentUICulture;

    public Task InvokeAsync(HttpContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = context.Request.Cookies[names.Language] switch
        {
            "zh-CN" => Chinese,
            "en" => CultureInfo.InvariantCulture,
            _ => _usual,
        };
        return next(context);
    }

    /// <summary>Remembers a language and goes back to the page: an address, and not a message, because only a new request has a new language.</summary>
    internal static IResult Choose(string name, string? back, HttpContext context, StudioNames names)
    {
        if (name is "en" or "zh-CN")
            context.Response.Cookies.Append(names.Language, name, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = TimeSpan.FromDays(400) });
        return Results.LocalRedirect(LocalPath.IsLocal(back) ? LocalPath.InHeader(back!) : "/");
    }

    /// <summary>A text in a language of its own.</summary>
    internal static string In(string language, Func<string> text)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language == "zh-CN" ? Chinese : CultureInfo.InvariantCulture;
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
