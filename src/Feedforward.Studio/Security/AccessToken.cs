using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Feedforward.Studio.Security;

/// <summary>
/// The secrets of one run of the studio: a token in the first link, and what a browser gets for it as a cookie. Only their digests are kept for comparing,
/// which takes the same time whatever is wrong.
/// </summary>
internal sealed class AccessToken
{
    internal const string Parameter = "token";

    private readonly string _token = Secret();
    private readonly byte[] _tokenDigest, _cookieDigest;

    private AccessToken()
    {
        Cookie = Secret();
        (_tokenDigest, _cookieDigest) = (Digest(_token), Digest(Cookie));
    }

    /// <summary>What the cookie holds.</summary>
    internal string Cookie { get; }

    internal static AccessToken New() => new();

    /// <summary>The page with the token behind it.</summary>
    internal string AddTo(string page) => QueryHelpers.AddQueryString(page, Parameter, _token);

    internal bool IsToken(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Digest(text), _tokenDigest);

    internal bool IsCookie(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Digest(text), _cookieDigest);

    private static string Secret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
