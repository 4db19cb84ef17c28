using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Pipeline.Access.Http;

namespace Pipeline.WebConsole.Door;

/// <summary>
/// Stands behind the door, before the console: tells the browser what it may do, and the pages whose browser it is. Pages know no path but
/// their own.
/// </summary>
internal sealed class ConsoleGate(RequestDelegate next, BrowserDoor door)
{
    /// <summary>The claim that holds the session's id, which opens nothing by itself.</summary>
    public const string SessionClaim = "session";

    // Styles may stand in the page, since the components set sizes and places so; scripts may not, and nothing comes from elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private readonly ConditionalWeakTable<RouteEndpoint, RouteEndpoint> pages = [];

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(ConsoleRegistration.Path, out var rest))
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";

        // Without any referrer a browser says of a form that its origin is null, and the door would take our own page for another site's.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.GetEndpoint()?.Metadata.GetMetadata<Demand>() is { IsOfConsole: true })
        {
            headers.CacheControl = "no-store";
            context.User = door.SessionOf(context) is { } session
                ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, session.Caller.Name), new Claim(SessionClaim, session.Id)], "console"))
                : new ClaimsPrincipal(new ClaimsIdentity());
        }

        // The endpoint is found already; a page's own address goes without the console's.
        if (context.GetEndpoint() is RouteEndpoint page && page.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            context.SetEndpoint(pages.GetValue(page, WithoutPrefix));
        }

        context.Request.PathBase = ConsoleRegistration.Path;
        context.Request.Path = rest;
        return next(context);
    }

    private static RouteEndpoint WithoutPrefix(RouteEndpoint page) => new(
        page.RequestDelegate!, RoutePatternFactory.Parse(page.RoutePattern.RawText![ConsoleRegistration.Path.Length..]), page.Order, page.Metadata, page.DisplayName);
}
