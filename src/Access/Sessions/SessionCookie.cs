using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Sessions;

/// <summary>
/// The cookie that a session's token is in. No script can read it, no other site's page can have it sent, and over TLS it goes nowhere else.
/// Cookies do not know ports, so its name has one: two pipelines on a machine do not sign each other's people out.
/// </summary>
public static class SessionCookie
{
    /// <summary>The path that it is sent to.</summary>
    public const string Path = "/console";

    public static string? Read(HttpRequest request) => request.Cookies[NameOf(request)];

    public static void Write(HttpContext context, string token) => context.Response.Cookies.Append(NameOf(context.Request), token, Options(context));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameOf(context.Request), Options(context));

    private static string NameOf(HttpRequest request) => $"pipeline_console_{request.HttpContext.Connection.LocalPort}";

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = Path, IsEssential = true,
    };
}
