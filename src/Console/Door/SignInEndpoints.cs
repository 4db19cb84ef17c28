using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access.Http;
using Pipeline.WebConsole.Pages;

namespace Pipeline.WebConsole.Door;

/// <summary>Where one signs in and out. These need no script: what a browser remembers of them is a cookie.</summary>
internal static class SignInEndpoints
{
    private const string Home = ConsoleRegistration.Path + "/";

    private static readonly Uri AnyHost = new("http://console.invalid");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (string? then, bool? again, HttpContext context, BrowserDoor door) =>
            door.SessionOf(context) is not null ? Results.Redirect(Within(then)) : Page(context, then, null, StatusCodes.Status200OK, again != true && IsOfAnotherSite(context)));
        routes.MapPost("/sign-in", ([FromForm] string? token, [FromForm] string? then, HttpContext context, BrowserDoor door) =>
        {
            var (_, refusal) = door.SignIn(context, token?.Trim() ?? "");
            return refusal is null ? Results.Redirect(Within(then)) : Page(context, then, $"{refusal.Title}. {refusal.Detail}", refusal.Status, false);
        });

        // What a page knew of the session when it was drawn may be old, in a second window say, and one signs out all the same.
        routes.MapPost("/sign-out", ([FromForm] string? then, HttpContext context, BrowserDoor door) =>
            door.SignOut(context) is { } refusal ? RefusalProblem.Of(context, refusal) : Results.Redirect($"{Home}sign-in?then={Uri.EscapeDataString(Within(then))}"))
            .DisableAntiforgery();
    }

    // A link in a message or a page of another site comes without the cookie, which a second request of our own page has.
    private static bool IsOfAnotherSite(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"] == "cross-site";

    private static RazorComponentResult<SignIn> Page(HttpContext context, string? then, string? fault, int status, bool asksAgain)
    {
        return new RazorComponentResult<SignIn>(new Dictionary<string, object?> { ["Then"] = Within(then), ["Fault"] = fault, ["AsksAgain"] = asksAgain })
        {
            StatusCode = status,
        };
    }

    // Nobody is sent elsewhere by an address that somebody else has made, by dots that a browser would follow either.
    private static string Within(string? then) =>
        then is not null && !then.Contains('\\', StringComparison.Ordinal) && Uri.TryCreate(AnyHost, then, out var place)
        && place.Authority == AnyHost.Authority && place.Scheme == AnyHost.Scheme && (place.AbsolutePath + "/").StartsWith(Home, StringComparison.Ordinal)
            ? place.PathAndQuery
            : Home;
}
