using System.Text;
using Microsoft.AspNetCore.Http;

namespace Feedforward.Studio.Shell;

/// <summary>Answers that are no page of the studio: short, in both languages, and without anything about the machine.</summary>
internal static class Pages
{
    /// <summary>Refuses a request.</summary>
    internal static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Write(context, status == StatusCodes.Status401Unauthorized ? "refused.token" : "refused.host");
    }

    /// <summary>Says that there is nothing here, where nothing else was said.</summary>
    internal static Task Plain(HttpContext context) =>
        Write(context, context.Response.StatusCode == StatusCodes.Status404NotFound ? "refused.missing" : "refused.other");

    private static Task Write(HttpContext context, string key)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        string page = $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Feedforward</title>
            <body style="font:1.1rem/1.6 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1.5em">
            <p>{LanguageOfRequest.In("en", () => Texts.Get(key))}</p><p lang="zh-CN">{LanguageOfRequest.In("zh-CN", () => Texts.Get(key))}</p></body></html>
            """;
        return context.Response.WriteAsync(page, Encoding.UTF8);
    }
}
